"""Files that appear whole or not at all, one by one or as a set.

Go: pkg/ioutils/fswriters.go
"""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from engine.golang.errors import os_error, path_error
from engine.golang.filesystem import remove_all, temp_dir, temp_file


class AtomicFileWriter:
    """Writes to a temporary file that ``close`` moves into place.

    As a context manager it closes itself; after an exception the temporary file goes and the
    destination stays as it was.

    Go: atomicFileWriter
    """

    def __init__(self, fd: int, temporary: str, filename: str, perm: int) -> None:
        self._fd = fd
        self._temporary = temporary
        self._filename = filename
        self._perm = perm
        self._failed = False

    def write(self, data: bytes) -> int:
        """Append ``data``; return its length.

        Raises:
            GoPathError: the disk is full, or the like; ``close`` will move nothing.

        Go: atomicFileWriter.Write
        """
        left = memoryview(data)
        try:
            while left:
                left = left[os.write(self._fd, left) :]
        except OSError as error:
            self._failed = True
            raise path_error("write", self._temporary, error) from error
        return len(data)

    def close(self) -> None:
        """Sync, set the mode, and move the file into place, or remove it if a write failed.

        Raises:
            GoPathError: the host refused; the temporary file is gone.

        Go: atomicFileWriter.Close
        """
        op = "sync"
        try:
            try:
                os.fsync(self._fd)
            finally:
                os.close(self._fd)
            op = "chmod"
            os.chmod(self._temporary, self._perm)
            op = f"rename {self._temporary}"
            if not self._failed:
                os.rename(self._temporary, self._filename)
        except OSError as error:
            self._failed = True
            path = self._filename if op.startswith("rename") else self._temporary
            raise path_error(op, path, error) from error
        finally:
            if self._failed:
                remove_all(self._temporary)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._failed = self._failed or error is not None
        self.close()


def new_atomic_file_writer(filename: str, perm: int) -> AtomicFileWriter:
    """Open a writer for ``filename``; until it is closed the data are in `.tmp-NAMErandom`.

    The mode is exactly ``perm``, whatever the umask.

    Raises:
        GoPathError: the directory is missing or refuses.

    Go: NewAtomicFileWriter
    """
    filename = os.path.abspath(filename)
    directory, base = os.path.split(filename)
    fd, temporary = temp_file(directory, ".tmp-" + base)
    return AtomicFileWriter(fd, temporary, filename, perm)


def atomic_write_file(filename: str, data: bytes, perm: int) -> None:
    """Replace ``filename`` by ``data`` in one step, mode exactly ``perm``.

    Raises:
        GoPathError: the host refused; an old file is as it was.

    Go: AtomicWriteFile
    """
    with new_atomic_file_writer(filename, perm) as writer:
        writer.write(data)


class AtomicWriteSet:
    """Files written to a directory of their own, `write-set-*`, that ``commit`` moves into place.

    Go: AtomicWriteSet
    """

    def __init__(self, tmp_dir: str) -> None:
        self.root = temp_dir(tmp_dir, "write-set-")

    def __str__(self) -> str:
        return self.root

    def write_file(self, filename: str, data: bytes, perm: int) -> None:
        """Add a whole file, synced, mode ``perm`` minus the umask.

        Raises:
            GoPathError: the host refused.

        Go: AtomicWriteSet.WriteFile
        """
        with self.file_writer(filename, perm) as file:
            file.write(data)

    def file_writer(self, name: str, perm: int) -> SyncFileCloser:
        """Add a file to be written bit by bit; close it before the commit.

        Raises:
            GoPathError: the host refused.

        Go: AtomicWriteSet.FileWriter
        """
        path = os.path.join(self.root, name)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        try:
            return SyncFileCloser(os.open(path, flags, perm), path)
        except OSError as error:
            raise path_error("open", path, error) from error

    def cancel(self) -> None:
        """Throw the files away.

        Raises:
            GoPathError: something stays.

        Go: AtomicWriteSet.Cancel
        """
        remove_all(self.root)

    def commit(self, target: str) -> None:
        """Move the directory to ``target``, whose parent exists and which does not itself.

        Raises:
            GoPathError: the host refused.

        Go: AtomicWriteSet.Commit
        """
        try:
            os.rename(self.root, target)
        except OSError as error:
            raise path_error(f"rename {self.root}", target, error) from error


class SyncFileCloser:
    """A file to write that is on disk once it is closed.

    Go: syncFileCloser
    """

    def __init__(self, fd: int, path: str) -> None:
        self._file = os.fdopen(fd, "wb")
        self._path = path

    def write(self, data: bytes) -> int:
        """Append ``data``; return its length.

        Raises:
            GoPathError: the disk is full, or the like.
        """
        with os_error("write", self._path):
            return self._file.write(data)

    def flush(self) -> None:
        """Hand what is buffered to the kernel.

        Raises:
            GoPathError: the disk is full, or the like.
        """
        with os_error("write", self._path):
            self._file.flush()

    def close(self) -> None:
        """Sync and close; doing it again is harmless.

        Raises:
            GoPathError: the disk is full, or the like.

        Go: syncFileCloser.Close
        """
        if self._file.closed:
            return
        with os_error("write", self._path):
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            finally:
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
