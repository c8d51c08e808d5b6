"""Asks before a step is shown, and marks the answer from what then really happens.

The predictor stands before the view: it hears everything, also what is not shown, and hands all of
it on. A question is asked before its step is told, and marked when the step is over. It works the
same on a trace that is told again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.guide_words import Told
from walkthrough.keyboard import CTRL_C, CTRL_D
from walkthrough.question import Observed, Question, Texts
from walkthrough.step import Chapter, Output, Step, Teller
from walkthrough.words import Say

if TYPE_CHECKING:
    from rich.console import Console

_LETTERS = "abcdefghij"
_ENOUGH = ("q", CTRL_C, CTRL_D)  # end the asking


class Answers(Protocol):
    """Where answers come from."""

    def key(self) -> str | None:
        """Wait for a key and return it; None when there will be none any more."""

    def line(self) -> str | None:
        """Wait for a line and return it; None when there will be none any more."""


@dataclass(slots=True, eq=False)
class _Asked:
    number: int
    question: Question
    step: Step
    said: int | str | None
    seen: Observed


class Predictor(Teller):
    """Tells `teller` everything, and asks on the way."""

    def __init__(
        self,
        teller: Teller,
        questions: Iterable[Question],
        answers: Answers,
        console: Console,
        say: Say,
        *,
        flush: Callable[[], None] = lambda: None,
        lang: str = "en",
    ) -> None:
        self._teller = teller
        self._answers = answers
        self._console = console
        self._say = say
        self._flush = flush
        self._place = 1 if lang == "zh" else 0
        self._questions: dict[str, list[Question]] = {}
        for question in questions:
            self._questions.setdefault(question.step, []).append(question)
        self._calls: Counter[Question] = Counter()
        self._effects: list[Effect] = []
        self._open: list[_Asked] = []
        self._asking = True
        self._asked = 0
        self.right = 0
        self.marked = 0

    # What is heard.

    def chapter(self, chapter: Chapter) -> None:
        """Hand it on."""
        self._teller.chapter(chapter)

    def opened(self, step: Step) -> None:
        """A step begins: ask about it, then hand it on."""
        assert step.lesson is not None
        for question in self._questions.get(step.lesson.id, ()):
            if question.inside not in _around(step):
                continue
            self._calls[question] += 1
            if self._calls[question] == question.nth and self._asking:
                self._flush()
                self._asked += 1
                seen = Observed(dict(step.arguments), tuple(self._effects))
                said = self._ask(question)
                self._open.append(_Asked(self._asked, question, step, said, seen))
        self._teller.opened(step)

    def effect(self, step: Step, effect: Effect) -> None:
        """Something changed: keep it for the answer, and hand it on."""
        if not effect.changed:
            return
        self._effects.append(effect)
        for asked in self._open:
            asked.seen.effects.append(effect)
        self._teller.effect(step, effect)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """Something went over the wire: keep it for the answer, and hand it on."""
        for asked in self._open:
            asked.seen.exchanges.append(exchange)
        self._teller.exchange(step, exchange)

    def output(self, step: Step, output: Output) -> None:
        """Hand it on."""
        self._teller.output(step, output)

    def closed(self, step: Step) -> None:
        """A step is over: hand it on, then mark what was answered."""
        self._teller.closed(step)
        for asked in [asked for asked in self._open if asked.step is step]:
            self._open.remove(asked)
            asked.seen.result, asked.seen.error = step.result, step.error
            self._flush()
            self._mark(asked)

    def end(self) -> None:
        """The story is over: tell the score."""
        self._teller.end()
        if self.marked:
            self._note(self._say(Told.SCORE, self.right, self.marked), "bold")

    # Asking and marking.

    def _ask(self, question: Question) -> int | str | None:
        text = self._text(question.text)
        self._note(self._say(Told.QUESTION, self._asked, text), "bold cyan")
        if question.choices:
            return self._choose(question)
        self._prompt(self._say(Told.TYPE))
        line = self._answers.line()
        if line is None or line.strip() in _ENOUGH:
            self._asking = False
            return None
        return line.strip() or None

    def _choose(self, question: Question) -> int | None:
        letters = _LETTERS[: len(question.choices)]
        for letter, choice in zip(letters, question.choices, strict=True):
            self._note(f"  {letter}  {self._text(choice)}", "cyan")
        prompt = self._say(Told.CHOOSE, "/".join(letters))
        self._prompt(prompt)
        while True:
            key = self._answers.key()
            if key is None or key in _ENOUGH:
                self._asking = False
                break
            if key in ("\r", "\n", " "):
                break
            if key.lower() in letters:
                self._note(key.lower())
                return letters.index(key.lower())
            self._note(self._say(Told.NO_ANSWER))
            self._prompt(prompt)
        self._note("")
        return None

    def _mark(self, asked: _Asked) -> None:
        question = asked.question
        truth = question.answer(asked.seen)
        if truth is None:
            self._note(self._say(Told.NOT_SEEN, asked.number), "dim")
            return
        self.marked += 1
        if isinstance(asked.said, str):
            right = question.is_right(asked.said, str(truth))
        else:
            right = asked.said == truth
        told = self._told(question, truth)
        if right:
            self.right += 1
            self._note(self._say(Told.RIGHT, asked.number, told), "bold green")
        else:
            said = self._told(question, asked.said)
            self._note(self._say(Told.WRONG, asked.number, said, told), "bold red")

    def _told(self, question: Question, answer: int | str | None) -> str:
        if answer is None:
            return self._say(Told.UNANSWERED)
        return self._text(question.choices[answer]) if isinstance(answer, int) else answer

    def _text(self, texts: Texts) -> str:
        return texts[self._place]

    def _prompt(self, text: str) -> None:
        self._console.print(text, style="bold", end="", markup=False, highlight=False)

    def _note(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style, markup=False, highlight=False, soft_wrap=False)


def _around(step: Step) -> set[str]:
    """Return the ids of the steps around `step`."""
    ids = set()
    above = step.parent
    while above is not None and above.lesson is not None:
        ids.add(above.lesson.id)
        above = above.parent
    return ids
