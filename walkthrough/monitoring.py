"""How the observer watches on CPython 3.12 and later: `sys.monitoring`, for chosen code alone."""

from __future__ import annotations

import sys
from types import CodeType, FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkthrough.observer import Observer

_TOOL_NAME = "walkthrough"
_FREE_TOOL_IDS = (4, 3)  # those that sys.monitoring leaves without a fixed purpose


class Monitoring:
    """Events for the chosen code objects only."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._tool = -1

    if sys.version_info >= (3, 12):

        def start(self) -> None:
            """Begin to tell."""
            monitoring, events = sys.monitoring, sys.monitoring.events
            self._tool = next(i for i in _FREE_TOOL_IDS if monitoring.get_tool(i) is None)
            monitoring.use_tool_id(self._tool, _TOOL_NAME)
            for event, callback in (
                (events.PY_START, self._started),
                (events.PY_RETURN, self._returned),
                (events.PY_UNWIND, self._unwound),
            ):
                monitoring.register_callback(self._tool, event, callback)
            for code in self._observer.codes:
                monitoring.set_local_events(self._tool, code, events.PY_START | events.PY_RETURN)
            # An unwinding frame cannot be asked for code by code.
            monitoring.set_events(self._tool, events.PY_UNWIND)

        def stop(self) -> None:
            """Tell nothing any more."""
            monitoring = sys.monitoring
            monitoring.set_events(self._tool, 0)
            for code in self._observer.codes:
                monitoring.set_local_events(self._tool, code, 0)
            events = monitoring.events
            for event in (events.PY_START, events.PY_RETURN, events.PY_UNWIND):
                monitoring.register_callback(self._tool, event, None)
            monitoring.free_tool_id(self._tool)

        def join(self) -> None:
            """Hear of this thread, too, as of all others."""

        def leave(self) -> None:
            """Hear of this thread as long as of others."""

        def look_out(self, frame: FrameType | None) -> None:
            """Hear of all functions for a while."""
            events = sys.monitoring.events
            every = events.PY_UNWIND | events.PY_START | events.PY_RETURN
            sys.monitoring.set_events(self._tool, every)

        def _look_no_more(self) -> None:
            if not self._observer.trap.is_set:
                sys.monitoring.set_events(self._tool, sys.monitoring.events.PY_UNWIND)

        def _started(self, code: CodeType, offset: int) -> None:
            frame = sys._getframe(1)
            if self._observer.watches(code):
                self._observer.tell("started", frame)
            if self._observer.trap.is_set:
                error = self._observer.trap.take(frame)
                if error is not None:
                    self._look_no_more()
                    raise error

        def _returned(self, code: CodeType, offset: int, value: object) -> None:
            frame = sys._getframe(1)
            if self._observer.watches(code):
                self._observer.tell("returned", frame, value)
            self._end(frame, well=True)

        def _unwound(self, code: CodeType, offset: int, error: BaseException) -> None:
            frame = sys._getframe(1)
            if self._observer.watches(code):
                self._observer.tell("raised", frame, error)
            self._end(frame, well=False)

        def _end(self, frame: FrameType, *, well: bool) -> None:
            if self._observer.trap.is_set:
                self._observer.trap.left(frame, well=well)
                self._look_no_more()

    else:

        def start(self) -> None:
            """Refuse."""
            raise RuntimeError("sys.monitoring came with CPython 3.12")

        def stop(self) -> None:
            """Have nothing to stop."""

        def join(self) -> None:
            """Have nothing to hear."""

        def leave(self) -> None:
            """Have nothing to hear."""

        def look_out(self, frame: FrameType | None) -> None:
            """Have nothing to look at."""
