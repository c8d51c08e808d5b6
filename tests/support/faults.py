"""Makes chosen functions fail, from outside: they know nothing of it, and nothing is replaced.

CPython tells a trace function when a function starts and when it returns; what the trace function
raises then is raised in the function's place. Only threads that start while a block of this module
runs are watched, which a server's threads for requests do.
"""

from __future__ import annotations

import inspect
import opcode
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

_RETURNS = {opcode.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in opcode.opmap}
_Trace = Callable[[FrameType, str, Any], Any]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step begins, or (``after``) when its caller goes on after it.

    Of one step that is called on several ways, each way has moments of its own.
    """

    step: str
    way: tuple[str, ...]
    after: bool

    def __str__(self) -> str:
        by = f" (by {self.way[0]})" if self.way else ""
        return f"{'after' if self.after else 'before'} {self.step}{by}"


class Steps:
    """The functions of interest, by the identity of their code."""

    def __init__(self, named: Iterable[tuple[str, CodeType]]) -> None:
        self._names: Mapping[int, str] = {id(code): name for name, code in named}
        self._codes = [code for _, code in named]

    def name(self, frame: FrameType) -> str | None:
        """Return what the frame's function is called, None if it is no step."""
        return self._names.get(id(frame.f_code))

    def way(self, frame: FrameType) -> tuple[str, ...]:
        """Return the steps that led to the frame, nearest first."""
        found = []
        above = frame.f_back
        while above is not None:
            name = self.name(above)
            if name is not None:
                found.append(name)
            above = above.f_back
        return tuple(found)


def engine_steps() -> Steps:
    """Return the steps of the engine that there is a lesson about."""
    from walkthrough import lessons

    return Steps(
        (f"{lesson.module}.{lesson.name}", lesson.code)
        for lesson in lessons.everything()
        if lesson.module.startswith("engine.")
    )


@contextmanager
def recorded(steps: Steps) -> Iterator[list[Moment]]:
    """Note every moment while the block runs, in order; each once."""
    moments: dict[Moment, None] = {}

    def call(frame: FrameType, event: str, arg: Any) -> _Trace | None:
        name = steps.name(frame)
        if name is None:
            return None
        frame.f_trace_lines = False
        way = steps.way(frame)
        moments.setdefault(Moment(name, way, after=False))

        def inside(frame: FrameType, event: str, arg: Any) -> _Trace:
            if event == "return" and _returns(frame):
                moments.setdefault(Moment(name, way, after=True))
            return inside

        return inside

    found: list[Moment] = []
    with _traced(call):
        yield found
    found.extend(moments)


class Fault:
    """One failure to come.

    ``struck`` tells whether it came, ``within`` then in the midst of which steps, nearest first;
    the first of them is the function that failed, step or not.
    """

    def __init__(
        self,
        steps: Steps,
        moment: Moment,
        act: Callable[[], object],
        spare: Collection[str] = (),
    ) -> None:
        self.struck = False
        self.within: tuple[str, ...] = ()
        self._steps = steps
        self.moment = moment
        self._act = act
        self._spare = spare
        self._caller: FrameType | None = None

    def call(self, frame: FrameType, event: str, arg: Any) -> _Trace | None:
        """Hear of a call."""
        if self.struck:
            return None
        if self._caller is not None:
            if frame.f_back is self._caller and self._can_fail(frame):
                self._strike(frame)
            return None
        moment = self.moment
        if self._steps.name(frame) != moment.step or self._steps.way(frame) != moment.way:
            return None
        if not moment.after:
            self._strike(frame)
            return None
        frame.f_trace_lines = False
        return self._step

    def _step(self, frame: FrameType, event: str, arg: Any) -> _Trace:
        """Hear what becomes of the step."""
        if event == "return" and _returns(frame) and not self.struck:
            self._watch(frame.f_back)
        return self._step

    def _watch(self, caller: FrameType | None) -> None:
        """Wait for what ``caller`` does next; but outside of all steps nothing fails."""
        self._caller = caller
        if caller is not None and (self._steps.name(caller) or self._steps.way(caller)):
            caller.f_trace_lines = False
            caller.f_trace = self._above

    def _above(self, frame: FrameType, event: str, arg: Any) -> _Trace:
        """Hear what becomes of the caller: where it ends without a call, its own is waited for."""
        if event == "return" and frame is self._caller and not self.struck:
            self._watch(frame.f_back)
        return self._above

    def _strike(self, frame: FrameType) -> None:
        self.struck = True
        own = f"{frame.f_globals.get('__name__')}.{frame.f_code.co_qualname}"
        self.within = (self._steps.name(frame) or own, *self._steps.way(frame))
        self._caller = None
        self._act()

    def _can_fail(self, frame: FrameType) -> bool:
        """Leave alone blocks, objects as they are made, and notes of how to take a step back."""
        code = frame.f_code
        if code.co_flags & inspect.CO_GENERATOR or code.co_name.startswith("__"):
            return False
        if code.co_name in self._spare:
            return False
        file = code.co_filename
        return "/engine/" in file and not file.endswith(("golang/defer.py", "golang/structs.py"))


@contextmanager
def failing(
    steps: Steps, moment: Moment, error: BaseException, *, spare: Collection[str] = ()
) -> Iterator[Fault]:
    """Raise ``error`` at that moment, the first time that it comes while the block runs.

    Functions of the names in ``spare`` are not made to fail in place of what comes after a step.
    """

    def act() -> None:
        raise error

    fault = Fault(steps, moment, act, spare)
    with _traced(fault.call):
        yield fault


@contextmanager
def acting(steps: Steps, moment: Moment, act: Callable[[], object]) -> Iterator[Fault]:
    """Call ``act`` at that moment, the first time that it comes while the block runs."""
    fault = Fault(steps, moment, act)
    with _traced(fault.call):
        yield fault


@contextmanager
def _traced(call: _Trace) -> Iterator[None]:
    before = threading.gettrace()
    threading.settrace(call)
    try:
        yield
    finally:
        threading.settrace(before)


def _returns(frame: FrameType) -> bool:
    """Tell a return from an exception on its way: both are told as ``return``."""
    return frame.f_code.co_code[frame.f_lasti] in _RETURNS
