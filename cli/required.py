"""How many arguments a command takes.

Go: cli/required.go
"""

from __future__ import annotations

from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.vendor.spf13.cobra import Command, PositionalArgs


def no_args(command: Command, args: list[str]) -> None:
    """Check that there are no arguments.

    Raises:
        GoError: there are; for a command with sub commands the text is its usage.

    Go: NoArgs
    """
    if not args:
        return
    if command.has_sub_commands():
        raise GoError("\n" + command.usage_string().rstrip("\n"))
    raise _refuse(command, "accepts no arguments")


def requires_min_args(minimum: int) -> PositionalArgs:
    """Return a check for at least ``minimum`` arguments.

    Go: RequiresMinArgs
    """

    def check(command: Command, args: list[str]) -> None:
        if len(args) < minimum:
            raise _refuse(command, f"requires at least {_count(minimum)}")

    return check


def requires_max_args(maximum: int) -> PositionalArgs:
    """Return a check for at most ``maximum`` arguments.

    Go: RequiresMaxArgs
    """

    def check(command: Command, args: list[str]) -> None:
        if len(args) > maximum:
            raise _refuse(command, f"requires at most {_count(maximum)}")

    return check


def requires_range_args(minimum: int, maximum: int) -> PositionalArgs:
    """Return a check for ``minimum`` to ``maximum`` arguments.

    Go: RequiresRangeArgs
    """

    def check(command: Command, args: list[str]) -> None:
        if not minimum <= len(args) <= maximum:
            raise _refuse(command, f"requires at least {minimum} and at most {_count(maximum)}")

    return check


def exact_args(number: int) -> PositionalArgs:
    """Return a check for exactly ``number`` arguments.

    Go: ExactArgs
    """

    def check(command: Command, args: list[str]) -> None:
        if len(args) != number:
            raise _refuse(command, f"requires exactly {_count(number)}")

    return check


def _count(number: int) -> str:
    return f"{number} argument" if number == 1 else f"{number} arguments"


def _refuse(command: Command, what: str) -> GoError:
    path = command.command_path()
    return GoError(
        f"{quote(path)} {what}.\nSee '{path} --help'.\n\n"
        f"Usage:  {command.use_line()}\n\n{command.short}"
    )
