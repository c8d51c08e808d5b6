"""Compare API versions such as ``1.41``.

Go: api/types/versions/compare.go
"""

from __future__ import annotations

from itertools import zip_longest


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def compare(version: str, other: str) -> int:
    """Return -1, 0 or 1; a part that is missing or no number counts as 0.

    Go: compare
    """
    for left, right in zip_longest(version.split("."), other.split("."), fillvalue="0"):
        if _number(left) != _number(right):
            return 1 if _number(left) > _number(right) else -1
    return 0


def less_than(version: str, other: str) -> bool:
    """Say whether ``version`` is older than ``other``.

    Go: LessThan
    """
    return compare(version, other) < 0


def less_than_or_equal_to(version: str, other: str) -> bool:
    """Say whether ``version`` is not newer than ``other``.

    Go: LessThanOrEqualTo
    """
    return compare(version, other) <= 0


def greater_than(version: str, other: str) -> bool:
    """Say whether ``version`` is newer than ``other``.

    Go: GreaterThan
    """
    return compare(version, other) > 0


def greater_than_or_equal_to(version: str, other: str) -> bool:
    """Say whether ``version`` is not older than ``other``.

    Go: GreaterThanOrEqualTo
    """
    return compare(version, other) >= 0


def equal(version: str, other: str) -> bool:
    """Say whether both name the same version.

    Go: Equal
    """
    return compare(version, other) == 0
