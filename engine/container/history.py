"""Containers in the order of their making.

Go: container/history.go
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.golang import times

if TYPE_CHECKING:
    from engine.container.container import Container


def history(containers: Iterable[Container]) -> list[Container]:
    """Return the containers, the newest first.

    Go: History.sort
    """
    return sorted(containers, key=lambda ctr: times.unix_nano(ctr.created), reverse=True)
