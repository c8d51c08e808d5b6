"""A request gets its answer, or an error in Go's words, or is cut."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.golang import tls
from engine.golang.context import Context, ContextCancelled
from engine.golang.errors import GoError
from engine.golang.http.client import ClientRequest, ClientResponse, RoundTripper, URLError
from tests.support import fake_registry, images
from tests.support.fake_registry import Reply
from tests.support.registries import certificate, raw_server

HEAD = b"HTTP/1.1 200 OK\r\n"


def ask(url: str, context: Context | None = None, seconds: float = 5) -> ClientResponse:
    request = ClientRequest(method="GET", url=url, context=context or Context(), seconds=seconds)
    return RoundTripper().round_trip(request)


def read_all(answer: ClientResponse) -> bytes:
    with answer:
        return answer.read(1 << 20)


def fill_all(answer: ClientResponse) -> bytes:
    buffer, found = memoryview(bytearray(4)), b""
    with answer:
        while count := answer.readinto(buffer):
            found += buffer[:count]
    return found


@pytest.mark.parametrize("read", [read_all, fill_all])
@pytest.mark.parametrize(
    ("sent", "length"),
    [
        (HEAD + b"Content-Length: 6\r\n\r\nabcdef", 6),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n2\r\nef\r\n0\r\n\r\n", -1),
        (HEAD + b"\r\nabcdef", -1),
    ],
    ids=["with its length", "in chunks", "to the end"],
)
def test_a_body_may_come_in_several_ways(
    sent: bytes, length: int, read: Callable[[ClientResponse], bytes]
) -> None:
    with raw_server(sent) as address:
        answer = ask(f"http://{address}/")
        content = read(answer)

    assert content == b"abcdef"
    assert answer.content_length == length


@pytest.mark.parametrize("read", [read_all, fill_all])
@pytest.mark.parametrize(
    "sent",
    [
        HEAD + b"Content-Length: 9\r\n\r\nabcdef",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n9\r\nef",
    ],
    ids=["with its length", "in chunks"],
)
def test_a_body_that_breaks_off_is_noticed(
    sent: bytes, read: Callable[[ClientResponse], bytes]
) -> None:
    with raw_server(sent) as address:
        answer = ask(f"http://{address}/")

        with pytest.raises(GoError, match=r"^unexpected EOF$"):
            read(answer)


def test_what_came_before_the_break_is_given_first() -> None:
    buffer = memoryview(bytearray(100))
    with (
        raw_server(HEAD + b"Content-Length: 9\r\n\r\nabcdef") as address,
        ask(f"http://{address}/") as answer,
    ):
        count = answer.readinto(buffer)
        with pytest.raises(GoError, match="unexpected EOF"):
            answer.readinto(buffer)

    assert bytes(buffer[:count]) == b"abcdef"


@pytest.mark.parametrize("when", ["before the answer", "in the middle of it"])
def test_another_thread_can_cut_a_request(when: str) -> None:
    context, never = Context(), threading.Event()
    with fake_registry.serving() as server:
        cut = None if when.startswith("before") else 2
        server.on("/slow", Reply(200, b"abcdef", cut=cut or 0, hold=never))
        threading.Timer(0.2, context.cancel).start()
        started = time.monotonic()

        with (
            pytest.raises(ContextCancelled),
            ask(f"http://{server.address}/slow", context, 20) as answer,
        ):
            while answer.read(1):
                pass

        assert time.monotonic() - started < 3
        assert server.gone.wait(5)


def test_a_request_that_nobody_wants_is_not_sent() -> None:
    context = Context()
    context.cancel()
    with fake_registry.serving() as server:
        with pytest.raises(ContextCancelled):
            ask(f"http://{server.address}/x", context)

        assert server.asked == []


def test_silence_ends_in_time() -> None:
    never = threading.Event()
    with fake_registry.serving() as server:
        server.on("HEAD /slow", Reply(200, hold=never))
        server.on("GET /slow", Reply(200, b"abcdef", cut=2, hold=never))
        url = f"http://{server.address}/slow"
        head = ClientRequest(method="HEAD", url=url, seconds=0.2)

        with pytest.raises(GoError) as at_first:
            RoundTripper().round_trip(head)
        with ask(url, seconds=0.2) as answer, pytest.raises(GoError) as later:
            answer.read(6)

    assert str(at_first.value) == (
        "net/http: request canceled (Client.Timeout exceeded while awaiting headers)"
    )
    assert str(later.value).endswith(": i/o timeout")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "EOF"),
        (
            b"garbage\r\n\r\n",
            'net/http: HTTP/1.x transport connection broken: malformed HTTP response "garbage"',
        ),
    ],
)
def test_what_speaks_no_http_is_told_in_gos_words(sent: bytes, reason: str) -> None:
    with raw_server(sent) as address, pytest.raises(GoError) as told:
        ask(f"http://{address}/")

    assert str(told.value) == reason


def test_certificates_are_checked(tmp_path: Path) -> None:
    made = certificate(tmp_path, "127.0.0.2")
    trusting = tls.default_config(str(made.authority))
    with fake_registry.serving("127.0.0.1", made.certificate, made.key) as server:
        request = ClientRequest(method="GET", url=f"https://{server.address}/v2/")

        with pytest.raises(GoError) as unknown:
            RoundTripper().round_trip(request)
        with pytest.raises(GoError) as other:
            RoundTripper(trusting).round_trip(request)

    assert str(unknown.value) == "x509: certificate signed by unknown authority"
    assert str(other.value).startswith("x509: cannot validate certificate for 127.0.0.1 because")


def test_http_where_tls_is_expected_is_told_in_gos_words() -> None:
    with fake_registry.serving() as server, pytest.raises(GoError) as told:
        ask(f"https://{server.address}/v2/")

    assert str(told.value) == "http: server gave HTTP response to HTTPS client"


def test_no_socket_is_left_open() -> None:
    one = images.image(images.tar([images.file("x")]))
    with fake_registry.serving() as server:
        server.add("x", "1", one)
        before = threading.active_count()
        for _ in range(5):
            with ask(f"http://{server.address}/v2/x/blobs/{one.config.digest}"):
                pass

    # An open one would warn when it is collected, and warnings are errors here.
    assert threading.active_count() <= before


def test_a_password_in_an_address_is_not_told() -> None:
    error = URLError("GET", "http://me:secret@host/path", GoError("EOF"))

    assert str(error) == 'Get "http://me:***@host/path": EOF'
