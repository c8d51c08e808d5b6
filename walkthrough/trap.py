"""A failure that waits until the caller of a step goes on.

Until then CPython is asked for each call and return in this thread, as a profiler asks; whoever
is called so may raise, in place of the function that begins.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable
from types import FrameType


class Trap:
    """Calls `strike` in the next function that `caller` calls, of those to which `where` says yes.

    If it returns without, its own caller is waited for; if it fails by itself, nobody is.
    """

    def __init__(
        self,
        caller: FrameType | None,
        where: Callable[[FrameType], bool],
        strike: Callable[[FrameType], None],
    ) -> None:
        self._caller = caller
        self._where = where
        self._strike = strike

    def set(self) -> None:
        """Begin to wait, in this thread."""
        sys.setprofile(self._look)

    def _look(self, frame: FrameType, event: str, arg: object) -> None:
        if event == "call" and frame.f_back is self._caller and self._where(frame):
            sys.setprofile(None)
            self._strike(frame)
        elif event == "return" and frame is self._caller:
            self._left(frame)

    def _left(self, frame: FrameType) -> None:
        operation = dis.opname[frame.f_code.co_code[frame.f_lasti]]
        if operation == "YIELD_VALUE":
            return  # it will go on
        self._caller = frame.f_back if operation.startswith("RETURN_") else None
        if self._caller is None:
            sys.setprofile(None)
