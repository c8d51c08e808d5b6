from __future__ import annotations

import io
from typing import Any

import pytest

from engine.golang.errors import GoError
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import FlagError


@pytest.fixture
def ran() -> list[tuple[str, list[str]]]:
    """Which commands ran, with which arguments."""
    return []


@pytest.fixture
def root(ran: list[tuple[str, list[str]]]) -> Command:
    """The tree ``top`` with ``group``, below it ``leaf`` (also called ``l``)."""

    def run(command: Command, args: list[str]) -> None:
        ran.append((command.command_path(), args))

    top, group = Command(use="top", run_e=run), Command(use="group")
    leaf = Command(use="leaf [X]", short="A leaf", run_e=run)
    leaf.aliases = ["l"]
    top.add_command(group)
    group.add_command(leaf)
    top.persistent_flags().bool_var_p(None, "help", "h", False, "Print usage")
    group.flags().string_var_p(None, "name", "n", "", "A name")
    leaf.flags().bool_var_p(None, "yes", "y", False, "Yes")
    top.set_out(io.StringIO())
    return top


def printed(root: Command) -> str:
    out = root.out()
    assert isinstance(out, io.StringIO)
    return out.getvalue()


@pytest.mark.parametrize(
    ("args", "path", "rest"),
    [
        (["group", "leaf", "a", "-y", "b"], "top group leaf", ["a", "b"]),
        (["group", "l", "a"], "top group leaf", ["a"]),
        (["group", "--name", "leaf", "leaf"], "top group leaf", []),
        (["group", "-n", "x", "leaf"], "top group leaf", []),
        (["group", "--name=x", "leaf", "--", "-y"], "top group leaf", ["-y"]),
        (["other", "leaf"], "top", ["other", "leaf"]),
    ],
)
def test_the_command_is_found_behind_flags(
    root: Command, ran: list[tuple[str, list[str]]], args: list[str], path: Any, rest: list[str]
) -> None:
    root.execute(args)

    assert ran == [(path, rest)]


def test_each_command_on_the_way_reads_its_own_flags(root: Command) -> None:
    root.execute(["group", "--name", "x", "leaf"])

    flag = root.commands()[0].flags().lookup("name")
    assert flag is not None
    assert flag.value.string() == "x"


@pytest.mark.parametrize(
    "args", [["group"], ["group", "--help"], ["group", "nothing"], ["group", "-h"]]
)
def test_a_command_that_does_nothing_shows_help(
    root: Command, ran: list[tuple[str, list[str]]], args: list[str]
) -> None:
    root.execute(args)

    assert ran == []
    assert printed(root) == "\nUsage:\n  top group\n"


def test_help_goes_to_the_nearest_function(root: Command) -> None:
    root.commands()[0].set_help_func(lambda command, args: command.println(f"help {args}"))

    root.execute(["group", "leaf", "--help"])

    assert printed(root) == "help ['group', 'leaf', '--help']\n"


def test_a_wrong_flag_is_turned_into_an_error_by_the_nearest_function(root: Command) -> None:
    root.set_flag_error_func(lambda command, error: GoError(f"{command.command_path()}: {error}"))

    with pytest.raises(GoError, match=r"^top group leaf: unknown flag: --nope$"):
        root.execute(["group", "leaf", "--nope"])


def test_a_wrong_flag_on_the_way_stays_as_it_is(root: Command) -> None:
    root.set_flag_error_func(lambda _command, _error: GoError("never"))

    with pytest.raises(FlagError, match=r"^unknown flag: --nope$"):
        root.execute(["group", "--nope=1", "leaf"])


def test_arguments_are_checked_before_the_pre_run_and_that_before_the_run(
    root: Command, ran: list[tuple[str, list[str]]]
) -> None:
    order: list[str] = []
    leaf, _ = root.find(["group", "leaf"])
    leaf.args = lambda _command, _args: order.append("args")
    root.persistent_pre_run_e = lambda command, _args: order.append(f"pre {command.name}")

    root.execute(["group", "leaf"])

    assert order == ["args", "pre leaf"]
    assert len(ran) == 1


def test_a_deprecated_letter_is_printed_where_the_command_prints(root: Command) -> None:
    root.persistent_flags().mark_shorthand_deprecated("help", "say --help")

    root.execute(["group", "-h"])

    assert printed(root).startswith("Flag shorthand -h has been deprecated, say --help\n")


def test_version_is_a_flag_if_there_is_a_version(
    root: Command, ran: list[tuple[str, list[str]]]
) -> None:
    root.version = "1.2"
    root.flags().bool_var(None, "version", False, "Version")

    root.execute(["--version"])

    assert ran == []
    assert printed(root) == "1.2\n"


def test_find_knows_no_other_words_at_the_top(root: Command) -> None:
    with pytest.raises(GoError, match=r'^unknown command "foo" for "top"$'):
        root.find(["foo"])


def test_find_returns_what_is_said_besides(root: Command) -> None:
    found, rest = root.find(["group", "leaf", "-y", "x"])

    assert (found.name, rest) == ("leaf", ["-y", "x"])


def test_only_commands_that_do_something_are_shown(root: Command) -> None:
    group = root.commands()[0]
    leaf = group.commands()[0]

    assert group.is_available_command()
    leaf.hidden = True
    assert not group.is_available_command()


def test_the_help_command_is_not_among_those_shown(root: Command) -> None:
    command = Command(use="help", run_e=lambda _command, _args: None)
    root.set_help_command(command)

    assert not command.is_available_command()


def test_names_line_up(root: Command) -> None:
    root.add_command(Command(use="a-rather-long-name"))

    assert root.commands()[1].name_padding() == 18
    assert root.name_padding() == 11
    assert root.find(["group", "leaf"])[0].name_and_aliases() == "leaf, l"
