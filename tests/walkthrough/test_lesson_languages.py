from __future__ import annotations

import string

import pytest

from walkthrough.lesson import Lesson
from walkthrough.lesson_languages import LANGUAGES, from_locale, told_in
from walkthrough.words import Word, speaker


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        pytest.param({}, "en", id="nothing set"),
        pytest.param({"LANG": "zh_CN.UTF-8"}, "zh", id="Chinese"),
        pytest.param({"LANG": "zh_TW"}, "zh", id="Chinese elsewhere"),
        pytest.param({"LANG": "zh"}, "zh", id="no country"),
        pytest.param({"LANG": "zh-Hans-CN.utf8"}, "zh", id="with hyphens"),
        pytest.param({"LANG": "zh.UTF-8"}, "zh", id="no country, but an encoding"),
        pytest.param({"LANG": "C.UTF-8"}, "en", id="C"),
        pytest.param({"LANG": "de_DE.UTF-8"}, "en", id="another language"),
        pytest.param({"LANG": "zha_CN"}, "en", id="a language that begins alike"),
        pytest.param({"LC_ALL": "C", "LANG": "zh_CN"}, "en", id="LC_ALL counts first"),
        pytest.param({"LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh", id="empty is not set"),
        pytest.param({"LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en", id="then LC_MESSAGES"),
    ],
)
def test_the_locale_says_the_language(environment: dict[str, str], language: str) -> None:
    assert from_locale(environment) == language


def test_a_lesson_without_a_translation_stays_english() -> None:
    lesson = Lesson(id="no.such.step", step=from_locale, title="A title", why="A reason.")

    assert told_in("zh", [lesson]) == (lesson,)


def test_a_translated_lesson_keeps_all_but_its_texts() -> None:
    lesson = Lesson(id="cli", step=from_locale, title="A title", why="A reason.", show=("x",))

    (told,) = told_in("zh", [lesson])

    assert (told.id, told.step, told.show) == (lesson.id, lesson.step, lesson.show)
    assert told.title != lesson.title
    assert told.why != lesson.why


def test_english_is_told_as_it_stands() -> None:
    lesson = Lesson(id="cli", step=from_locale, title="A title", why="A reason.")

    assert told_in("en", [lesson]) == (lesson,)


@pytest.fixture(params=Word, ids=lambda word: word.name)
def word(request: pytest.FixtureRequest) -> Word:
    chosen: Word = request.param
    return chosen


def test_a_word_has_a_text_in_each_language(word: Word) -> None:
    assert len(word.value) == len(LANGUAGES)
    assert all(word.value)


def test_the_languages_fill_in_the_same(word: Word) -> None:
    english, chinese = (
        [field for _, field, _, _ in string.Formatter().parse(t)] for t in word.value
    )

    assert [f for f in english if f is not None] == [f for f in chinese if f is not None]


def test_a_speaker_says_the_word_in_its_language() -> None:
    assert speaker("en")(Word.SEE_STEP, 3) == "(see step 3)"
    assert speaker("zh")(Word.SEE_STEP, 3) == "（见第 3 步）"  # noqa: RUF001 (full width is meant)
