from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli import opts
from engine.golang.errors import GoError


def test_a_list_that_nobody_filled_is_none_or_empty_as_wanted() -> None:
    values = opts.ListOpts()

    assert values.get_all() is None
    assert values.get_all_or_empty() == []
    assert values.string() == ""
    assert len(values) == 0


def test_a_list_keeps_what_its_check_makes_of_the_texts() -> None:
    values = opts.ListOpts(str.upper)

    for text in ("a", "b", "a"):
        values.set(text)

    assert values.get_all() == ["A", "B", "A"]
    assert values.get("A")
    assert not values.get("a")
    assert list(values.get_map()) == ["A", "B"]
    assert values.string() == "[A B A]"
    assert values.type() == "list"


def test_a_list_may_live_in_somebody_elses_list() -> None:
    hosts: list[str] = []

    values = opts.NamedListOpts("hosts", hosts)
    values.set("a")

    assert hosts == ["a"]
    assert values.name == "hosts"


def test_a_map_keeps_the_last_value_of_a_key() -> None:
    values = opts.MapOpts()

    for text in ("b=1=2", "a", "b=3"):
        values.set(text)

    assert values.get_all() == {"a": "", "b": "3"}
    assert values.string() == "map[a: b:3]"
    assert values.type() == "map"


def test_a_refused_text_is_not_kept() -> None:
    values = opts.MapOpts(validator=opts.validate_sysctl)

    with pytest.raises(GoError, match="sysctl 'x=1' is not whitelisted"):
        values.set("x=1")

    assert values.get_all() == {}
    assert values.string() == "map[]"


@pytest.mark.parametrize(
    ("text", "domain"),
    [(".", "."), (" a.b ", "a.b"), ("a.b.", "a.b"), ("1a", "1a"), ("a\n", "a"), (":a", ":a")],
)
def test_a_search_domain_loses_its_last_dot(text: str, domain: str) -> None:
    assert opts.validate_dns_search(text) == domain


@pytest.mark.parametrize("text", ["", "1", "a..b", "-a", "a-", "é", "a_b", "b" + ".a" * 130])
def test_refuses_what_is_no_search_domain(text: str) -> None:
    with pytest.raises(GoError) as caught:
        opts.validate_dns_search(text)

    assert str(caught.value) == f"{text} is not a valid domain"


def test_a_labels_key_has_no_blanks_but_may_come_after_some() -> None:
    assert opts.validate_label("  a=b c ") == "  a=b c "
    with pytest.raises(GoError, match="label 'a b' contains whitespaces"):
        opts.validate_label(" a b=c")
    with pytest.raises(GoError, match="invalid label '\t=c': empty name"):
        opts.validate_label("\t=c")


@pytest.mark.parametrize(
    ("text", "link"),
    [("a", ("a", "a")), ("a:b", ("a", "b")), ("/a:/c/b", ("a", "b")), (":", ("", ""))],
)
def test_a_link_is_a_name_and_an_alias(text: str, link: tuple[str, str]) -> None:
    assert opts.parse_link(text) == link
    assert opts.validate_link(text) == text


def test_an_address_comes_back_in_its_usual_spelling() -> None:
    assert opts.validate_ip_address(" 0:0::1 ") == "::1"
    with pytest.raises(GoError, match="x is not an ip address"):
        opts.validate_ip_address("x")


def test_a_mac_address_comes_back_as_it_was() -> None:
    assert opts.validate_mac_address(" 92-d0-c6-0a-29-33 ") == " 92-d0-c6-0a-29-33 "


@pytest.mark.parametrize(
    ("text", "nano", "shown"),
    [
        ("0", 0, ""),
        ("1.5", 1_500_000_000, "1.500"),
        ("1/8", 125_000_000, "0.125"),
        ("0.0005", 500_000, "0.001"),
        ("-2", -2_000_000_000, "-2.000"),
        ("1e10", -8446744073709551616, "-8446744073.710"),
    ],
)
def test_cpus_are_counted_in_billionths(text: str, nano: int, shown: str) -> None:
    cpus = opts.NanoCPUs()

    cpus.set(text)

    assert cpus.value() == nano
    assert cpus.string() == shown
    assert cpus.type() == "decimal"


def test_cpus_are_exact_or_refused() -> None:
    with pytest.raises(GoError, match="value is too precise"):
        opts.parse_cpus("1/3")
    with pytest.raises(GoError, match="failed to parse x as a rational number"):
        opts.parse_cpus("x")


@given(st.integers(min_value=0, max_value=10**12))
def test_every_billionth_can_be_said(nano: int) -> None:
    assert opts.parse_cpus(f"{nano}e-9") == nano
    assert opts.parse_cpus(f"{nano // 10**9}.{nano % 10**9:09d}") == nano


def test_a_size_of_nothing_shows_no_unit() -> None:
    size = opts.MemBytes()
    unset = size.string()

    size.set("1.5g")

    assert (unset, size.string(), size.value(), size.type()) == ("0", "1.5GiB", 3 << 29, "bytes")


def test_only_swap_may_be_unlimited() -> None:
    swap, memory = opts.MemSwapBytes(), opts.MemBytes()

    swap.set("-1")

    assert swap.value() == -1
    with pytest.raises(GoError, match="invalid size: '-1'"):
        memory.set("-1")
    with pytest.raises(GoError, match="invalid size: '-2'"):
        swap.set("-2")
