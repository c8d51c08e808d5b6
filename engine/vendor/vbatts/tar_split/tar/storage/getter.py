"""Where the content of an archive's files comes from, and how it is summed.

Go: vendor/github.com/vbatts/tar-split/tar/storage/getter.go
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Protocol

from engine.golang.filepath import join
from engine.golang.root import Root


class FileGetter(Protocol):
    """Opens files by the names they have in the archive.

    Go: FileGetter
    """

    def get(self, filename: str) -> BinaryIO:
        """Return the open file; the caller closes it."""


class FilePutter(Protocol):
    """Takes the files' content as it passes.

    Go: FilePutter
    """

    def put(self, filename: str, content: Iterable[bytes]) -> Iterable[bytes]:
        """Pass the pieces of one file on while taking them."""


class Checksum:
    """The CRC-64 (ISO polynomial) that tells later whether a file is still the same.

    Go: CRCTable
    """

    def __init__(self) -> None:
        from fastcrc.crc64 import go_iso

        self._go_iso = go_iso
        self._sum = 0

    def update(self, data: bytes) -> None:
        """Go on with more of the file."""
        self._sum = self._go_iso(data, self._sum)

    def digest(self) -> bytes:
        """Return the sum as eight bytes, highest first."""
        return self._sum.to_bytes(8, "big")


def new_path_file_getter(root: str) -> FileGetter:
    """Return a getter for files below ``root``.

    Go: NewPathFileGetter
    """
    return _PathFileGetter(root)


def new_discard_file_putter() -> FilePutter:
    """Return a putter that keeps nothing.

    Go: NewDiscardFilePutter
    """
    return _BitBucketFilePutter()


class _PathFileGetter:
    """Opens files by the way the archive named them, links inside ``root`` only.

    Differs from Go, which follows an absolute link of the layer to a file of the host.
    """

    def __init__(self, root: str) -> None:
        self._root = Root(root)

    def get(self, filename: str) -> BinaryIO:
        """Open ``filename`` below the root.

        Raises:
            OSError: it is gone, or a link now.

        Go: pathFileGetter.Get
        """
        return self._root.open(join("/", filename).lstrip("/"))


class _BitBucketFilePutter:
    def put(self, filename: str, content: Iterable[bytes]) -> Iterable[bytes]:
        """Pass everything on.

        Go: bitBucketFilePutter.Put
        """
        del filename
        return content
