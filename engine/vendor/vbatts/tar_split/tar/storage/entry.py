"""One line of a layer's ``tar-split.json``.

Go: vendor/github.com/vbatts/tar-split/tar/storage/entry.go
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Type(IntEnum):
    """What stands at this place of the archive.

    Go: Type
    """

    FILE = 1
    SEGMENT = 2


@dataclass(slots=True)
class Entry:
    """A file's content (its name, size and CRC-64), or bytes that are no file's content.

    A name that is no UTF-8 keeps its bytes as surrogate escapes.

    Go: Entry
    """

    type: Type
    payload: bytes | None
    name: str = ""
    size: int = 0
    position: int = 0
