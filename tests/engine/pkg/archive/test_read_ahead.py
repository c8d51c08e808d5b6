"""A stream that is read ahead gives the same bytes, and ends the same way."""

from __future__ import annotations

import io
import threading
import time
from contextlib import closing

import pytest

from engine.golang.errors import GoError
from engine.pkg.archive.read_ahead import ReadAhead


class Source:
    """Gives pieces; an exception among them is raised."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self._pieces = list(pieces)
        self.reads = 0

    def read(self, size: int, /) -> bytes:
        self.reads += 1
        if not self._pieces:
            return b""
        piece = self._pieces.pop(0)
        if isinstance(piece, Exception):
            raise piece
        return piece


def alive() -> bool:
    return any(one.name == "read-ahead" for one in threading.enumerate())


@pytest.mark.parametrize("size", [1, 7, 1000, -1])
def test_the_bytes_are_the_same(size: int) -> None:
    content = bytes(range(256)) * 20

    with closing(ReadAhead(io.BytesIO(content))) as stream:
        found = b"".join(iter(lambda: stream.read(size), b""))

    assert found == content


def test_the_end_stays_the_end() -> None:
    with closing(ReadAhead(Source(b"a"))) as stream:
        said = [stream.read(9) for _ in range(4)]

    assert said == [b"a", b"", b"", b""]


def test_an_error_comes_after_the_bytes_before_it_and_stays() -> None:
    with closing(ReadAhead(Source(b"ab", GoError("broken")))) as stream:
        before = [stream.read(1), stream.read(5)]

        for _ in range(2):
            with pytest.raises(GoError, match="broken"):
                stream.read(1)

    assert before == [b"a", b"b"]


def test_no_more_is_read_ahead_than_fits() -> None:
    source = Source(*[bytes(1000)] * 1000)
    with closing(ReadAhead(source)) as stream:
        stream.read(1)
        time.sleep(0.1)

        assert source.reads < 30


def test_closing_in_the_middle_ends_the_thread() -> None:
    stream = ReadAhead(Source(*[bytes(1000)] * 1000))
    stream.read(1)

    stream.close()

    assert not alive()
