"""The connection: kept, dropped, asked again; and what a daemon says that speaks no HTTP.

The messages are those of the stock client 20.10.24.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import client as apiclient
from engine import errdefs
from engine.api.types.container.config import Config
from engine.client.client import Client
from engine.client.request import Request
from engine.client.transport import Transport, TransportError

PING = b"HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n"
CREATED = b'HTTP/1.1 201 Created\r\nContent-Length: 20\r\n\r\n{"Id":"1","W":[]}   '
Answering = Callable[..., str]
ClientOf = Callable[..., Client]


@pytest.fixture
def answering(tmp_path: Path) -> Iterator[Answering]:
    """Starts a daemon that gives each connection its answers, one for each request."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(tmp_path / "d.sock"))

    def serve(connections: tuple[tuple[bytes, ...], ...]) -> None:
        for answers in connections:
            sock, _ = listener.accept()
            with sock:
                for answer in answers:
                    if not sock.recv(1 << 16):
                        break
                    sock.sendall(answer)
                sock.shutdown(socket.SHUT_WR)

    def start(*connections: tuple[bytes, ...]) -> str:
        listener.listen()
        threading.Thread(target=serve, args=(connections,), daemon=True).start()
        return f"unix://{tmp_path}/d.sock"

    yield start
    listener.close()


@pytest.fixture
def client_of() -> Iterator[ClientOf]:
    """Makes clients, and closes them in the end."""
    made: list[Client] = []

    def make(host: str, **headers: str) -> Client:
        with_host, with_headers = apiclient.with_host(host), apiclient.with_http_headers(headers)
        made.append(apiclient.new_client_with_opts(with_host, with_headers))
        return made[-1]

    yield make
    for client in made:
        client.close()


def create(client: Client) -> str:
    return client.container_create(Config(image="x"), None, None, None, "").id


def test_requests_share_a_connection(answering: Answering, client_of: ClientOf) -> None:
    client = client_of(answering((PING, CREATED)))

    client.ping()

    assert create(client) == "1"


def test_a_connection_that_was_dropped_while_idle_is_replaced(
    answering: Answering, client_of: ClientOf
) -> None:
    client = client_of(answering((PING,), (CREATED,)))

    client.ping()

    assert create(client) == "1"


def test_a_connection_that_serves_once_is_replaced(
    answering: Answering, client_of: ClientOf
) -> None:
    once = PING.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    client = client_of(answering((once,), (CREATED,)))

    client.ping()

    assert create(client) == "1"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        pytest.param(
            b"\x15\x03\x01",
            'Post "{url}": {broken}: malformed HTTP response "\\x15\\x03\\x01".\n'
            "* Are you trying to connect to a TLS-enabled daemon without TLS?",
            id="tls",
        ),
        pytest.param(
            b"HTTP/1.1 abc OK\r\n\r\n",
            'error during connect: Post "{url}": {broken}: malformed HTTP status code "abc"',
            id="status",
        ),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nA: b",
            'error during connect: Post "{url}": {broken}: unexpected EOF',
            id="cut off",
        ),
        pytest.param(b"", 'error during connect: Post "{url}": EOF', id="nothing"),
        pytest.param(
            b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
            "request returned Bad Gateway for API route and version {url}, "
            "check if the server supports the requested API version",
            id="no words",
        ),
    ],
)
def test_what_is_no_answer_is_told_as_docker_does(
    answering: Answering, client_of: ClientOf, answer: bytes, message: str
) -> None:
    host = answering((answer,))
    where = host.removeprefix("unix://").replace("/", "%2F")
    url = f"http://{where}/v1.41/containers/create"

    with pytest.raises(errdefs.Error) as caught:
        create(client_of(host))

    broken = "net/http: HTTP/1.x transport connection broken"
    assert str(caught.value) == message.format(url=url, broken=broken)


def test_a_header_that_is_none_is_not_sent(answering: Answering, client_of: ClientOf) -> None:
    client = client_of(answering(), **{"X-A": "a\nb"})

    with pytest.raises(errdefs.Error, match='invalid header field value for "X-A"'):
        create(client)


def test_a_daemon_that_hangs_up_on_a_request_is_told_with_both_ends(client_of: ClientOf) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_reset_all, args=(listener,), daemon=True).start()
        port = listener.getsockname()[1]

        with pytest.raises(errdefs.Error) as caught:
            create(client_of(f"tcp://127.0.0.1:{port}"))

    said = re.sub(r"127\.0\.0\.1:\d+->", "HERE->", str(caught.value))
    url = f"http://127.0.0.1:{port}/v1.41/containers/create"
    assert said == (
        f'error during connect: Post "{url}": '
        f"read tcp HERE->127.0.0.1:{port}: read: connection reset by peer"
    )


def test_an_answer_that_is_torn_off_is_told_with_both_ends(
    tmp_path: Path, client_of: ClientOf
) -> None:
    path = tmp_path / "d.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        answer = CREATED[:-5]
        threading.Thread(target=_reset_all, args=(listener, answer), daemon=True).start()

        with pytest.raises(OSError, match="reset") as caught:
            create(client_of(f"unix://{path}"))

    assert str(caught.value) == f"read unix @->{path}: read: connection reset by peer"


def _reset_all(listener: socket.socket, answer: bytes = b"") -> None:
    """Answer each connection, and close it with something unread, which is a reset."""
    with contextlib.suppress(OSError):
        while True:
            sock, _ = listener.accept()
            with sock:
                sock.recv(10)
                sock.sendall(answer)


def test_a_daemon_without_tls_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_refuse_tls, args=(listener,), daemon=True).start()
        addr = f"127.0.0.1:{listener.getsockname()[1]}"
        transport = Transport("tcp", addr, ssl.create_default_context())

        with pytest.raises(TransportError) as caught:
            transport.round_trip(Request(method="GET", target="/_ping", host="docker"))

    assert str(caught.value) == "http: server gave HTTP response to HTTPS client"


def _refuse_tls(listener: socket.socket) -> None:
    sock, _ = listener.accept()
    with sock:
        sock.recv(1 << 16)
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
