"""Command line flags by POSIX and GNU rules: ``--name value``, ``--name=value``, ``-n5``, ``-it``.

A set of flags reads an argument list, gives each flag its value and keeps the rest. How flags are
defined is in `define`, their plain kinds of value are in `values`, their help is in `usage`.

Go: vendor/github.com/spf13/pflag/flag.go
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from engine.golang import errors
from engine.golang.strconv import quote, quote_rune
from engine.vendor.spf13.define import Definitions
from engine.vendor.spf13.flag import Flag, FlagError, HelpRequested, Value
from engine.vendor.spf13.values import Ref

__all__ = ["Flag", "FlagError", "FlagSet", "HelpRequested", "Ref", "Value"]


class FlagSet(Definitions):
    """Flags that are read together.

    Go: FlagSet
    """

    def __init__(self, name: str = "", *, warn: Callable[[str], object] | None = None) -> None:
        """Make an empty set; ``warn`` gets the lines about deprecated flags (else dropped)."""
        self.name = name
        self.sort_flags = True
        self._warn = warn
        self._formal: dict[str, Flag] = {}
        self._actual: dict[str, Flag] = {}
        self._shorthands: dict[str, Flag] = {}
        self._args: list[str] = []
        self._args_len_at_dash = -1
        self._interspersed = True

    # What is defined.

    def add_flag(self, flag: Flag) -> None:
        """Take a flag into the set.

        Raises:
            ValueError: the name or the letter is taken; the program is wrong, not the user.

        Go: FlagSet.AddFlag
        """
        if flag.name in self._formal:
            raise ValueError(f"{self.name} flag redefined: {flag.name}")
        letter = flag.shorthand
        if len(letter) > 1:
            raise ValueError(f"{quote(letter)} shorthand is more than one ASCII character")
        if letter in self._shorthands:
            raise ValueError(
                f"unable to redefine {quote_rune(letter)} shorthand in {quote(self.name)} flagset: "
                f"it's already used for {quote(self._shorthands[letter].name)} flag"
            )
        self._formal[flag.name] = flag
        if letter:
            self._shorthands[letter] = flag

    def add_flag_set(self, other: FlagSet) -> None:
        """Take in every flag of ``other`` whose name is free.

        Go: FlagSet.AddFlagSet
        """
        for flag in other.visit_all():
            if self.lookup(flag.name) is None:
                self.add_flag(flag)

    # What is known.

    def lookup(self, name: str) -> Flag | None:
        """Return the flag of that name.

        Go: FlagSet.Lookup
        """
        return self._formal.get(name)

    def shorthand_lookup(self, letter: str) -> Flag | None:
        """Return the flag of that letter.

        Go: FlagSet.ShorthandLookup
        """
        return self._shorthands.get(letter)

    def changed(self, name: str) -> bool:
        """Tell whether the user gave the flag.

        Go: FlagSet.Changed
        """
        flag = self.lookup(name)
        return flag is not None and flag.changed

    def visit_all(self) -> list[Flag]:
        """Return all flags, by name, or as defined if ``sort_flags`` is off.

        Go: FlagSet.VisitAll
        """
        return self._in_order(self._formal)

    def visit(self) -> list[Flag]:
        """Return the flags that the user gave.

        Go: FlagSet.Visit
        """
        return self._in_order(self._actual)

    def _in_order(self, flags: dict[str, Flag]) -> list[Flag]:
        names = sorted(flags) if self.sort_flags else list(flags)
        return [flags[name] for name in names]

    def has_flags(self) -> bool:
        """Tell whether any flag is defined.

        Go: FlagSet.HasFlags
        """
        return bool(self._formal)

    def has_available_flags(self) -> bool:
        """Tell whether help has a flag to show.

        Go: FlagSet.HasAvailableFlags
        """
        return any(not flag.hidden for flag in self._formal.values())

    def flag_usages(self) -> str:
        """Return the help lines of all flags, as wide as they are.

        Go: FlagSet.FlagUsages
        """
        return self.flag_usages_wrapped(0)

    def flag_usages_wrapped(self, cols: int) -> str:
        """Return the help lines of all flags, wrapped to ``cols`` columns (0: not wrapped).

        Go: FlagSet.FlagUsagesWrapped
        """
        from engine.vendor.spf13 import usage

        return usage.flag_usages_wrapped(self.visit_all(), cols)

    def args(self) -> list[str]:
        """Return what `parse` found behind or between the flags.

        Go: FlagSet.Args
        """
        return self._args

    def n_arg(self) -> int:
        """Return how many arguments are left.

        Go: FlagSet.NArg
        """
        return len(self._args)

    def args_len_at_dash(self) -> int:
        """Return how many arguments came before ``--``, or -1 if there was none.

        Go: FlagSet.ArgsLenAtDash
        """
        return self._args_len_at_dash

    # Reading.

    def set_interspersed(self, interspersed: bool) -> None:
        """Choose whether flags may follow the first argument that is none.

        Go: FlagSet.SetInterspersed
        """
        self._interspersed = interspersed

    def set(self, name: str, text: str) -> None:
        """Give a flag a value as the command line would.

        Raises:
            FlagError: there is no such flag, or its value does not take the text.

        Go: FlagSet.Set
        """
        flag = self.lookup(name)
        if flag is None:
            raise FlagError(f"no such flag -{name}")
        try:
            flag.value.set(text)
        except Exception as error:
            said = f"invalid argument {quote(text)} for {quote(flag.named())} flag"
            raise FlagError(f"{said}: {errors.text(error)}") from error
        self._actual.setdefault(name, flag)
        flag.changed = True
        if flag.deprecated:
            self._say(f"Flag --{name} has been deprecated, {flag.deprecated}")

    def parse(self, arguments: Sequence[str]) -> None:
        """Read an argument list, without the command's name.

        Raises:
            HelpRequested: ``--help`` or ``-h``, where the set defines no such flag.
            FlagError: an unknown flag, a missing or a bad value. Flags before it are set.

        Go: FlagSet.Parse
        """
        self._args = []
        self._args_len_at_dash = -1
        rest = list(reversed(arguments))
        while rest:
            argument = rest.pop()
            if argument == "--":
                self._args_len_at_dash = len(self._args)
                break
            if argument.startswith("--"):
                self._parse_long_arg(argument, rest)
            elif len(argument) > 1 and argument.startswith("-"):
                self._parse_short_arg(argument[1:], rest)
            else:
                self._args.append(argument)
                if not self._interspersed:
                    break
        self._args.extend(reversed(rest))

    def _parse_long_arg(self, argument: str, rest: list[str]) -> None:
        """Read ``--name`` and its value, which may be the next argument (``rest`` is reversed).

        Go: FlagSet.parseLongArg
        """
        name, equals, value = argument[2:].partition("=")
        if not name or name.startswith("-"):
            raise FlagError(f"bad flag syntax: {argument}")
        flag = self.lookup(name)
        if flag is None:
            if name == "help":
                raise HelpRequested
            raise FlagError(f"unknown flag: --{name}")
        if not equals:
            if flag.no_opt_def_val:
                value = flag.no_opt_def_val
            elif rest:
                value = rest.pop()
            else:
                raise FlagError(f"flag needs an argument: {argument}")
        self.set(flag.name, value)

    def _parse_short_arg(self, shorthands: str, rest: list[str]) -> None:
        """Read a chain of letters, of which only the last may take a value.

        Go: FlagSet.parseShortArg
        """
        while shorthands:
            shorthands = self._parse_single_short_arg(shorthands, rest)

    def _parse_single_short_arg(self, shorthands: str, rest: list[str]) -> str:
        """Read the first letter; return the letters that are still to be read.

        Go: FlagSet.parseSingleShortArg
        """
        letter, after = shorthands[0], shorthands[1:]
        flag = self._shorthands.get(letter)
        if flag is None:
            self._unknown_shorthand(shorthands)
        if len(after) > 1 and after.startswith("="):
            value, after = after[1:], ""
        elif flag.no_opt_def_val:
            value = flag.no_opt_def_val
        elif after:
            value, after = after, ""
        elif rest:
            value = rest.pop()
        else:
            raise FlagError(f"flag needs an argument: {quote_rune(letter)} in -{shorthands}")
        if flag.shorthand_deprecated:
            said = f"Flag shorthand -{letter} has been deprecated, {flag.shorthand_deprecated}"
            self._say(said)
        self.set(flag.name, value)
        return after

    def _unknown_shorthand(self, shorthands: str) -> NoReturn:
        # Go looks at one byte, so a letter beyond ASCII shows up as the first half of itself.
        letter = chr(shorthands.encode("utf-8", "surrogateescape")[0])
        if letter == "h":
            raise HelpRequested
        raise FlagError(f"unknown shorthand flag: {quote_rune(letter)} in -{shorthands}")

    def _say(self, line: str) -> None:
        if self._warn is not None:
            self._warn(line)
