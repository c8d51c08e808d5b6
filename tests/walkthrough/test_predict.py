"""Questions are asked before a step is told, and marked from what then happens."""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.traces import call, trace
from walkthrough import lessons, render, trace_file
from walkthrough.effects import Effect
from walkthrough.guide_words import Told
from walkthrough.lessons.questions import QUESTIONS
from walkthrough.predict import Predictor
from walkthrough.question import Observed, Question
from walkthrough.step import Step, Teller
from walkthrough.words import speaker

MODE = Question(
    step="daemon.create.mkdir",
    text=("Which mode?", "什么权限？"),
    answer=lambda seen: seen.detail("a/$", r"mode (\d+)"),
)
FIRST = Question(
    step="daemon.create.mkdir",
    nth=2,
    text=("Which one first?", "哪个在先？"),
    choices=(("b/", "b/"), ("a/", "a/")),
    answer=lambda seen: 0 if seen.made("b/$") else 1 if seen.made("a/$") else None,
)
SECOND = Question(
    step="daemon.create.mkdir",
    nth=2,
    text=("Which mode now?", "现在呢？"),
    answer=lambda seen: seen.detail("b/$", r"mode (\d+)"),
)


class Answers:
    """Answers one after the other; None when there are no more."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)

    def key(self) -> str | None:
        return self._answers.pop(0) if self._answers else None

    def line(self) -> str | None:
        return self.key()


class Names(Teller):
    """Writes down which steps it is told, beside what is asked."""

    def __init__(self, text: io.StringIO) -> None:
        self._text = text

    def opened(self, step: Step) -> None:
        assert step.lesson is not None
        self._text.write(f"<{step.lesson.id}>\n")


STORY = trace(
    call(
        "daemon.create",
        call("daemon.create.mkdir", "mkdir a/ (mode 0710)"),
        call("daemon.create.mkdir", "mkdir b/ (mode 0755)"),
    )
)


def asked(*answers: str, questions: Sequence[Question] = (MODE, FIRST), lang: str = "en") -> str:
    text = io.StringIO()
    predictor = Predictor(
        Names(text),
        questions,
        Answers(*answers),
        render.new_console(text),
        speaker(lang),
        lang=lang,
    )
    STORY.tell(predictor)
    return text.getvalue()


def test_a_question_comes_before_its_step_and_the_mark_after_it() -> None:
    told = asked("710", "a")

    order = [
        "<daemon.create>",
        "Question 1, before you see it: Which mode?",
        "<daemon.create.mkdir>",
        "✓ Question 1: right, 0710.",
        "Question 2, before you see it: Which one first?",
        "✓ Question 2: right, b/.",
        "Predicted right: 2 of 2.",
    ]
    places = [told.index(text) for text in order]
    assert places == sorted(places)


def test_a_wrong_answer_is_told_with_what_happened() -> None:
    told = asked("755", "b")

    assert "✗ Question 1: you said 755; what happened is 0710." in told
    assert "✗ Question 2: you said a/; what happened is b/." in told
    assert "Predicted right: 0 of 2." in told


def test_no_answer_is_a_wrong_one() -> None:
    assert "✗ Question 1: you said no answer; what happened is 0710." in asked("", "a")


@pytest.mark.parametrize("key", ["q", "\x03", "\x04"], ids=["q", "Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("first", [MODE, FIRST], ids=["a line", "a choice"])
def test_who_has_enough_is_not_asked_again(first: Question, key: str) -> None:
    told = asked(key, "b", questions=[first, SECOND])

    assert "said no answer" in told
    assert "Question 2" not in told


def test_a_key_that_is_no_answer_is_told_with_those_that_are() -> None:
    told = asked("z", "a", questions=[FIRST])

    assert "z" not in told.split("Your answer, a/b: ")[1]
    assert "(none of these: Enter passes, q ends the asking)" in told
    assert "✓ Question 1: right, b/." in told


def test_who_has_no_more_answers_is_not_asked_again() -> None:
    told = asked()

    assert "Question 2" not in told
    assert told.count("<daemon.create.mkdir>") == 2
    assert "Predicted right: 0 of 1." in told


def test_a_question_outside_of_its_place_is_not_asked() -> None:
    elsewhere = Question(
        step="daemon.create.mkdir", inside="daemon.other", text=("x", "x"), answer=lambda seen: "x"
    )

    assert "before you see it" not in asked("x", questions=[elsewhere])


def test_what_the_run_does_not_tell_is_not_marked() -> None:
    unknown = Question(step="daemon.create.mkdir", text=("x", "x"), answer=lambda seen: None)

    told = asked("x", questions=[unknown])

    assert "Question 1: this run does not tell." in told
    assert "Predicted right" not in told


def test_it_is_asked_in_chinese_too() -> None:
    assert "第 1 题，先想一想：什么权限？" in asked("710", "a", lang="zh")


def test_a_kept_trace_asks_too(tmp_path: Path, environment: dict[str, str]) -> None:
    kept = trace(
        call(
            "client.post",
            call(
                "client.post.sendRequest.doRequest",
                {
                    "event": "exchange",
                    "direction": "received",
                    "first_line": "HTTP/1.1 409 Conflict",
                    "headers": [],
                    "body": None,
                },
            ),
        )
    )
    file = tmp_path / "kept.jsonl"
    trace_file.write(kept, file)
    words = [sys.executable, "-m", "walkthrough", "replay", str(file), "--predict"]

    with Terminal(words, environment, whole=True) as terminal:
        terminal.wait_for("Your answer, a/b/c/d/e: ")
        terminal.press("d")
        status, _, shown = terminal.end()

    assert status == 0
    assert "✓ Question 1: right, 409: the name is taken." in shown


@pytest.mark.parametrize(
    ("said", "right"), [("0710", True), ("710", True), ("0o710", True), ("711", False), ("", False)]
)
def test_an_octal_number_is_right_however_it_is_written(said: str, right: bool) -> None:
    assert MODE.is_right(said, "0710") is right


def test_mounts_are_counted() -> None:
    mounted = Effect("run", "/usr/bin/mount -t overlay overlay /merged")
    unmounted = Effect("run", "/usr/bin/umount -l /merged")

    seen = Observed({}, before=(mounted, unmounted, mounted), effects=[unmounted])

    assert (seen.mounts(before=True), seen.mounts()) == (1, -1)


def test_each_question_is_about_steps_that_there_are_and_has_both_languages() -> None:
    ids = {lesson.id for lesson in lessons.everything()}

    assert len(QUESTIONS) >= 12
    for question in QUESTIONS:
        assert {question.step, question.inside} <= ids
        for english, chinese in (question.text, *question.choices):
            assert english
            assert chinese
        assert question.text[0].isascii()
        assert not question.text[1].isascii()


def test_each_word_of_the_guide_has_both_languages_with_the_same_holes() -> None:
    for word in Told:
        english, chinese = word.value
        assert english.count("{}") == chinese.count("{}"), word
        assert not chinese.isascii(), word
