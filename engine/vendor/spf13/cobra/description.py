"""What a command is called, and what help says about it.

Split from command.go: this half prints, the other half runs.

Go: vendor/github.com/spf13/cobra/command.go
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from engine.vendor.spf13.cobra.command import Command
    from engine.vendor.spf13.pflag import FlagError, FlagSet

HelpFunc = Callable[["Command", list[str]], None]
FlagErrorFunc = Callable[["Command", "FlagError"], Exception]

_MIN_NAME_PADDING = 11


class Writer(Protocol):
    """Where a command prints.

    Go: io.Writer
    """

    def write(self, text: str, /) -> object:
        """Print ``text``."""


class Description:
    """The part of a command that is for people.

    Go: Command
    """

    parent: Command | None
    help_command: Command | None
    run_e: Any
    _commands: list[Command]
    _flags: FlagSet

    def __init__(self, use: str, short: str) -> None:
        self.use = use
        self.short = short
        self.long = ""
        self.aliases: list[str] = []
        self.hidden = False
        self.annotations: dict[str, str] = {}
        self._out: Writer | None = None
        self._usage_func: Callable[[Command], str] | None = None
        self._help_func: HelpFunc | None = None
        self._flag_error_func: FlagErrorFunc | None = None

    @property
    def name(self) -> str:
        """The first word of ``use``.

        Go: Command.Name
        """
        return self.use.partition(" ")[0]

    def command_path(self) -> str:
        """Return all words down to this command: ``docker container create``.

        Go: Command.CommandPath
        """
        return self.name if self.parent is None else f"{self.parent.command_path()} {self.name}"

    def use_line(self) -> str:
        """Return how the command is called, with its arguments.

        Go: Command.UseLine
        """
        return self.use if self.parent is None else f"{self.parent.command_path()} {self.use}"

    def name_padding(self) -> int:
        """Return how wide the column of names is in which this command stands.

        Go: Command.NamePadding
        """
        siblings = self.parent._commands if self.parent is not None else []
        return max(_MIN_NAME_PADDING, *(len(one.name) for one in siblings), 0)

    def name_and_aliases(self) -> str:
        """Return all names of the command.

        Go: Command.NameAndAliases
        """
        return ", ".join([self.name, *self.aliases])

    def has_sub_commands(self) -> bool:
        """Say whether there is anything below.

        Go: Command.HasSubCommands
        """
        return bool(self._commands)

    def has_available_flags(self) -> bool:
        """Say whether help has a flag to show.

        Go: Command.HasAvailableFlags
        """
        return self._flags.has_available_flags()

    def is_available_command(self) -> bool:
        """Say whether help shows this command.

        Go: Command.IsAvailableCommand
        """
        if self.hidden or (self.parent is not None and self.parent.help_command is self):
            return False
        return self.run_e is not None or any(one.is_available_command() for one in self._commands)

    def _self(self) -> Command:
        return cast("Command", self)

    def root(self) -> Command:
        """Return the top of the tree.

        Go: Command.Root
        """
        *_, top = self.ancestry()
        return top

    def ancestry(self) -> Iterator[Command]:
        """Yield this command and those above it, from the bottom up.

        Go: Command.VisitParents
        """
        command: Command | None = self._self()
        while command is not None:
            yield command
            command = command.parent

    # What it prints, and how.

    def set_out(self, out: Writer) -> None:
        """Print to ``out``, and so do the commands below.

        Go: Command.SetOut
        """
        self._out = out

    def out(self) -> Writer:
        """Return where to print; standard output if nobody chose.

        Go: Command.OutOrStdout
        """
        chosen = next((one._out for one in self.ancestry() if one._out is not None), None)
        return sys.stdout if chosen is None else chosen

    def println(self, text: object) -> None:
        """Print a line.

        Go: Command.Println
        """
        self.out().write(f"{text}\n")

    def set_usage_func(self, usage: Callable[[Command], str]) -> None:
        """Describe this command and those below with ``usage``.

        Go: Command.SetUsageTemplate
        """
        self._usage_func = usage

    def usage_string(self) -> str:
        """Return the text of ``--help``.

        Go: Command.UsageString
        """
        found = (one._usage_func for one in self.ancestry() if one._usage_func is not None)
        usage = next(found, None)
        return usage(self._self()) if usage is not None else f"Usage:\n  {self.use_line()}\n"

    def set_help_func(self, help_func: HelpFunc) -> None:
        """Answer ``--help`` for this command and those below with ``help_func``.

        Go: Command.SetHelpFunc
        """
        self._help_func = help_func

    def help_func(self) -> HelpFunc:
        """Return what answers ``--help``.

        Go: Command.HelpFunc
        """
        found = (one._help_func for one in self.ancestry() if one._help_func is not None)
        return next(found, _print_usage)

    def set_flag_error_func(self, flag_error_func: FlagErrorFunc) -> None:
        """Turn what is wrong with a flag into an error by ``flag_error_func``.

        Go: Command.SetFlagErrorFunc
        """
        self._flag_error_func = flag_error_func

    def flag_error_func(self) -> FlagErrorFunc:
        """Return what turns a flag's fault into an error.

        Go: Command.FlagErrorFunc
        """
        found = (one._flag_error_func for one in self.ancestry() if one._flag_error_func)
        return next(found, lambda _command, error: error)


def _print_usage(command: Command, _args: list[str]) -> None:
    command.out().write(f"\n{command.usage_string()}")
