from __future__ import annotations

import pytest

from engine.golang.errors import GoError
from engine.vendor.spf13 import values
from engine.vendor.spf13.pflag import FlagSet, Ref


class Target:
    """Has the attribute that a value writes to."""

    number = 0


def test_a_value_lives_where_its_pointer_says() -> None:
    target = Target()
    value = values.Int64Value(5, Ref(target, "number"))

    value.set("-7")

    assert target.number == -7
    assert value.get() == -7
    assert value.string() == "-7"


def test_a_value_without_pointer_lives_in_itself() -> None:
    value = values.StringValue("a")

    value.set("b")

    assert value.get() == "b"


@pytest.mark.parametrize(
    ("value", "text", "kept", "shown", "kind"),
    [
        (values.BoolValue(False), "T", True, "true", "bool"),
        (values.StringValue(""), " x ", " x ", " x ", "string"),
        (values.IntValue(0), "0x10", 16, "16", "int"),
        (values.Int64Value(0), "-1", -1, "-1", "int64"),
        (values.Uint16Value(0), "65535", 65535, "65535", "uint16"),
        (values.Uint64Value(0), "1", 1, "1", "uint64"),
        (values.DurationValue(0), "90s", 90_000_000_000, "1m30s", "duration"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_reads_and_shows_its_own(
    value: values.BoolValue, text: str, kept: object, shown: str, kind: str
) -> None:
    value.set(text)

    assert value.get() == kept
    assert value.string() == shown
    assert value.type() == kind


@pytest.mark.parametrize(
    ("value", "text"),
    [(values.Uint16Value(0), "65536"), (values.Uint64Value(0), "-1"), (values.IntValue(0), "1.5")],
    ids=["uint16", "uint64", "int"],
)
def test_a_number_that_does_not_fit_changes_nothing(value: values.IntValue, text: str) -> None:
    with pytest.raises(GoError):
        value.set(text)

    assert value.get() == 0


def test_every_kind_can_be_defined() -> None:
    flags = FlagSet("test")
    flags.uint16_var(None, "a", 0, "")
    flags.uint64_var(None, "b", 0, "")
    flags.duration_var(None, "c", 0, "")
    flags.int64_var_p(None, "d", "d", 0, "")

    flags.parse(["--a=1", "--b=2", "--c=3ns", "-d4"])

    assert [flag.value.string() for flag in flags.visit_all()] == ["1", "2", "3ns", "4"]
