from __future__ import annotations

from typing import Any

import pytest

from cli import required
from engine.golang.errors import GoError
from engine.vendor.spf13.cobra import Command

USAGE = "\nSee 'do --help'.\n\nUsage:  do [OPTIONS] X\n\nDo it"


@pytest.mark.parametrize(
    ("check", "count", "text"),
    [
        (required.no_args, 1, '"do" accepts no arguments.'),
        (required.requires_min_args(1), 0, '"do" requires at least 1 argument.'),
        (required.requires_min_args(2), 1, '"do" requires at least 2 arguments.'),
        (required.requires_max_args(1), 2, '"do" requires at most 1 argument.'),
        (
            required.requires_range_args(1, 2),
            3,
            '"do" requires at least 1 and at most 2 arguments.',
        ),
        (required.exact_args(2), 1, '"do" requires exactly 2 arguments.'),
    ],
    ids=["none", "min-1", "min-2", "max", "range", "exact"],
)
def test_a_wrong_number_of_arguments_is_told_with_the_usage(
    check: Any, count: int, text: str
) -> None:
    command = Command(use="do [OPTIONS] X", short="Do it")

    with pytest.raises(GoError) as caught:
        check(command, ["a"] * count)

    assert str(caught.value) == text + USAGE


@pytest.mark.parametrize(
    ("check", "count"),
    [
        (required.no_args, 0),
        (required.requires_min_args(1), 5),
        (required.requires_max_args(1), 1),
        (required.requires_range_args(1, 2), 2),
        (required.exact_args(2), 2),
    ],
    ids=["none", "min", "max", "range", "exact"],
)
def test_a_right_number_of_arguments_passes(check: Any, count: int) -> None:
    check(Command(use="do"), ["a"] * count)
