"""How far a transfer is.

Go: pkg/progress/progress.go
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A message, or an action with how much of it is done; counts are bytes unless ``units``.

    Go: Progress
    """

    id: str = ""
    message: str = ""
    action: str = ""
    current: int = 0
    total: int = 0
    hide_counts: bool = False
    units: str = ""
    aux: object = None
    last_update: bool = False


class Output(Protocol):
    """Takes progress.

    Go: Output
    """

    def write_progress(self, progress: Progress) -> None:
        """Pass one report on."""
        ...


class DiscardOutput:
    """Takes progress and forgets it.

    Go: discardOutput
    """

    def write_progress(self, progress: Progress) -> None:
        """Do nothing."""


def update(out: Output, id: str, action: str) -> None:
    """Report what is now done with ``id``.

    Go: Update
    """
    out.write_progress(Progress(id=id, action=action))


def message(out: Output, id: str, text: str) -> None:
    """Report a sentence.

    Go: Message
    """
    out.write_progress(Progress(id=id, message=text))
