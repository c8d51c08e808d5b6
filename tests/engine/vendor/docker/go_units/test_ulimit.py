from __future__ import annotations

import pytest

from engine.golang.errors import GoError
from engine.vendor.docker.go_units import Ulimit, parse_ulimit


@pytest.mark.parametrize(
    ("text", "soft", "hard"),
    [
        ("nofile=512:1024", 512, 1024),
        ("nofile=512", 512, 512),
        ("core=-1", -1, -1),
        ("cpu=5:-1", 5, -1),
        ("nice=-5", -5, -5),
    ],
)
def test_hard_is_soft_unless_given(text: str, soft: int, hard: int) -> None:
    assert parse_ulimit(text) == Ulimit(name=text.partition("=")[0], soft=soft, hard=hard)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x", "invalid ulimit argument: x"),
        ("foo=1", "invalid ulimit type: foo"),
        ("as=1", "invalid ulimit type: as"),
        (
            "core=1:2:3",
            "too many limit value arguments - 1:2:3, can only have up to two, `soft[:hard]`",
        ),
        ("core=5:4", "ulimit soft limit must be less than or equal to hard limit: 5 > 4"),
        (
            "core=-1:4",
            "ulimit soft limit must be less than or equal to hard limit: "
            "soft: -1 (unlimited), hard: 4",
        ),
        ("core=y:x", 'strconv.ParseInt: parsing "x": invalid syntax'),
        ("core=", 'strconv.ParseInt: parsing "": invalid syntax'),
    ],
)
def test_says_what_is_wrong_with_a_limit(text: str, said: str) -> None:
    with pytest.raises(GoError) as caught:
        parse_ulimit(text)

    assert str(caught.value) == said
