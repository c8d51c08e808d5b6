"""What a command line leaves behind, and how to run one.

The functions themselves are fixtures, in tests/cli/conftest.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Said(NamedTuple):
    """What a command line left: its status and what it printed."""

    status: int
    out: str
    err: str


Docker = Callable[..., Said]


class SnapshotLike(Protocol):
    """The fixture of pytest-snapshot, which comes without types."""

    def assert_match(self, value: str, snapshot_name: str) -> None:
        """Compare ``value`` with what was recorded."""
