"""What a tar archive says about one file, and what can be wrong with it.

Names are text in which bytes that are no UTF-8 stand as surrogate escapes, so that
``os.fsencode(name)`` gives back what the archive said. Times are nanoseconds since 1970.

Go: archive/tar
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.golang.errors import GoError

TYPE_REG = "0"
TYPE_REG_A = "\0"
TYPE_LINK = "1"
TYPE_SYMLINK = "2"
TYPE_CHAR = "3"
TYPE_BLOCK = "4"
TYPE_DIR = "5"
TYPE_FIFO = "6"
TYPE_X_HEADER = "x"
TYPE_X_GLOBAL_HEADER = "g"
TYPE_GNU_SPARSE = "S"
TYPE_GNU_LONG_NAME = "L"
TYPE_GNU_LONG_LINK = "K"

# Of these types no content follows the header, whatever size it states.
HEADER_ONLY = frozenset((TYPE_LINK, TYPE_SYMLINK, TYPE_CHAR, TYPE_BLOCK, TYPE_DIR, TYPE_FIFO))

XATTR_PREFIX = "SCHILY.xattr."
BLOCK_SIZE = 512


class HeaderError(GoError):
    """A header breaks the format.

    Go: ErrHeader
    """

    def __init__(self) -> None:
        super().__init__("archive/tar: invalid tar header")


class FieldTooLong(GoError):
    """An extended header is larger than anybody needs.

    Go: errFieldTooLong
    """

    def __init__(self) -> None:
        super().__init__("archive/tar: header field too long")


@dataclass(slots=True, kw_only=True)
class Header:
    """One entry of the archive.

    Go: Header
    """

    name: str = ""
    typeflag: str = TYPE_REG
    linkname: str = ""
    size: int = 0
    mode: int = 0
    uid: int = 0
    gid: int = 0
    uname: str = ""
    gname: str = ""
    mod_time: int = 0
    access_time: int | None = None
    change_time: int | None = None
    devmajor: int = 0
    devminor: int = 0
    xattrs: dict[str, bytes] = field(default_factory=dict)
    pax_records: dict[str, str] = field(default_factory=dict)


def text(data: bytes) -> str:
    """Return a name as text that keeps bytes which are no UTF-8."""
    return data.decode("utf-8", "surrogateescape")


def raw(name: str) -> bytes:
    """Return the bytes that ``text`` was given."""
    return name.encode("utf-8", "surrogateescape")
