"""An index that finds an ID by any beginning of it that no other ID shares.

Go: pkg/truncindex/truncindex.go
"""

from __future__ import annotations

import bisect
import threading
from collections.abc import Callable, Iterable

from engine.golang.errors import GoError

ERR_EMPTY_PREFIX = "Prefix can't be empty"
ERR_ILLEGAL_CHAR = "illegal character: ' '"
ERR_NOT_EXIST = "ID does not exist"


class NotExist(GoError):
    """No ID starts like that.

    Go: ErrNotExist
    """

    def __init__(self) -> None:
        super().__init__(ERR_NOT_EXIST)


class AmbiguousPrefix(GoError):
    """More than one ID starts like that.

    Go: ErrAmbiguousPrefix
    """

    def __init__(self, prefix: str) -> None:
        super().__init__(f"Multiple IDs found with provided prefix: {prefix}")


class TruncIndex:
    """A sorted list of IDs: the ones that share a beginning stand side by side.

    Go keeps a Patricia trie; a sorted list answers the same questions in the same time class.

    Go: TruncIndex
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._lock = threading.Lock()
        self._ids: list[str] = []
        for id in ids:
            self._add_id(id)

    def _add_id(self, id: str) -> None:
        if " " in id:
            raise GoError(ERR_ILLEGAL_CHAR)
        if not id:
            raise GoError(ERR_EMPTY_PREFIX)
        place = bisect.bisect_left(self._ids, id)
        if place < len(self._ids) and self._ids[place] == id:
            raise GoError(f"id already exists: '{id}'")
        self._ids.insert(place, id)

    def add(self, id: str) -> None:
        """Add ``id``.

        Raises:
            GoError: it is empty, holds a space, or is there already.

        Go: TruncIndex.Add
        """
        with self._lock:
            self._add_id(id)

    def delete(self, id: str) -> None:
        """Take ``id`` out; a beginning of it is not enough.

        Raises:
            GoError: it is not there.

        Go: TruncIndex.Delete
        """
        with self._lock:
            place = bisect.bisect_left(self._ids, id)
            if not id or place == len(self._ids) or self._ids[place] != id:
                raise GoError(f"no such id: '{id}'")
            del self._ids[place]

    def get(self, prefix: str) -> str:
        """Return the only ID that starts with ``prefix``.

        An ID that is itself the beginning of another is ambiguous, as in Go.

        Raises:
            NotExist: no ID does.
            AmbiguousPrefix: more than one does.
            GoError: the prefix is empty.

        Go: TruncIndex.Get
        """
        if not prefix:
            raise GoError(ERR_EMPTY_PREFIX)
        with self._lock:
            place = bisect.bisect_left(self._ids, prefix)
            found = [id for id in self._ids[place : place + 2] if id.startswith(prefix)]
        if not found:
            raise NotExist
        if len(found) > 1:
            raise AmbiguousPrefix(prefix)
        return found[0]

    def iterate(self, handler: Callable[[str], object]) -> None:
        """Call ``handler`` with every ID, in order; it must not call back into the index.

        Go: TruncIndex.Iterate
        """
        with self._lock:
            for id in self._ids:
                handler(id)
