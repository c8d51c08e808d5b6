from __future__ import annotations

from pathlib import Path

import pytest

from engine.golang.lookup import no_such_host


def said(place: Path, host: str, resolv: str | None, nsswitch: str | None = None) -> str:
    """Return what is said of a host on a machine with these files."""
    files = {"resolv": resolv, "nsswitch": nsswitch}
    for name, content in files.items():
        if content is not None:
            (place / name).write_text(content)
    return no_such_host(host, resolv=str(place / "resolv"), nsswitch=str(place / "nsswitch"))


def test_the_first_name_server_is_named(tmp_path: Path) -> None:
    resolv = "# ours\nsearch lab\nnameserver 192.0.2.1 # near\nnameserver 192.0.2.2\n"

    told = said(tmp_path, "registry.invalid", resolv)

    assert told == "lookup registry.invalid on 192.0.2.1:53: no such host"


@pytest.mark.parametrize("resolv", [None, "", "nameserver\nsearch lab\n"])
def test_without_one_it_is_this_machine(tmp_path: Path, resolv: str | None) -> None:
    assert said(tmp_path, "a.invalid", resolv) == "lookup a.invalid on 127.0.0.1:53: no such host"


def test_a_name_server_may_have_an_address_of_ipv6(tmp_path: Path) -> None:
    told = said(tmp_path, "a.invalid", "nameserver 2001:db8::1\n")

    assert told == "lookup a.invalid on [2001:db8::1]:53: no such host"


@pytest.mark.parametrize(
    "name",
    ["", "a b", "-a.invalid", "a-.invalid", "a..b", "x" * 64 + ".invalid", "1.2.3", "é" * 60],
)
def test_nobody_is_asked_for_what_is_no_name(tmp_path: Path, name: str) -> None:
    assert said(tmp_path, name, "nameserver 192.0.2.1\n") == f"lookup {name}: no such host"


@pytest.mark.parametrize(
    ("host", "nsswitch", "asks"),
    [
        ("a.invalid", "passwd: files\nhosts: files dns\n", True),
        ("a.invalid", "hosts: files mdns4_minimal [NOTFOUND=return] dns myhostname\n", True),
        ("a.invalid", "hosts: files resolve [!UNAVAIL=return] dns\n", False),
        ("a.local", "hosts: files dns\n", False),
    ],
)
def test_no_server_is_named_where_go_leaves_it_to_the_c_library(
    tmp_path: Path, host: str, nsswitch: str, asks: bool
) -> None:
    told = said(tmp_path, host, "nameserver 192.0.2.1\n", nsswitch)

    assert ("192.0.2.1" in told) is asks


def test_a_name_in_other_letters_is_told_as_it_is_asked_for(tmp_path: Path) -> None:
    told = said(tmp_path, "é.invalid", "nameserver 192.0.2.1\n")

    assert told == "lookup xn--9ca.invalid on 192.0.2.1:53: no such host"
