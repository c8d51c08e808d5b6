"""A failure that waits for its moment; the observer raises it when that has come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import FrameType


@dataclass(frozen=True, slots=True)
class _Waiting:
    error: BaseException
    caller: FrameType | None  # whose next call fails; None: the very next one
    where: Callable[[FrameType], bool]


class Trap:
    """A failure to come, in the thread that set it: at once, or where a frame goes on."""

    def __init__(self) -> None:
        self.is_set = False  # in any thread: looked at very often
        self._local = threading.local()

    def set(
        self, error: BaseException, caller: FrameType | None, where: Callable[[FrameType], bool]
    ) -> None:
        """Wait for a function that `caller` (None: anyone) calls, and to which `where` says yes."""
        self._local.waiting = _Waiting(error, caller, where)
        self.is_set = True

    def take(self, frame: FrameType) -> BaseException | None:
        """Return what is to be raised in `frame`, which begins."""
        waiting: _Waiting | None = getattr(self._local, "waiting", None)
        if waiting is None or (waiting.caller is not None and frame.f_back is not waiting.caller):
            return None
        if not waiting.where(frame):
            return None
        self._forget()
        return waiting.error

    def left(self, frame: FrameType, *, well: bool) -> bool:
        """Hear that `frame` ends; tell whether its caller is waited for from now on."""
        waiting: _Waiting | None = getattr(self._local, "waiting", None)
        if waiting is None or waiting.caller is not frame:
            return False
        if not well or frame.f_back is None:
            self._forget()
            return False
        self._local.waiting = replace(waiting, caller=frame.f_back)
        return True

    def _forget(self) -> None:
        self._local.waiting = None
        self.is_set = False
