"""A tar reader that also keeps what is no file content, so that an archive can be rebuilt.

Go forked all of archive/tar for this; here the reader has a place to listen.

Go: vendor/github.com/vbatts/tar-split/archive/tar/reader.go
"""

from __future__ import annotations

from engine.golang import tar
from engine.golang.io import Readable


class Reader(tar.Reader):
    """Reads entries, and collects headers and padding on the way.

    Go: Reader
    """

    def __init__(self, stream: Readable) -> None:
        super().__init__(stream)
        self._raw: list[bytes] = []

    def raw_bytes(self) -> bytes:
        """Return the bytes since the last call that belong to no file, and forget them.

        Go: Reader.RawBytes
        """
        data = b"".join(self._raw)
        self._raw.clear()
        return data

    def _account(self, data: bytes) -> None:
        self._raw.append(data)
