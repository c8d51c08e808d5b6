"""Requests as they are written."""

from __future__ import annotations

import pytest

from engine.golang.errors import GoError
from engine.golang.http_request import canonical_header_key, check_fields, write_request
from engine.golang.http_response import Wire


class Silent:
    """A connection on which nothing arrives."""

    def recv(self, size: int, /) -> bytes:
        return b""


def test_head_and_body_leave_together() -> None:
    fields = [("Host", "docker"), ("Content-Length", "4"), ("A", "ü")]

    pieces = list(write_request(Wire(Silent()), "POST", "/x?a=b", fields, b"body"))

    head = "POST /x?a=b HTTP/1.1\r\nHost: docker\r\nContent-Length: 4\r\nA: ü\r\n\r\n"
    assert pieces == [head.encode() + b"body"]


def test_bytes_that_are_no_utf_8_leave_as_they_are() -> None:
    fields = [("Host", "docker"), ("A", b"\xff".decode("utf-8", "surrogateescape"))]

    (piece,) = write_request(Wire(Silent()), "GET", "/", fields, None)

    assert piece == b"GET / HTTP/1.1\r\nHost: docker\r\nA: \xff\r\n\r\n"


def test_a_path_with_a_blank_is_no_request() -> None:
    with pytest.raises(GoError, match="Illegal target"):
        list(write_request(Wire(Silent()), "GET", "/a b", [("Host", "docker")], None))


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
