"""From a call to an HTTP request, and its way to the daemon and back.

Go: client/request.go
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING
from urllib.parse import quote

from engine import errdefs
from engine.api.types.versions import compare as versions
from engine.client.errors import error_connection_failed
from engine.client.response import ServerResponse, ensure_reader_closed
from engine.client.transport import TransportError
from engine.golang import errors, struct_tags
from engine.golang.http_request import canonical_header_key
from engine.golang.structs import struct

if TYPE_CHECKING:
    from engine.api.types.client import Source
    from engine.client.client import Client, Query

Headers = dict[str, list[str]]
# Go: net/http/request.go reqWriteExcludeHeader
_OUR_OWN = {"Host", "User-Agent", "Content-Length", "Transfer-Encoding", "Trailer"}


@struct(kw_only=True)
class Request:
    """One request, ready to be sent; ``target`` is path and query.

    Go: http.Request
    """

    method: str
    target: str
    host: str
    url: str = ""
    headers: Headers = field(default_factory=dict)
    body: bytes | Source | None = None
    timeout: float | None = None

    def can_rewind(self) -> bool:
        """Say whether the request could be sent a second time."""
        return self.body is None or isinstance(self.body, bytes)

    def ordered_headers(self) -> list[tuple[str, str]]:
        """Return all headers but Host in the order in which Go writes them.

        What the request itself says, the headers cannot.

        Go: net/http/request.go Request.write
        """
        agent = [("User-Agent", value) for value in self.headers.get("User-Agent", [])]
        length: list[tuple[str, str]] = []
        if isinstance(self.body, bytes):
            length = [("Content-Length", str(len(self.body)))]
        elif self.body is not None:
            length = [("Transfer-Encoding", "chunked")]
        rest = [
            (name, value)
            for name in sorted(self.headers)
            if name not in _OUR_OWN
            for value in self.headers[name]
        ]
        return [*(agent or [("User-Agent", "Go-http-client/1.1")]), *length, *rest]


def get(
    client: Client, path: str, query: Query | None = None, headers: Headers | None = None
) -> ServerResponse:
    """Send a GET.

    Raises:
        errdefs.Error: the daemon refused, or does not answer.

    Go: Client.get
    """
    return client.send_request("GET", path, query, None, headers)


def post(
    client: Client,
    path: str,
    query: Query | None = None,
    obj: object | None = None,
    headers: Headers | None = None,
) -> ServerResponse:
    """Send ``obj`` as JSON.

    Raises:
        errdefs.Error: the daemon refused, or does not answer.

    Go: Client.post
    """
    body, headers = encode_body(obj, headers)
    return client.send_request("POST", path, query, body, headers)


def post_raw(
    client: Client,
    path: str,
    query: Query | None = None,
    body: Source | None = None,
    headers: Headers | None = None,
) -> ServerResponse:
    """Send ``body`` as it is, in chunks.

    Raises:
        errdefs.Error: the daemon refused, or does not answer.

    Go: Client.postRaw
    """
    return client.send_request("POST", path, query, body, headers)


def encode_body(obj: object | None, headers: Headers | None) -> tuple[bytes | None, Headers | None]:
    """Return the request body for ``obj`` and the headers with its type; nothing for None.

    Go: encodeBody
    """
    if obj is None:
        return None, headers
    return encode_data(obj), {**(headers or {}), "Content-Type": ["application/json"]}


def encode_data(data: object) -> bytes:
    """Return ``data`` as one line of JSON.

    Go: encodeData
    """
    return struct_tags.marshal(data).encode() + b"\n"


def build_request(
    client: Client,
    method: str,
    path: str,
    body: bytes | Source | None,
    headers: Headers | None,
    timeout: float | None = None,
) -> Request:
    """Return the request with all its headers.

    A POST without a body still has a length and a type.

    Go: Client.buildRequest
    """
    expected_payload = method in ("POST", "PUT")
    if expected_payload and body is None:
        body = b""
    # It does not matter to a unix socket what the host is, but HTTP wants one.
    host = "docker" if client.proto in ("unix", "npipe") else client.addr
    url = f"{client.scheme}://{quote(client.addr, safe=':[]')}{path}"
    request = Request(method=method, target=path, host=host, url=url, body=body, timeout=timeout)
    client.add_headers(request, headers)
    if expected_payload:
        request.headers.setdefault("Content-Type", ["text/plain"])
    return request


def add_headers(client: Client, request: Request, headers: Headers | None) -> None:
    """Put the user's headers on ``request``, then those that the user may not change.

    Go: Client.addHeaders
    """
    for name, value in client.custom_http_headers.items():
        if versions.less_than(client.version, "1.25") and name == "User-Agent":
            continue
        request.headers[canonical_header_key(name)] = [value]
    request.headers.update(headers or {})


def send_request(
    client: Client,
    method: str,
    path: str,
    query: Query | None,
    body: bytes | Source | None,
    headers: Headers | None,
) -> ServerResponse:
    """Send a request to the API's version of ``path`` and check the answer.

    Raises:
        errdefs.Error: of the class that the status stands for.

    Go: Client.sendRequest
    """
    request = client.build_request(method, client.get_api_path(path, query), body, headers)
    try:
        response = client.do_request(request)
    except errors.GoError as error:
        raise errdefs.from_status_code(str(error), -1) from error
    try:
        client.check_response_err(response)
    except (errors.GoError, OSError, ValueError) as error:
        ensure_reader_closed(response)
        raise errdefs.from_status_code(errors.text(error), response.status_code) from error
    return response


def do_request(client: Client, request: Request) -> ServerResponse:
    """Send ``request``; whatever the daemon answers is an answer.

    Raises:
        ConnectionFailed: nobody listens.
        GoError: anything else that kept the answer away.

    Go: Client.doRequest
    """
    try:
        response = client.transport.round_trip(request)
    except TransportError as error:
        raise _explain(client, request, error) from error
    return ServerResponse(
        body=response, header=response.header, status_code=response.status, req_url=request.url
    )


def _explain(client: Client, request: Request, error: TransportError) -> errors.GoError:
    """Return the error that helps the user, for one that tells what happened."""
    said = f'{request.method.capitalize()} "{request.url}": {error}'
    if client.scheme != "https" and "malformed HTTP response" in said:
        return errors.GoError(
            f"{said}.\n* Are you trying to connect to a TLS-enabled daemon without TLS?"
        )
    if client.scheme == "https" and "bad certificate" in said:
        return errors.GoError(
            "The server probably has client authentication (--tlsverify) enabled. Please check "
            f"your TLS client certification settings: {said}"
        )
    if error.timeout and request.timeout is not None:
        return errors.GoError(said)
    if error.permission:
        return errors.GoError(
            "Got permission denied while trying to connect to the Docker daemon socket at "
            f"{client.host}: {said}"
        )
    if error.timeout or "connection refused" in said or "dial unix" in said:
        return error_connection_failed(client.host)
    return errors.GoError(f"error during connect: {said}")
