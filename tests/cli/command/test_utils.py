from __future__ import annotations

from typing import Any

import pytest

from cli.command.utils import string_slice_replace_at


@pytest.mark.parametrize(
    ("old", "new", "index", "expected"),
    [
        (["a"], ["x", "y"], 0, ["x", "y", "b", "c"]),
        (["b", "c"], ["x"], -1, ["a", "x"]),
        (["b"], ["x"], 0, None),
        (["c", "a"], ["x"], -1, None),
        ([], ["x"], -1, None),
    ],
    ids=["at-the-front", "anywhere", "elsewhere", "not-there", "nothing"],
)
def test_words_are_replaced_where_they_must_stand(
    old: list[str], new: list[str], index: Any, expected: Any
) -> None:
    words, changed = string_slice_replace_at(["a", "b", "c"], old, new, index)

    assert changed is (expected is not None)
    assert words == (expected or ["a", "b", "c"])
