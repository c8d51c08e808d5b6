"""Digests that are found by the start of their hex digits.

Go: vendor/github.com/docker/distribution/digestset/set.go
"""

from __future__ import annotations

import threading
from bisect import bisect_left, insort

from engine.golang.errors import GoError
from engine.vendor.opencontainers import go_digest


class DigestNotFound(GoError):
    """No digest of the set matches.

    Go: ErrDigestNotFound
    """

    def __init__(self) -> None:
        super().__init__("digest not found")


class DigestAmbiguous(GoError):
    """More than one digest of the set matches.

    Go: ErrDigestAmbiguous
    """

    def __init__(self) -> None:
        super().__init__("ambiguous digest string")


class Set:
    """A sorted set of digests.

    Go: Set
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[tuple[str, str]] = []

    def lookup(self, term: str) -> str:
        """Return the one digest that ``term`` is, or the start of whose hex digits it is.

        Raises:
            DigestNotFound: none matches.
            DigestAmbiguous: several do.

        Go: Set.Lookup
        """
        with self._lock:
            algorithm, encoded = _split(term)
            at = bisect_left(self._entries, (encoded, algorithm))
            if not self._matches(at, algorithm, encoded):
                raise DigestNotFound
            found, found_algorithm = self._entries[at]
            if (found, found_algorithm) != (encoded, algorithm) and self._matches(
                at + 1, algorithm, encoded
            ):
                raise DigestAmbiguous
            return f"{found_algorithm}:{found}"

    def _matches(self, at: int, algorithm: str, encoded: str) -> bool:
        """Go: checkShortMatch."""
        if at >= len(self._entries):
            return False
        found, found_algorithm = self._entries[at]
        return found.startswith(encoded) and algorithm in ("", found_algorithm)

    def add(self, digest: str) -> None:
        """Add a digest; one that is there already is no error.

        Raises:
            DigestError: it is no digest.

        Go: Set.Add
        """
        go_digest.validate(digest)
        entry = _entry(digest)
        with self._lock:
            at = bisect_left(self._entries, entry)
            if self._entries[at : at + 1] != [entry]:
                insort(self._entries, entry)

    def remove(self, digest: str) -> None:
        """Remove a digest; one that is not there is no error.

        Raises:
            DigestError: it is no digest.

        Go: Set.Remove
        """
        go_digest.validate(digest)
        entry = _entry(digest)
        with self._lock:
            at = bisect_left(self._entries, entry)
            if self._entries[at : at + 1] == [entry]:
                del self._entries[at]


def _split(term: str) -> tuple[str, str]:
    """Return algorithm and digits; ``sha256:c7`` has both, though it is too short for a digest."""
    try:
        go_digest.validate(term)
    except go_digest.DigestInvalidFormat:
        return "", term
    except go_digest.DigestError:
        pass
    return go_digest.algorithm(term), go_digest.encoded(term)


def _entry(digest: str) -> tuple[str, str]:
    return go_digest.encoded(digest), go_digest.algorithm(digest)
