"""JSON values one after another, read as they arrive.

Go: encoding/json Decoder
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Protocol, TypeVar

from engine.golang import struct_tags

T = TypeVar("T")
_BLOCK = 64 * 1024
_SPACE = " \t\r\n"


class Reader(Protocol):
    """A stream that gives what it has, without waiting for more.

    Go: io.Reader
    """

    def read1(self, size: int = ..., /) -> bytes:
        """Return what has arrived, at most ``size`` bytes; nothing at the end."""


class Decoder:
    """Reads values from a stream until it ends.

    Go: json.Decoder
    """

    def __init__(self, source: Reader) -> None:
        self._source = source
        self._text = ""
        self._bytes = codecs.getincrementaldecoder("utf-8")("replace")
        self._find_end = json.JSONDecoder(strict=False).raw_decode

    def values(self, cls: type[T]) -> Iterator[T]:
        """Return each value as a ``cls``, as soon as it is complete.

        Raises:
            JSONError: a value is cut off, or no JSON, or no ``cls``.

        Go: json.Decoder.Decode
        """
        while True:
            self._text = self._text.lstrip(_SPACE)
            end = self._end_of_value()
            if end is None:
                if self._refill():
                    continue
                if not self._text:
                    return
                end = len(self._text)
            value = struct_tags.decode(cls, self._text[:end])
            self._text = self._text[end:]
            yield value

    def _end_of_value(self) -> int | None:
        """Return where the first value ends, None if it is not complete.

        What is no JSON at all counts as not complete; `struct_tags.decode` finds the words for it
        when the stream has ended.
        """
        # All messages are objects, so what begins otherwise is a fault and can be told at once.
        if self._text and not self._text.startswith("{"):
            return len(self._text)
        try:
            return self._find_end(self._text)[1]
        except ValueError:
            return None

    def _refill(self) -> bool:
        block = self._source.read1(_BLOCK)
        self._text += self._bytes.decode(block, final=not block)
        return bool(block)
