"""A layer being written down: all its facts appear at once, or none.

Go: layer/filestore.go
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from engine.golang.filesystem import mkdir_all
from engine.layer.layer import ChainID, DiffID
from engine.pkg import ioutils

if TYPE_CHECKING:
    from engine.layer.filestore import FileMetadataStore

_log = logging.getLogger(__name__)


class FileMetadataTransaction:
    """A layer that is being written down; nobody sees it before ``commit``.

    Go: fileMetadataTransaction
    """

    def __init__(self, store: FileMetadataStore, write_set: ioutils.AtomicWriteSet) -> None:
        self._store = store
        self._ws = write_set

    def __str__(self) -> str:
        return str(self._ws)

    def set_size(self, size: int) -> None:
        """Write `size`, 0644.

        Go: fileMetadataTransaction.SetSize
        """
        self._ws.write_file("size", b"%d" % size, 0o644)

    def set_parent(self, parent: ChainID) -> None:
        """Write `parent`, 0644.

        Go: fileMetadataTransaction.SetParent
        """
        self._ws.write_file("parent", parent.encode(), 0o644)

    def set_diff_id(self, diff: DiffID) -> None:
        """Write `diff`, 0644.

        Go: fileMetadataTransaction.SetDiffID
        """
        self._ws.write_file("diff", diff.encode(), 0o644)

    def set_cache_id(self, cache_id: str) -> None:
        """Write `cache-id`, 0644.

        Go: fileMetadataTransaction.SetCacheID
        """
        self._ws.write_file("cache-id", cache_id.encode(), 0o644)

    def tar_split_writer(self) -> TarSplitWriter:
        """Open `tar-split.json.gz`, 0644.

        Raises:
            GoPathError: the host refused.

        Go: fileMetadataTransaction.TarSplitWriter
        """
        return TarSplitWriter(self._ws.file_writer("tar-split.json.gz", 0o644))

    def commit(self, layer: ChainID) -> None:
        """Move all to `sha256/CHAIN`, 0700.

        Raises:
            GoPathError: the host refused, or somebody was faster.

        Go: fileMetadataTransaction.Commit
        """
        target = self._store.get_layer_directory(layer)
        mkdir_all(os.path.dirname(target), 0o755)
        self._ws.commit(target)

    def cancel(self) -> None:
        """Throw all away.

        Raises:
            GoPathError: something stays.

        Go: fileMetadataTransaction.Cancel
        """
        self._ws.cancel()


class TarSplitWriter:
    """Compresses what is written, into a file that is on disk once this is closed.

    Lines are short: a few hundred of them are compressed in one go. As a context manager it
    closes itself; what fails then does not hide why the block failed.
    """

    ENOUGH = 1 << 16

    def __init__(self, file: ioutils.SyncFileCloser) -> None:
        import gzip

        self._file = file
        # Without time and name, as Go's writer; the level is the one that Go takes for 0.
        self._gzip = gzip.GzipFile("", "wb", 6, cast(BinaryIO, file), 0)
        self._lines: list[bytes] = []
        self._waiting = 0

    def write(self, data: bytes, /) -> int:
        """Take ``data``."""
        self._lines.append(data)
        self._waiting += len(data)
        if self._waiting >= self.ENOUGH:
            self._compress()
        return len(data)

    def _compress(self) -> None:
        data = b"".join(self._lines)
        self._lines.clear()
        self._waiting = 0
        self._gzip.write(data)

    def close(self) -> None:
        """Write the rest, sync and close."""
        try:
            self._compress()
            self._gzip.close()
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, failure: BaseException | None, __: object) -> None:
        try:
            self.close()
        except OSError as error:
            if failure is None:
                raise
            _log.error("closing tar-split.json.gz: %s", error)
