"""A command with its flags, its sub commands and what it does.

What a command is called and whether help shows it is in `description`; here is how it is found
and run. Flags may stand behind each word of a command line, so each command on the way reads its
own. What cobra prints itself, ``docker`` prints through functions that it sets.

Go: vendor/github.com/spf13/cobra/command.go
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.vendor.spf13.cobra.description import Description
from engine.vendor.spf13.pflag import FlagError, FlagSet, HelpRequested

PositionalArgs = Callable[["Command", list[str]], None]
Run = Callable[["Command", list[str]], None]


class Command(Description):
    """One word of a command line.

    ``args`` checks the arguments and raises if they are not right; ``run_e`` does the work.

    Go: Command
    """

    def __init__(
        self,
        *,
        use: str,
        short: str = "",
        args: PositionalArgs | None = None,
        run_e: Run | None = None,
        persistent_pre_run_e: Run | None = None,
        version: str = "",
    ) -> None:
        super().__init__(use, short)
        self.args = args
        self.run_e = run_e
        self.persistent_pre_run_e = persistent_pre_run_e
        self.version = version
        self.version_template = "{version}\n"
        self.parent: Command | None = None
        self.help_command: Command | None = None
        self._commands: list[Command] = []
        self._flag_warnings: list[str] = []
        self._flags = FlagSet(self.name, warn=self._flag_warnings.append)
        self._persistent_flags = FlagSet(self.name, warn=self._flag_warnings.append)

    # The tree.

    def add_command(self, *commands: Command) -> None:
        """Take ``commands`` in below this one.

        Go: Command.AddCommand
        """
        for command in commands:
            command.parent = self
            self._commands.append(command)

    def commands(self) -> list[Command]:
        """Return the sub commands by name.

        Go: Command.Commands
        """
        return sorted(self._commands, key=lambda command: command.name)

    def set_help_command(self, command: Command) -> None:
        """Let ``command`` be the one that shows help; help itself does not show it.

        Go: Command.SetHelpCommand
        """
        self.help_command = command
        self.add_command(command)

    # Flags.

    def flags(self) -> FlagSet:
        """Return the command's flags.

        Go: Command.Flags
        """
        return self._flags

    def persistent_flags(self) -> FlagSet:
        """Return the flags that the commands below have, too.

        Go: Command.PersistentFlags
        """
        return self._persistent_flags

    def _merge_persistent_flags(self) -> None:
        """Take in the flags of all commands above that are for those below.

        Go: Command.mergePersistentFlags
        """
        for command in self.ancestry():
            self._flags.add_flag_set(command.persistent_flags())

    def parse_flags(self, args: Sequence[str]) -> None:
        """Read ``args``; `flags` then knows values and the rest.

        Raises:
            FlagError: a flag or its value is not right.

        Go: Command.ParseFlags
        """
        self._merge_persistent_flags()
        self._flag_warnings.clear()
        self._flags.parse(args)
        for warning in self._flag_warnings:
            self.println(warning)

    # Finding the command that is meant.

    def _find_next(self, word: str) -> Command | None:
        for command in self._commands:
            if word == command.name or word in command.aliases:
                return command
        return None

    def find(self, args: Sequence[str]) -> tuple[Command, list[str]]:
        """Return the command that ``args`` name, and what they say besides.

        Raises:
            GoError: the first word is no command.

        Go: Command.Find
        """
        command, rest = self, list(args)
        while words := command._strip_flags(rest):
            found = command._find_next(words[0])
            if found is None:
                break
            rest.remove(words[0])
            command = found
        if command.args is None and command.parent is None and words:
            path = quote(command.command_path())
            raise GoError(f"unknown command {quote(words[0])} for {path}")
        return command, rest

    def _strip_flags(self, args: Sequence[str]) -> list[str]:
        """Return those of ``args`` that are neither flags nor their values.

        Go: stripFlags
        """
        self._merge_persistent_flags()
        words = []
        rest = list(reversed(args))
        while rest:
            arg = rest.pop()
            if arg == "--":
                break
            if self._takes_next(arg):
                if not rest:
                    break
                rest.pop()
            elif arg and not arg.startswith("-"):
                words.append(arg)
        return words

    def _takes_next(self, arg: str) -> bool:
        """Say whether ``arg`` is a flag whose value is the next argument."""
        if "=" in arg:
            return False
        if arg.startswith("--"):
            flag = self._flags.lookup(arg[2:])
        elif arg.startswith("-") and len(arg) == 2:
            flag = self._flags.shorthand_lookup(arg[1])
        else:
            return False
        return flag is None or not flag.no_opt_def_val

    def traverse(self, args: Sequence[str]) -> tuple[Command, list[str]]:
        """Return the command that ``args`` name, and its own arguments and flags.

        The commands on the way read the flags that stand before the next word.

        Raises:
            FlagError: one of those flags is not right.

        Go: Command.Traverse
        """
        flags: list[str] = []
        in_flag = False
        for i, arg in enumerate(args):
            if arg.startswith("-") and len(arg) > 1:
                in_flag = self._takes_next(arg)
                flags.append(arg)
                continue
            if in_flag:
                in_flag = False
                flags.append(arg)
                continue
            command = self._find_next(arg)
            if command is None:
                break
            self.parse_flags(flags)
            return command.traverse(args[i + 1 :])
        return self, list(args)

    # Running it.

    def execute(self, args: Sequence[str]) -> None:
        """Run the command that ``args`` name, or show its help.

        Raises:
            Exception: whatever kept it from running, or went wrong while it ran.

        Go: Command.ExecuteC
        """
        command, rest = self.traverse(args)
        try:
            command._execute(rest)
        except HelpRequested:
            command.help_func()(command, list(args))

    def _execute(self, args: Sequence[str]) -> None:
        """Read the flags, check the arguments, run.

        Raises:
            HelpRequested: the user wants help, or there is nothing to run.

        Go: Command.execute
        """
        try:
            self.parse_flags(args)
        except HelpRequested:
            raise
        except FlagError as error:
            raise self.flag_error_func()(self, error) from error
        if self._given("help"):
            raise HelpRequested
        if self.version and self._given("version"):
            self.out().write(self.version_template.format(version=self.version))
            return
        if self.run_e is None:
            raise HelpRequested
        words = self._flags.args()
        self.validate_args(words)
        for command in self.ancestry():
            if command.persistent_pre_run_e is not None:
                command.persistent_pre_run_e(self, words)
                break
        self.run_e(self, words)

    def _given(self, name: str) -> bool:
        flag = self._flags.lookup(name)
        return flag is not None and flag.value.string() == "true"

    def validate_args(self, args: list[str]) -> None:
        """Check the arguments.

        Raises:
            Exception: they are not right.

        Go: Command.ValidateArgs
        """
        if self.args is not None:
            self.args(self, args)
