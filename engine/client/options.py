"""What a client can be told before its first request.

Go: client/options.go
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from engine.client.transport import Transport
from engine.golang.errors import GoError

if TYPE_CHECKING:
    import ssl

    from engine.client.client import Client

Opt = Callable[["Client"], None]

DEFAULT_DOCKER_HOST = "unix:///var/run/docker.sock"


def from_env(client: Client) -> None:
    """Take address and API version from DOCKER_HOST and DOCKER_API_VERSION.

    DOCKER_CERT_PATH is left to the command line's own options.

    Raises:
        GoError: DOCKER_HOST is no address.

    Go: FromEnv
    """
    if host := os.environ.get("DOCKER_HOST"):
        with_host(host)(client)
    if version := os.environ.get("DOCKER_API_VERSION"):
        with_version(version)(client)


def with_host(host: str) -> Opt:
    """Talk to the daemon at ``host`` (``unix:///path``, ``tcp://name:port``).

    Raises, when applied:
        GoError: it is no address, or one of Windows.

    Go: WithHost
    """
    from engine.client.client import parse_host_url

    def apply(client: Client) -> None:
        url = parse_host_url(host)
        if url.scheme == "npipe":
            raise GoError("protocol not available")
        client.host = host
        client.proto, client.addr, client.base_path = url.scheme, url.host, url.path
        client.transport = Transport(client.proto, client.addr, client.transport.tls)

    return apply


def with_http_headers(headers: Mapping[str, str]) -> Opt:
    """Send ``headers`` with every request.

    Go: WithHTTPHeaders
    """

    def apply(client: Client) -> None:
        client.custom_http_headers = dict(headers)

    return apply


def with_tls_config(config: ssl.SSLContext | None) -> Opt:
    """Encrypt; comes before `with_host`.

    Go: WithTLSClientConfig
    """

    def apply(client: Client) -> None:
        client.transport = Transport(client.proto, client.addr, config)

    return apply


def with_version(version: str) -> Opt:
    """Speak exactly this version of the API, whatever the daemon says.

    Go: WithVersion
    """

    def apply(client: Client) -> None:
        if version:
            client.version = version
            client.manual_override = True

    return apply


def with_api_version_negotiation() -> Opt:
    """Speak what the daemon speaks, if it is older.

    Go: WithAPIVersionNegotiation
    """

    def apply(client: Client) -> None:
        client.negotiate_version = True

    return apply
