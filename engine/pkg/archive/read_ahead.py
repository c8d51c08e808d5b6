"""A stream that is read before somebody asks for it, so that two processors have something to do.

Go starts `unpigz`, which is a process of its own, to the same end; here a thread decompresses
while another unpacks, for zlib works without the interpreter's lock.

Go: pkg/archive/archive.go cmdStream
"""

from __future__ import annotations

import queue
import threading

from engine.golang.io import Readable

_CHUNK = 1 << 18
# One megabyte: enough that neither side waits for the other.
_AHEAD = 4


class ReadAhead:
    """Reads ``source`` in a thread; what that raises is raised where it would have been read.

    The caller closes it. The thread has ended then, and with it the last read of the source.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._queue: queue.Queue[bytes | Exception] = queue.Queue(_AHEAD)
        self._piece = b""
        self._offset = 0
        self._error: Exception | None = None
        self._ended = False
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="read-ahead", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            while not self._closed.is_set():
                piece = self._source.read(_CHUNK)
                self._queue.put(piece)
                if not piece:
                    return
        except Exception as error:
            self._queue.put(error)

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""
        if not self._ended and self._offset == len(self._piece):
            self._next()
        if self._error is not None:
            raise self._error
        end = None if size < 0 else self._offset + size
        piece = self._piece[self._offset : end]
        self._offset += len(piece)
        return piece

    def _next(self) -> None:
        found = self._queue.get()
        self._offset = 0
        if isinstance(found, Exception):
            self._piece, self._error = b"", found
        else:
            self._piece = found
        self._ended = not self._piece

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()
        while self._thread.is_alive():
            # Makes room for what the thread still has in its hands.
            try:
                self._queue.get(timeout=0.01)
            except queue.Empty:
                continue
        self._thread.join()
