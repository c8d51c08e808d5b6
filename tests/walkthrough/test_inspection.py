from __future__ import annotations

import sys
from dataclasses import dataclass
from types import FrameType
from typing import Any

from engine.api.types.container.config import Config
from walkthrough import inspection, lessons


def frame(config: Any, password: str, *more: object, named: int = 3) -> FrameType:
    not_an_argument = len(more)
    assert not_an_argument >= 0
    return sys._getframe()


def test_every_argument_is_told_and_nothing_else() -> None:
    told = list(inspection.arguments(frame(None, "", 1, named=4)))

    assert told == ["config = None", "password = ''", "named = 4", "more = (1)"]


def test_a_thing_of_the_project_is_opened_as_far_as_it_holds_something() -> None:
    told = list(inspection.arguments(frame(Config(image="busybox", hostname="box"), "")))

    assert "  .image = 'busybox'" in told
    assert "  .hostname = 'box'" in told
    assert not any(".domainname" in line for line in told)


def test_a_mapping_is_opened() -> None:
    told = list(inspection.arguments(frame({"a": 1}, "")))

    assert told[:2] == ["config = {'a': 1}", "  ['a'] = 1"]


def test_secrets_stay_hidden() -> None:
    told = list(inspection.arguments(frame({"password": "open sesame"}, "open sesame")))

    assert "sesame" not in "\n".join(told)


def test_things_of_others_are_not_opened() -> None:
    @dataclass
    class Foreign:
        field: int = 1

        @property
        def trap(self) -> int:
            raise AssertionError("a property was asked")

    told = list(inspection.arguments(frame(Foreign(), "")))

    assert told[0] == "config = Foreign(field=1)"
    assert not told[1].startswith("  .")


def test_the_source_of_each_step_is_found_whole() -> None:
    for lesson in lessons.everything():
        found = inspection.source(lesson.module, lesson.code.co_firstlineno)

        assert found is not None, lesson.id
        assert f"def {lesson.code.co_name}(" in found.text
        assert found.first == lesson.code.co_firstlineno


def test_a_line_without_a_function_has_no_source() -> None:
    assert inspection.source("walkthrough.inspection", 1) is None
    assert inspection.source("walkthrough.no_such_module", 1) is None
