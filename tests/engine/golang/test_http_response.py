"""Answers as they come in: whole, in pieces, and wrong."""

from __future__ import annotations

import io

import pytest

from engine.golang.errors import GoError
from engine.golang.http_request import write_request
from engine.golang.http_response import HungUp, Response, Wire, read_response
from engine.golang.io import UnexpectedEOF

OK = b"HTTP/1.1 200 OK\r\n"


class Pieces:
    """A connection on which what was sent arrives piece by piece."""

    def __init__(self, *pieces: bytes) -> None:
        self.left = list(pieces)

    def recv(self, size: int, /) -> bytes:
        return self.left.pop(0) if self.left else b""


def ask(wire: Wire, method: str = "GET") -> None:
    list(write_request(wire, method, "/", [("Host", "docker")], None))


def answer(*pieces: bytes, method: str = "GET") -> tuple[Response, Wire]:
    """Return the answer in ``pieces``, and the connection that it is read from."""
    wire = Wire(Pieces(*pieces))
    ask(wire, method)
    return read_response(wire), wire


def test_the_head_is_taken_apart() -> None:
    response, _ = answer(b"HTTP/1.1 201 Made it\r\nA: 1\r\na:\t2 \r\nX: \xc3\xbc\r\n\r\n")

    assert (response.version, response.status, response.reason) == ("HTTP/1.1", 201, "Made it")
    assert list(response.header.items()) == [("A", "1"), ("a", "2"), ("X", "ü")]
    assert (response.header.get("A"), response.header.values("a")) == ("1", ["1", "2"])
    assert response.header.get("B", "none") == "none"


def test_a_body_ends_after_its_length_and_another_answer_may_follow() -> None:
    response, wire = answer(
        OK + b"Content-Length: 5\r\n\r\nhello", OK + b"Content-Length: 0\r\n\r\n"
    )

    assert (response.complete, response.read(), response.complete) == (False, b"hello", True)
    assert wire.is_free()
    ask(wire)
    assert read_response(wire).complete


def test_chunks_are_joined_and_trailers_passed_over() -> None:
    head = OK + b"Transfer-Encoding: Chunked\r\n\r\n"

    response, wire = answer(head, b"3;x=y\r\nabc\r\nA\r\n0123456789\r\n", b"0\r\nT: 1\r\n\r\n")

    assert (response.read(4), response.read1(2), response.read()) == (b"abc0", b"12", b"3456789")
    assert response.complete
    assert wire.is_free()


def test_what_has_arrived_is_given_without_waiting_for_more() -> None:
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"

    response, _ = answer(head, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n")

    assert [response.read1(100) for _ in range(3)] == [b"abc", b"de", b""]


def test_a_body_of_unknown_length_ends_with_the_connection() -> None:
    response, wire = answer(b"HTTP/1.0 200 OK\r\n\r\nto", b" the end")

    assert response.read(1) + response.read() == b"to the end"
    assert response.complete
    assert not wire.is_free()


@pytest.mark.parametrize(
    ("method", "head"),
    [
        pytest.param("HEAD", OK + b"Content-Length: 5\r\n\r\n", id="asked for the head"),
        pytest.param("GET", b"HTTP/1.1 204 No Content\r\n\r\n", id="no content"),
        pytest.param("GET", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", id="known"),
        pytest.param("GET", OK + b"Content-Length: 0\r\n\r\n", id="empty"),
    ],
)
def test_some_answers_have_no_body(method: str, head: bytes) -> None:
    response, wire = answer(head, method=method)

    assert (response.complete, response.read()) == (True, b"")
    assert wire.is_free()


def test_an_answer_that_says_wait_is_followed_by_the_real_one() -> None:
    response, _ = answer(b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\n!")

    assert (response.status, response.read()) == (200, b"!")


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(OK + b"Connection: Close\r\nContent-Length: 1\r\n\r\n!", id="says so"),
        pytest.param(b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n!", id="old"),
    ],
)
def test_some_connections_serve_once(head: bytes) -> None:
    response, wire = answer(head)

    assert (response.read(), response.complete) == (b"!", True)
    assert not wire.is_free()


def test_an_answer_that_was_given_up_blocks_the_connection() -> None:
    response, wire = answer(OK + b"Content-Length: 50\r\n\r\nhello")

    response.close()

    assert response.read() == b""
    assert not wire.is_free()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\x15\x03\x01\r\n", r'malformed HTTP response "\x15\x03\x01"', id="tls"),
        pytest.param(b"hello\r\n\r\n", 'malformed HTTP response "hello"', id="no version"),
        pytest.param(b"HTTX/1.1 200 OK\r\n\r\n", 'malformed HTTP version "HTTX/1.1"', id="version"),
        pytest.param(b"it is no HTTP\r\n", 'malformed HTTP status code "is"', id="words"),
        pytest.param(b"HTTP/1.1 2000 OK\r\n\r\n", 'status code "2000"', id="four digits"),
        pytest.param(b"HTTP/1.1 20", 'malformed HTTP status code "20"', id="cut off"),
        pytest.param(b"HTTP/1.1 abc\r\n\r\n", 'malformed HTTP status code "abc"', id="letters"),
        pytest.param(OK + b"a b\r\n\r\n", "malformed MIME header line", id="no colon"),
        pytest.param(
            OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "conflicting Content-Length headers",
            id="two lengths",
        ),
        pytest.param(OK + b"Content-Length: -1\r\n\r\n", "bad Content-Length", id="length"),
    ],
)
def test_a_wrong_head_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(GoError) as caught:
        answer(data)

    assert message in str(caught.value)


def test_a_head_without_an_end_is_refused() -> None:
    with pytest.raises(GoError):
        answer(*[OK, *[b"A: " + b"b" * (1 << 20) + b"\r\n"] * 12])


def test_a_status_that_comes_in_pieces_is_told_in_full() -> None:
    with pytest.raises(GoError, match=r'^malformed HTTP status code "abcd"$'):
        answer(b"HTTP/1.1 a", b"bc", b"d\r\n", b"A: b\r\n\r\n")


def test_nothing_at_all_is_told_apart() -> None:
    with pytest.raises(HungUp, match=r"^EOF$"):
        answer(b"")


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(b"Content-Length: 9\r\n\r\nhalf", id="length"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n9\r\nhalf", id="chunk"),
        pytest.param(b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n", id="between chunks"),
    ],
)
def test_a_body_that_is_cut_off_is_an_error(rest: bytes) -> None:
    response, _ = answer(OK + rest)

    with pytest.raises(UnexpectedEOF):
        response.read()


@pytest.mark.parametrize("line", [b"zz", b"", b"0x1", b"-1"], ids=["letters", "none", "0x", "sign"])
def test_a_chunk_without_a_length_is_an_error(line: bytes) -> None:
    response, _ = answer(OK + b"Transfer-Encoding: chunked\r\n\r\n" + line + b"\r\nx\r\n")

    with pytest.raises(GoError, match="illegal chunk header"):
        response.read()


def test_a_stream_is_sent_in_chunks() -> None:
    wire = Wire(Pieces())
    fields = [("Host", "docker"), ("Transfer-Encoding", "chunked")]

    _head, *pieces = write_request(wire, "POST", "/", fields, io.BytesIO(b"a" * 32768 + b"b"))

    assert pieces == [b"8000\r\n" + b"a" * 32768 + b"\r\n", b"1\r\nb\r\n", b"0\r\n\r\n"]
