from __future__ import annotations

import pytest

from engine.golang import net


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.2.3.4", "1.2.3.4"),
        ("::1", "::1"),
        ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("::ffff:1.2.3.4", "1.2.3.4"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("::1.2.3.4", "::102:304"),
    ],
)
def test_shows_addresses_as_go_does(text: str, shown: str) -> None:
    assert str(net.parse_ip(text)) == shown


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "01.2.3.4", "1::2::3", "fe80::1%eth0", "1.2/8"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert net.parse_ip(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "92:d0:c6:0a:29:33",
        "92-D0-C6-0A-29-33",
        "92d0.c60a.2933",
        "00:" * 7 + "01",
        "00:" * 19 + "1f",
    ],
)
def test_a_mac_address_has_six_eight_or_twenty_bytes(text: str) -> None:
    assert net.parse_mac(text) == text


@pytest.mark.parametrize("text", ["", "92:d0:c6:0a:29", "92:d0-c6:0a:29:33", "9:d:c:0:2:3", "x"])
def test_refuses_other_mac_addresses(text: str) -> None:
    with pytest.raises(net.AddrError) as caught:
        net.parse_mac(text)

    assert str(caught.value) == f"address {text}: invalid MAC address"


@pytest.mark.parametrize(
    ("text", "parts"),
    [("a:1", ("a", "1")), (":", ("", "")), ("[::1]:80", ("::1", "80")), ("[]:", ("", ""))],
)
def test_splits_host_and_port(text: str, parts: tuple[str, str]) -> None:
    assert net.split_host_port(text) == parts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a", "missing port in address"),
        ("[::1]", "missing port in address"),
        ("[a]b:1", "missing port in address"),
        ("a:b:1", "too many colons in address"),
        ("[a]::1", "too many colons in address"),
        ("[a:1", "missing ']' in address"),
        ("a[:1", "unexpected '[' in address"),
        ("[[a]:1", "unexpected '[' in address"),
        ("a]:1", "unexpected ']' in address"),
        ("[a]]:1", "missing port in address"),
    ],
)
def test_says_what_is_wrong_with_a_host_and_port(text: str, reason: str) -> None:
    with pytest.raises(net.AddrError) as caught:
        net.split_host_port(text)

    assert str(caught.value) == f"address {text}: {reason}"


def test_joining_brackets_what_has_colons() -> None:
    assert net.join_host_port("::1", "80") == "[::1]:80"
    assert net.join_host_port("a", "80") == "a:80"
