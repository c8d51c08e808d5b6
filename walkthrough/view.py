"""What of a story is shown: the view leaves steps out, and tells the others on.

A story has every call; a reader wants the ones that matter. There is a main road through it: the
steps without which the rest cannot be understood, some in each part of Docker, but no helper that
parts share. Depth 1 tells that road, depth 2 also what its steps call, and so on. What was
explained before is told again only if it changed something, in short, and without the calls inside
that were explained as well; helpers that all parts share are explained once. What a step that is
left out changed on disk is told of the step around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from walkthrough.choice import Choice
from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.sides import side_of
from walkthrough.step import ENGINE_STARTS, ENGINE_STOPS, Chapter, Output, Step, Teller
from walkthrough.values import cut, short_ids

MAX_ALIKE = 3  # calls of one function under one parent that are told
MAX_EFFECTS = 10  # changes of one step that are told one by one
MAX_INNER = 6  # the same, for changes of steps inside that are left out
MAX_AGAIN = 2  # the same, for a step that was explained before
MAX_VALUE = 56  # characters of an argument or result
MAX_VALUE_OF_ALL = 120  # the same, where nothing is left out; a trace keeps more
_FINISHING = ("chmod", "chown", "write", "truncate", "setxattr")  # what is done to one file
_WAS_IN = re.compile(r"^was .*/")  # where something was before it was renamed
_TEMPORARY = re.compile(r"/\.tmp-[^/]*\d{6,}$")
_WAS_TEMPORARY = re.compile(r"was \.tmp-[^,]*(, )?")
_WHOSE_HEADERS = ("client",)  # a registry's are many and say little
MAX_BODY = 6  # lines of a body that went over the wire in a step that is left out


@dataclass(slots=True, eq=False)
class _Call:
    """What the view knows of an open step."""

    shown: Step | None  # as it is told on; None if it is left out
    around: _Call | None  # the nearest call around it that is shown
    side: str = ""
    depth: int = 0  # calls away from the main road, which is 1
    focused: bool = False
    repeats: bool = False  # was explained before
    many: bool = False  # one of many alike, or inside of one
    silent: bool = False  # left out with what it changed
    pending: bool = False  # told only if something happens in it
    lean: bool = False  # told only if a step inside is
    alike: dict[str, int] = field(default_factory=dict)
    effects: int = 0
    connected: str = ""  # to where, last

    @property
    def visible(self) -> _Call | None:
        """The call that is shown for this one."""
        return self if self.shown is not None else self.around

    @property
    def teller_of_changes(self) -> _Call | None:
        """The call that tells what this one changed."""
        found = self.visible
        while found is not None and found.pending and found.lean and found.around is not None:
            found = found.around
        return found


class View(Teller):
    """Tells `teller` what `choice` asks for; paths below `data_root` are told without it."""

    def __init__(self, choice: Choice, teller: Teller, data_root: str | None = None) -> None:
        self._root_path = f"{data_root}/" if data_root else ""
        self._choice = choice
        self._teller = teller
        self._root = _Call(None, None, focused=not choice.focus)
        self._calls: dict[int, _Call] = {}
        self._explained: dict[str, int] = {}
        self._chapter: Chapter | None = None  # not told yet
        self._change: tuple[Step, Effect] | None = None  # not told yet
        self._bodies: set[str] = set()  # that were told
        self._after = ""  # the error that was told last as a reason

    def set_data_root(self, data_root: str) -> None:
        """Tell paths below `data_root` without it from now on."""
        self._root_path = f"{data_root}/"

    # What is heard.

    def chapter(self, chapter: Chapter) -> None:
        """A new part of the story begins."""
        self._tell_change()
        self._end_chapter(chapter.at)
        if chapter.kind in (ENGINE_STARTS, ENGINE_STOPS) and not self._choice.engine:
            self._chapter = chapter
        else:
            self._teller.chapter(chapter)

    def opened(self, step: Step) -> None:
        """A step begins: tell it, unless it is left out."""
        self._tell_change()
        parent = self._call(step.parent)
        call = self._calls[step.number] = self._enter(step, parent)
        if call.silent or not self._wanted(step, call, parent):
            self._leave_out(call)
        else:
            self._show(step, call)

    def effect(self, step: Step, effect: Effect) -> None:
        """Something changed: tell it of the innermost step that is shown."""
        if not effect.changed:
            return
        if effect.kind == "rename":
            effect = replace(effect, detail=_WAS_IN.sub("was ", effect.detail))
        call = self._call(step)
        if call.silent:
            if self._chapter is not None:
                self._chapter = replace(self._chapter, effects=self._chapter.effects + 1)
            return
        visible = call.teller_of_changes
        if visible is None or visible.shown is None:
            return
        if self._choice.everything:
            self._teller.effect(visible.shown, effect)
            return
        if _TEMPORARY.search(effect.target):
            return  # what is written there is renamed a moment later, and that is told
        self._tell_pending(visible)
        detail = _WAS_TEMPORARY.sub("", effect.detail)
        target = short_ids(self._short(effect.target))
        effect = replace(effect, target=target, detail=detail)
        limit = MAX_AGAIN if visible.repeats else MAX_EFFECTS if call is visible else MAX_INNER
        self._hold(visible, visible.shown, effect, limit)

    def _hold(self, call: _Call, shown: Step, effect: Effect, limit: int) -> None:
        """Keep a change back, since the next one may be of the same file: both are told as one."""
        held = self._change
        same = held is not None and held[0] is shown and held[1].target == effect.target
        if held is not None and same and effect.kind in _FINISHING:
            both = "; ".join(filter(None, (held[1].detail, f"{effect.kind} {effect.detail}")))
            self._change = shown, replace(held[1], detail=both)
            return
        self._tell_change()
        if effect.kind == "connect" and effect.target == call.connected:
            return
        call.connected = effect.target if effect.kind == "connect" else call.connected
        call.effects += 1
        if call.effects > limit:
            shown.folded[effect.kind] = shown.folded.get(effect.kind, 0) + 1
        else:
            self._change = shown, effect

    def _tell_change(self) -> None:
        held, self._change = self._change, None
        if held is not None:
            self._teller.effect(*held)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """Something went over the wire."""
        self._tell_change()
        call = self._call(step)
        visible = call.teller_of_changes
        if call.silent or visible is None or visible.shown is None:
            return
        self._tell_pending(visible)
        if not self._choice.everything:
            exchange = replace(exchange, first_line=short_ids(exchange.first_line))
            if visible is not call or call.repeats or step.side not in _WHOSE_HEADERS:
                exchange = replace(exchange, headers=())
            known = exchange.body in self._bodies
            self._bodies.add(exchange.body)
            if known or visible is not call:
                exchange = replace(exchange, lines=0 if known else MAX_BODY)
        self._teller.exchange(visible.shown, exchange)

    def output(self, step: Step, output: Output) -> None:
        """Something was written for the user: that is never left out."""
        self._tell_change()
        visible = self._call(step).visible
        if visible is not None:
            self._tell_pending(visible)
        self._teller.output(visible.shown if visible and visible.shown else step, output)

    def closed(self, step: Step) -> None:
        """A step is over."""
        self._tell_change()
        call = self._calls.pop(step.number, None)
        if call is None:
            return
        if call.shown is None:
            return
        self._end(call.shown, step)
        if step.error is not None:
            self._tell_pending(call)
        if call.pending:
            self._forget(call, call.shown)
        else:
            self._teller.closed(call.shown)

    def end(self) -> None:
        """The story is over."""
        self._tell_change()
        self._end_chapter(None)
        self._teller.end()

    # What is left out.

    def _call(self, step: Step | None) -> _Call:
        return self._root if step is None else self._calls.get(step.number, self._root)

    def _enter(self, step: Step, parent: _Call) -> _Call:
        assert step.lesson is not None
        id = step.lesson.id
        begins = not parent.focused and id in self._choice.focus
        deeper = 1 if step.lesson.main or begins else parent.depth + 1
        call = _Call(None, parent.visible, step.side, deeper, parent.focused or begins)
        call.repeats = id in self._explained
        alike = parent.alike[id] = parent.alike.get(id, 0) + 1
        call.many = parent.many or (alike > MAX_ALIKE and parent is not self._root)
        in_chapter = self._chapter is not None and not (call.focused and self._choice.focus)
        other_side = bool(self._choice.only) and step.side not in self._choice.only
        call.silent = in_chapter or not call.focused or other_side
        return call

    def _wanted(self, step: Step, call: _Call, parent: _Call) -> bool:
        if self._choice.depth is None:
            return True
        assert step.lesson is not None
        shared = not side_of(step.lesson.module)
        known = call.repeats and (call.many or shared)
        call.lean = call.repeats and parent.repeats
        return call.depth <= self._choice.depth and not known

    def _leave_out(self, call: _Call) -> None:
        if call.silent:
            if self._chapter is not None:
                self._chapter = replace(self._chapter, steps=self._chapter.steps + 1)
        elif call.around is not None and call.around.shown is not None:
            call.around.shown.left_out += 1

    def _show(self, step: Step, call: _Call) -> None:
        assert step.lesson is not None
        if self._chapter is not None and call.focused and self._choice.focus:
            self._teller.chapter(Chapter(self._chapter.kind, self._chapter.detail))
            self._chapter = None
        around = call.around.shown if call.around is not None else None
        call.shown = replace(
            step,
            parent=around,
            depth=around.depth + 1 if around is not None else 0,
            told_at=self._explained.setdefault(step.lesson.id, step.number),
            after_error=self._reason(step),
            arguments=[(name, self._brief(value)) for name, value in step.arguments],
            brief=self._choice.brief,
            folded={},
            items=[],
        )
        call.pending = call.repeats and not call.shown.after_error and not self._choice.everything
        if not call.pending:
            self._open(call)

    def _reason(self, step: Step) -> str:
        """Return the error that a step is due to, unless it was told just before."""
        known = step.after_error == self._after and not self._choice.everything
        self._after = step.after_error or self._after
        return "" if known else step.after_error

    def _brief(self, value: str) -> str:
        if self._choice.everything:
            return cut(value, MAX_VALUE_OF_ALL)
        return cut(self._short(value), MAX_VALUE)

    def _short(self, text: str) -> str:
        return text.replace(self._root_path, "") if self._root_path else text

    def _open(self, call: _Call) -> None:
        """Tell a call, and the calls around it that waited for something to happen."""
        assert call.shown is not None
        if call.around is not None:
            self._tell_pending(call.around)
            assert call.around.shown is not None
            call.around.shown.children += 1
        self._teller.opened(call.shown)

    def _tell_pending(self, call: _Call) -> None:
        if call.pending:
            call.pending = False
            self._open(call)

    def _forget(self, call: _Call, shown: Step) -> None:
        """Leave a call out after all: nothing happened in it."""
        if call.around is not None and call.around.shown is not None:
            call.around.shown.left_out += 1 + shown.left_out

    def _end(self, shown: Step, step: Step) -> None:
        shown.result = self._brief(step.result) if step.result is not None else None
        shown.error, shown.ended, shown.duration = step.error, step.ended, step.duration

    def _end_chapter(self, now: float | None) -> None:
        chapter, self._chapter = self._chapter, None
        if chapter is not None and not self._choice.focus:
            seconds = None if now is None else round(now - chapter.at, 6)
            self._teller.chapter(replace(chapter, seconds=seconds))
