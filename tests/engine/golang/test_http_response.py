"""Answers as they come in: whole, in pieces, and wrong. Errors are those of the stock client."""

from __future__ import annotations

import io

import pytest

from engine.golang.errors import GoError
from engine.golang.http_response import HungUp, Response, read_response
from engine.golang.io import UnexpectedEOF

OK = b"HTTP/1.1 200 OK\r\n"


def answer(data: bytes, method: str = "GET") -> tuple[Response, io.BytesIO]:
    """Return the answer in ``data``, and the connection that it is read from."""
    source = io.BytesIO(data)
    return read_response(source, method), source


def test_the_head_is_taken_apart() -> None:
    response, _ = answer(b"HTTP/1.1 201 Made it\r\nA: 1\r\na:\t2 \r\nLong: x\r\n  y\r\n\r\n")

    assert (response.version, response.status, response.reason) == ("HTTP/1.1", 201, "Made it")
    assert list(response.header.items()) == [("A", "1"), ("a", "2"), ("Long", "x y")]
    assert (response.header.get("A"), response.header.values("a")) == ("1", ["1", "2"])
    assert response.header.get("B", "none") == "none"


def test_lines_may_end_without_a_carriage_return() -> None:
    response, _ = answer(b"HTTP/1.1 200\nContent-Length: 2\n\nhi")

    assert (response.status, response.reason, response.read()) == (200, "", b"hi")


def test_a_body_ends_after_its_length_and_leaves_the_next_answer_alone() -> None:
    response, source = answer(OK + b"Content-Length: 5\r\n\r\nhello" + OK)

    assert (response.complete, response.read(), response.complete) == (False, b"hello", True)
    assert response.keep_alive
    assert source.read() == OK


def test_chunks_are_joined_and_trailers_passed_over() -> None:
    head = OK + b"Transfer-Encoding: Chunked\r\nContent-Length: 3\r\n\r\n"

    response, source = answer(head + b"3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: 1\r\n\r\n" + OK)

    assert (response.read(4), response.read1(2), response.read()) == (b"abc0", b"12", b"3456789")
    assert (response.complete, response.keep_alive, source.read()) == (True, True, OK)


def test_what_has_arrived_is_given_without_waiting_for_more() -> None:
    response, _ = answer(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    assert [response.read1(100) for _ in range(3)] == [b"abc", b"de", b""]


def test_a_body_of_unknown_length_ends_with_the_connection() -> None:
    response, _ = answer(b"HTTP/1.0 200 OK\r\n\r\nto the end")

    assert response.read(2) + response.read() == b"to the end"
    assert (response.complete, response.keep_alive) == (True, False)


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
    response, source = answer(head + OK, method)

    assert (response.complete, response.keep_alive, response.read()) == (True, True, b"")
    assert source.read() == OK


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
    response, _ = answer(head)

    assert (response.read(), response.complete, response.keep_alive) == (b"!", True, False)


def test_an_answer_that_was_given_up_blocks_the_connection() -> None:
    response, _ = answer(OK + b"Content-Length: 5\r\n\r\nhello")

    response.close()

    assert (response.read(), response.keep_alive) == (b"", False)


def test_an_answer_that_was_read_does_not_block_the_connection() -> None:
    response, _ = answer(OK + b"Content-Length: 5\r\n\r\nhello")
    response.read()

    response.close()

    assert response.keep_alive


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\x15\x03\x01", r'malformed HTTP response "\x15\x03\x01"', id="tls"),
        pytest.param(b"hello\r\n", 'malformed HTTP response "hello"', id="no version"),
        pytest.param(b"HTTX/1.1 200 OK\r\n\r\n", 'malformed HTTP version "HTTX/1.1"', id="version"),
        pytest.param(b"HTTP/1.1 abc\r\n\r\n", 'malformed HTTP status code "abc"', id="letters"),
        pytest.param(b"HTTP/1.1 20", 'malformed HTTP status code "20"', id="two digits"),
        pytest.param(OK + b"A: b", "unexpected EOF", id="cut off"),
        pytest.param(
            OK + b"a b\r\n\r\n", 'malformed MIME header: missing colon: "a b"', id="no colon"
        ),
        pytest.param(
            OK + b" a: b\r\n\r\n", "malformed MIME header initial line:  a: b", id="blank"
        ),
        pytest.param(
            OK + b"A: b\r\n" * (2 << 20),
            "net/http: server response headers exceeded 10485760 bytes; aborted",
            id="too long",
        ),
        pytest.param(
            OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
            'http: message cannot contain multiple Content-Length headers; got ["1" "2"]',
            id="two lengths",
        ),
        pytest.param(OK + b"Content-Length: -1\r\n\r\n", 'bad Content-Length "-1"', id="length"),
        pytest.param(
            OK + b"Transfer-Encoding: gzip\r\n\r\n",
            'unsupported transfer encoding: "gzip"',
            id="coding",
        ),
    ],
)
def test_a_wrong_head_is_told_in_gos_words(data: bytes, message: str) -> None:
    with pytest.raises(GoError) as caught:
        answer(data)

    assert str(caught.value) == message


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

    with pytest.raises(GoError, match="invalid byte in chunk length"):
        response.read()
