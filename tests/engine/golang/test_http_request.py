"""Requests as they are written."""

from __future__ import annotations

import io

import pytest

from engine.golang.errors import GoError
from engine.golang.http_request import canonical_header_key, check_fields, write_request


def test_head_and_body_leave_together() -> None:
    pieces = list(write_request("POST", "/x?a=b", [("Host", "docker"), ("A", "ü")], b"body"))

    assert pieces == ["POST /x?a=b HTTP/1.1\r\nHost: docker\r\nA: ü\r\n\r\nbody".encode()]


def test_bytes_that_are_no_utf_8_leave_as_they_are() -> None:
    (piece,) = write_request("GET", "/", [("A", b"\xff".decode("utf-8", "surrogateescape"))], None)

    assert piece == b"GET / HTTP/1.1\r\nA: \xff\r\n\r\n"


def test_a_stream_goes_in_chunks() -> None:
    stream = io.BytesIO(b"a" * 32768 + b"b")

    _head, *pieces = write_request("POST", "/", [], stream)

    assert pieces == [b"8000\r\n" + b"a" * 32768 + b"\r\n", b"1\r\nb\r\n", b"0\r\n\r\n"]


@pytest.mark.parametrize(
    ("name", "spelled"),
    [("x-meta", "X-Meta"), ("CONTENT-type", "Content-Type"), ("x meta", "x meta")],
    ids=["lower", "upper", "none"],
)
def test_a_name_is_spelled_as_go_does(name: str, spelled: str) -> None:
    assert canonical_header_key(name) == spelled


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("X A", "b", 'net/http: invalid header field name "X A"', id="blank"),
        pytest.param("", "b", 'net/http: invalid header field name ""', id="none"),
        pytest.param("X", "a\nb", 'net/http: invalid header field value for "X"', id="line"),
        pytest.param("X", "\x7f", 'net/http: invalid header field value for "X"', id="delete"),
    ],
)
def test_a_header_that_would_not_stay_a_line_is_refused(
    name: str, value: str, message: str
) -> None:
    with pytest.raises(GoError) as caught:
        check_fields([("A", "a\tb ü"), (name, value)])

    assert str(caught.value) == message
