"""A client for one daemon: where it is, and which version of the API both speak.

The calls themselves are in the other modules of this package, as in Go; the class binds them.

Go: client/client.go
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, quote_plus, urlsplit

from engine.api.common import DEFAULT_VERSION
from engine.api.types.types import Ping
from engine.api.types.versions import compare as versions
from engine.client import container_create as _container_create
from engine.client import errors as _errors
from engine.client import image_create as _image_create
from engine.client import image_import as _image_import
from engine.client import image_load as _image_load
from engine.client import image_pull as _image_pull
from engine.client import image_tag as _image_tag
from engine.client import info as _info
from engine.client import ping as _ping
from engine.client import request as _request
from engine.client import response as _response
from engine.client.options import DEFAULT_DOCKER_HOST, Opt
from engine.client.transport import Transport
from engine.golang.errors import GoError

Query = Mapping[str, str | list[str]]


class HostURL(NamedTuple):
    """The parts of a daemon's address.

    Go: url.URL
    """

    scheme: str
    host: str
    path: str = ""


class Client:
    """Talks to one daemon; not for two threads at once.

    Go: Client
    """

    def __init__(self) -> None:
        self.host = DEFAULT_DOCKER_HOST
        self.proto = "unix"
        self.addr = "/var/run/docker.sock"
        self.base_path = ""
        self.scheme = ""
        self.transport = Transport(self.proto, self.addr)
        self.version = DEFAULT_VERSION
        self.custom_http_headers: dict[str, str] = {}
        self.manual_override = False
        self.negotiate_version = False
        self.negotiated = False

    def close(self) -> None:
        """Hang up.

        Go: Client.Close
        """
        self.transport.close()

    def get_api_path(self, path: str, query: Query | None = None) -> str:
        """Return ``path`` under the API's version, with the query sorted by key.

        Go: Client.getAPIPath
        """
        if self.negotiate_version and not self.negotiated:
            self.negotiate_api_version()
        version = f"/v{self.version.removeprefix('v')}" if self.version else ""
        full = posixpath.normpath(f"{self.base_path}{version}{path}")
        return quote(full, safe="/:@!$&'()*+,;=~") + _encode_query(query)

    def client_version(self) -> str:
        """Return the API version that requests are made for.

        Go: Client.ClientVersion
        """
        return self.version

    def daemon_host(self) -> str:
        """Return the daemon's address as it was given.

        Go: Client.DaemonHost
        """
        return self.host

    def negotiate_api_version(self) -> None:
        """Ask the daemon for its version and use it if it is the older one.

        Go: Client.NegotiateAPIVersion
        """
        if self.manual_override:
            return
        try:
            answer = self.ping()
        except Exception:  # the request that follows will tell what is wrong
            answer = Ping()
        self._negotiate_api_version_ping(answer)

    def negotiate_api_version_ping(self, ping: Ping) -> None:
        """Use the version of ``ping`` if it is the older one and the user chose none.

        Go: Client.NegotiateAPIVersionPing
        """
        if not self.manual_override:
            self._negotiate_api_version_ping(ping)

    def _negotiate_api_version_ping(self, ping: Ping) -> None:
        """Lower the version to the daemon's; never raise it.

        Go: Client.negotiateAPIVersionPing
        """
        # 1.24 was the last to say nothing about versions.
        offered = ping.api_version or "1.24"
        self.version = self.version or DEFAULT_VERSION
        if versions.less_than(offered, self.version):
            self.version = offered
        if self.negotiate_version:
            self.negotiated = True

    get = _request.get
    post = _request.post
    post_raw = _request.post_raw
    send_request = _request.send_request
    build_request = _request.build_request
    add_headers = _request.add_headers
    do_request = _request.do_request
    check_response_err = _response.check_response_err
    new_version_error = _errors.new_version_error
    ping = _ping.ping
    info = _info.info
    container_create = _container_create.container_create
    image_create = _image_create.image_create
    try_image_create = _image_create.try_image_create
    image_pull = _image_pull.image_pull
    image_load = _image_load.image_load
    image_import = _image_import.image_import
    image_tag = _image_tag.image_tag


def _encode_query(query: Query | None) -> str:
    """Return the query with its question mark.

    Go: url.Values.Encode
    """
    pairs = []
    for key in sorted(query or {}):
        values = query[key] if query else []
        for value in [values] if isinstance(values, str) else values:
            pairs.append(f"{_escape(key)}={_escape(value)}")
    return f"?{'&'.join(pairs)}" if pairs else ""


def _escape(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogateescape"))


def new_client_with_opts(*ops: Opt) -> Client:
    """Return a client for the local daemon, changed by ``ops`` in their order.

    Raises:
        GoError: an option makes no sense.

    Go: NewClientWithOpts
    """
    client = Client()
    for op in ops:
        op(client)
    if not client.scheme:
        client.scheme = "https" if client.transport.tls is not None else "http"
    return client


def parse_host_url(host: str) -> HostURL:
    """Return the parts of ``unix:///path`` or ``tcp://name:port/base``.

    Raises:
        GoError: there is no ``://``.

    Go: ParseHostURL
    """
    proto, found, addr = host.partition("://")
    if not found:
        raise GoError(f"unable to parse docker host `{host}`")
    if proto != "tcp":
        return HostURL(proto, addr)
    parsed = urlsplit(f"tcp://{addr}")
    return HostURL(proto, parsed.netloc, parsed.path)
