from __future__ import annotations

import pytest

from cli.opts import QuotedString
from engine.vendor.spf13.pflag import Ref


class Target:
    """Has the attribute that the flag writes to."""

    path = "default"


@pytest.mark.parametrize(
    ("text", "kept"),
    [('"a"', "a"), ("'a'", "a"), ("a", "a"), ("\"a'", "\"a'"), ('"', '"'), ("''", ""), ("", "")],
)
def test_one_pair_of_quotes_is_dropped(text: str, kept: str) -> None:
    target = Target()
    quoted = QuotedString(Ref(target, "path"))

    quoted.set(text)

    assert target.path == kept
    assert quoted.string() == kept


def test_the_default_stays_until_the_flag_is_given() -> None:
    quoted = QuotedString(Ref(Target(), "path"))

    assert (quoted.string(), quoted.type()) == ("default", "string")
