"""The languages of the lessons. English stands in the lessons themselves.

A further language has a folder of TOML files beside them, one for each module: a table for each
lesson, named by the lesson's id, with `title` and `why`, and `later` where Docker changed since.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkthrough.lesson import Lesson

LANGUAGES = ("en", "zh")
FOLDER = Path(__file__).with_name("lessons")


def from_locale(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that the locale asks for, English where there is none of it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name, ""):
            wanted = locale.replace("-", "_").partition(".")[0].partition("_")[0].lower()
            return wanted if wanted in LANGUAGES else "en"
    return "en"


def told_in(lang: str, lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Return `lessons` with their texts in `lang`; what has none there stays English."""
    texts = {} if lang == "en" else read(lang)
    return tuple(
        _told(lesson, lang, *texts[lesson.id]) if lesson.id in texts else lesson
        for lesson in lessons
    )


def _told(lesson: Lesson, lang: str, title: str, why: str) -> Lesson:
    return replace(lesson, title=title, why=why, later=read_later(lang).get(lesson.id, ""))


@cache
def read(lang: str) -> Mapping[str, tuple[str, str]]:
    """Return title and reason of each lesson in `lang`, by the lesson's id."""
    texts: dict[str, tuple[str, str]] = {}
    for path in sorted((FOLDER / lang).glob("*.toml")):
        texts.update(read_file(path))
    return texts


@cache
def read_later(lang: str) -> Mapping[str, str]:
    """Return what Docker has changed since, in `lang`, by the lesson's id; few lessons have it."""
    from walkthrough.wrap import unfold

    texts: dict[str, str] = {}
    for path in sorted((FOLDER / lang).glob("*.toml")):
        tables = _tables(path).items()
        texts.update((id, unfold(table["later"])) for id, table in tables if "later" in table)
    return texts


def read_file(path: Path) -> dict[str, tuple[str, str]]:
    """Return the texts of one module's lessons; lines of a reason are joined."""
    from walkthrough.wrap import unfold

    return {id: (table["title"], unfold(table["why"])) for id, table in _tables(path).items()}


@cache
def _tables(path: Path) -> dict[str, dict[str, str]]:
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))
