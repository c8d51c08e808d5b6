"""One file, one writer: open, read, change.

Go: vendor/go.etcd.io/bbolt/db.go
"""

from __future__ import annotations

import fcntl
import mmap
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from engine.golang.errors import os_error
from engine.vendor.bbolt import meta as metas
from engine.vendor.bbolt.errors import BoltError, DatabaseNotOpenError, InvalidError, TimeoutError
from engine.vendor.bbolt.meta import Meta
from engine.vendor.bbolt.page import FREELIST_PAGE_FLAG, LEAF_PAGE_FLAG, Page
from engine.vendor.bbolt.tx import Tx

_FLOCK_RETRY = 0.05
_SMALLEST_PAGE = 0x1000


class DB:
    """An open bolt file, locked against other processes.

    Readers and the writer take turns here; bbolt lets them overlap.

    Go: DB
    """

    def __init__(self, fd: int, path: str, meta: Meta) -> None:
        self.path = path
        self._fd: int | None = fd
        self._meta = meta
        self._lock = threading.Lock()

    @contextmanager
    def view(self) -> Iterator[Tx]:
        """Read within one transaction.

        Raises:
            DatabaseNotOpenError: the file has been closed.

        Go: DB.View
        """
        with self._lock:
            yield Tx(self._open_fd(), self._meta, writable=False)

    @contextmanager
    def update(self) -> Iterator[Tx]:
        """Change things within one transaction; it counts as a whole, or not if the block raises.

        Raises:
            DatabaseNotOpenError: the file has been closed.
            OSError: the file could not be written; it holds what it held before.

        Go: DB.Update
        """
        with self._lock:
            tx = Tx(self._open_fd(), self._meta, writable=True)
            yield tx
            tx.commit()
            self._meta = tx.meta

    def close(self) -> None:
        """Let go of the file and of the lock on it.

        Go: DB.Close
        """
        with self._lock:
            if self._fd is not None:
                os.close(self._fd)
            self._fd = None

    def _open_fd(self) -> int:
        if self._fd is None:
            raise DatabaseNotOpenError
        return self._fd


def open_(path: str | os.PathLike[str], mode: int, *, timeout: float = 0) -> DB:
    """Open a bolt file, made with ``mode`` and four pages if there is none.

    With a ``timeout`` in seconds, waits no longer than that for another process to let go.

    Raises:
        TimeoutError: another process has the file open.
        BoltError: this is no bolt file, or a damaged one.
        OSError: the file cannot be opened.

    Go: Open
    """
    name = os.fspath(path)
    with os_error("open", name):
        fd = os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    try:
        _flock(fd, timeout)
        if os.fstat(fd).st_size == 0:
            _init(fd)
        return DB(fd, name, _read_meta(fd))
    except BaseException:
        os.close(fd)
        raise


def _flock(fd: int, timeout: float) -> None:
    """Lock the file, so that no two writers ever meet.

    Go: bolt_unix.go flock
    """
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if timeout and time.monotonic() - started > timeout - _FLOCK_RETRY:
                raise TimeoutError from None
            time.sleep(_FLOCK_RETRY)


def _init(fd: int) -> None:
    """Write two metas, an empty freelist and an empty leaf.

    Go: DB.init
    """
    size = mmap.PAGESIZE
    pages = [
        Meta(metas.MAGIC, metas.VERSION, size, 0, 3, 0, 2, 4, txid).write() for txid in range(2)
    ]
    pages.append(Page(2, FREELIST_PAGE_FLAG, 0, 0).write().ljust(size, b"\0"))
    pages.append(Page(3, LEAF_PAGE_FLAG, 0, 0).write().ljust(size, b"\0"))
    os.pwrite(fd, b"".join(pages), 0)
    os.fdatasync(fd)


def _read_meta(fd: int) -> Meta:
    """Return the newest meta, with the page size that the file was made with.

    Go: DB.mmap
    """
    first = os.pread(fd, _SMALLEST_PAGE, 0)
    if len(first) < _SMALLEST_PAGE:
        raise InvalidError
    try:
        page_size = Meta.read(first).page_size
    except BoltError:
        page_size = mmap.PAGESIZE
    if os.fstat(fd).st_size < page_size * 2:
        raise BoltError("file size too small")
    return metas.latest((first, os.pread(fd, page_size, page_size)))
