"""The flags as help shows them."""

from __future__ import annotations

import time
from typing import Any

import pytest

from cli.command.container.opts import add_flags
from engine.vendor.spf13.pflag import FlagSet

WINDOWS_ONLY = ["cpu-count", "cpu-percent", "io-maxbandwidth", "io-maxiops"]


@pytest.fixture
def flags() -> FlagSet:
    made = FlagSet("create")
    add_flags(made)
    return made


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_help_is_that_of_the_stock_client(flags: FlagSet, columns: int, snapshot: Any) -> None:
    """The snapshots are what ``docker create --help`` printed on terminals of that width."""
    flags.string_var(None, "name", "", "Assign a name to the container")
    flags.string_var(
        None, "pull", "missing", 'Pull image before creating ("always"|"missing"|"never")'
    )
    flags.string_var(None, "platform", "", "Set platform if server is multi-platform capable")
    flags.bool_var(None, "disable-content-trust", True, "Skip image verification")
    flags.bool_var(None, "help", False, "Print usage")
    for name in WINDOWS_ONLY:
        flags.mark_hidden(name)

    text = flags.flag_usages_wrapped(columns - 1)

    snapshot.assert_match(text, f"{columns}.txt")


def test_help_after_a_value_says_that_there_was_no_default() -> None:
    flags = FlagSet("create")
    add_flags(flags)
    flags.parse(["--env", "A=1", "--cpus", "1.5", "-m", "1g", "--ulimit", "core=1"])

    lines = {line.split("  ")[-1].strip() for line in flags.flag_usages().splitlines()}

    assert "Set environment variables (default )" in lines
    assert "Number of CPUs (default )" in lines
    assert "Memory limit (default 0)" in lines
    assert "Ulimit options (default [])" in lines


def test_some_flags_need_a_newer_daemon(flags: FlagSet) -> None:
    needs = {
        flag.name: flag.annotations["version"]
        for flag in flags.visit_all()
        if "version" in flag.annotations
    }

    assert needs == {
        "cgroupns": ["1.41"],
        "cpu-rt-period": ["1.25"],
        "cpu-rt-runtime": ["1.25"],
        "cpus": ["1.25"],
        "gpus": ["1.40"],
        "health-start-period": ["1.29"],
        "init": ["1.25"],
        "stop-timeout": ["1.25"],
    }


def test_four_flags_are_for_windows_only(flags: FlagSet) -> None:
    windows = [
        flag.name for flag in flags.visit_all() if flag.annotations.get("ostype") == ["windows"]
    ]

    assert windows == WINDOWS_ONLY


def test_only_old_spellings_are_hidden(flags: FlagSet) -> None:
    hidden = [flag.name for flag in flags.visit_all() if flag.hidden]

    assert hidden == ["dns-opt", "net", "net-alias"]


def test_an_old_spelling_fills_the_same_list() -> None:
    flags = FlagSet("create")
    copts = add_flags(flags)

    flags.parse(["--dns-opt=a", "--dns-option=b", "--net-alias=c", "--network-alias=d"])

    assert copts.dns_options.get_all() == ["a", "b"]
    assert copts.aliases.get_all() == ["c", "d"]


def test_defining_the_flags_takes_no_time_worth_speaking_of() -> None:
    def define() -> float:
        start = time.perf_counter()
        add_flags(FlagSet("create"))
        return time.perf_counter() - start

    fastest = min(define() for _ in range(10))

    assert fastest < 0.005
