"""What `struct` makes behaves as what `dataclass` makes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Mount:
    source: str = ""
    labels: dict[str, str] = field(default_factory=dict, metadata={"go": "Labels"})
    secret: str = field(default="", repr=False)


@struct()
class Port:
    number: int
    protocol: str = "tcp"


@struct(slots=True)
class Sorted(Port):
    def __eq__(self, other: object) -> bool:
        return True


def test_a_field_that_is_not_given_has_its_default() -> None:
    mount = Mount(source="/srv")

    assert (mount.source, mount.labels, mount.secret) == ("/srv", {}, "")


def test_a_default_that_can_change_is_nobody_elses() -> None:
    first, second = Mount(), Mount()

    first.labels["a"] = "b"

    assert second.labels == {}


def test_fields_are_taken_in_order_where_names_are_not_required() -> None:
    assert Port(80, "udp") == Port(protocol="udp", number=80)


def test_a_class_has_the_fields_of_the_one_it_is_made_of() -> None:
    assert Sorted(80).protocol == "tcp"


def test_equal_is_what_has_equal_fields_and_the_same_class() -> None:
    assert Mount(source="a") == Mount(source="a")
    assert Mount(source="a") != Mount(source="b")
    assert Mount() != Port(80)  # type: ignore[comparison-overlap]


def test_a_method_that_the_class_has_is_kept() -> None:
    assert Sorted(80) == Sorted(81)


def test_it_is_shown_with_its_fields_but_no_secrets() -> None:
    assert repr(Mount(source="a", secret="b")) == "Mount(source='a', labels={})"


def test_slots_refuse_what_is_no_field() -> None:
    with pytest.raises(AttributeError):
        Mount().other = 1  # type: ignore[attr-defined]


def test_what_can_change_has_no_hash() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Mount())


def test_dataclasses_know_it() -> None:
    changed = dataclasses.replace(Mount(source="a"), source="b")

    assert changed == Mount(source="b")
    assert dataclasses.fields(Mount)[1].metadata == {"go": "Labels"}
    assert dataclasses.is_dataclass(changed)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: Mount(nope=1), "Mount has no field 'nope'", id="unknown"),  # type: ignore[call-arg]
        pytest.param(lambda: Port(), "Port needs 'number'", id="missing"),  # type: ignore[call-arg]
        pytest.param(lambda: Port(1, "", 2), "Port has 2 positional", id="too many"),  # type: ignore[call-arg]
        pytest.param(lambda: Mount("a"), "Mount has 0 positional", id="names required"),  # type: ignore[call-arg]
    ],
)
def test_wrong_fields_are_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()
