from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.golang.errors import GoError
from engine.vendor.docker import go_units as units


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("32", 32),
        ("32b", 32),
        ("32kb", 32 << 10),
        ("32KiB", 32 << 10),
        ("32 M", 32 << 20),
        ("1.5g", 3 << 29),
        ("1t", 1 << 40),
        ("1P", 1 << 50),
        ("1.1k", 1126),
        ("8388608t", -(1 << 63)),
    ],
)
def test_a_k_is_1024_in_memory(text: str, size: int) -> None:
    assert units.ram_in_bytes(text) == size


def test_a_k_is_1000_elsewhere() -> None:
    assert units.from_human_size("1.5kB") == 1500
    assert units.from_human_size("2 gb") == 2 * 10**9


@pytest.mark.parametrize("text", ["", "x", "-1", "1.", ".5", "1  g", "1e", " 1", "1\n", "1bk", "٣"])
def test_refuses_what_is_no_size(text: str) -> None:
    with pytest.raises(GoError) as caught:
        units.ram_in_bytes(text)

    assert str(caught.value) == f"invalid size: '{text}'"


def test_two_points_pass_the_pattern_but_are_no_number() -> None:
    with pytest.raises(GoError) as caught:
        units.ram_in_bytes("1.5.5g")

    assert str(caught.value) == 'strconv.ParseFloat: parsing "1.5.5": invalid syntax'


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0B"), (1023, "1023B"), (1024, "1KiB"), (1536 << 20, "1.5GiB"), (1 << 90, "1024YiB")],
)
def test_shows_bytes_with_four_digits(size: int, text: str) -> None:
    assert units.bytes_size(size) == text


def test_shows_sizes_for_people_in_thousands() -> None:
    assert units.human_size(2_746_000) == "2.746MB"
    assert units.human_size_with_precision(1_234_567, 2) == "1.2MB"


@given(st.integers(min_value=0, max_value=(1 << 53) - 1))
def test_reads_every_number_of_bytes(size: int) -> None:
    assert units.ram_in_bytes(str(size)) == size
