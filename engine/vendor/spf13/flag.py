"""One flag: its names, its help, its value; and how a flag can be wrong.

Split from flag.go, so that help and definitions can know a flag without the set.

Go: vendor/github.com/spf13/pflag/flag.go
"""

from __future__ import annotations

from typing import Protocol

from engine.golang import errors


class FlagError(errors.GoError):
    """The argument list cannot be read; the text is pflag's."""


class HelpRequested(FlagError):
    """Somebody asked for help of a set that defines no such flag.

    Go: ErrHelp
    """

    def __init__(self) -> None:
        super().__init__("pflag: help requested")


class Value(Protocol):
    """What stands behind a flag: it takes texts and shows itself as text.

    Go: Value
    """

    def set(self, text: str) -> None:
        """Take one value from the command line, or raise an error that says why not."""

    def type(self) -> str:
        """Return the word that help shows behind the flag's name."""

    def string(self) -> str:
        """Return the current value as help would show it."""


class Flag:
    """One flag: its names, its help, its value, and whether the user gave it.

    Go: Flag
    """

    __slots__ = (
        "annotations",
        "changed",
        "def_value",
        "deprecated",
        "hidden",
        "name",
        "no_opt_def_val",
        "shorthand",
        "shorthand_deprecated",
        "usage",
        "value",
    )

    def __init__(self, value: Value, name: str, shorthand: str, usage: str) -> None:
        self.name = name
        self.shorthand = shorthand
        self.usage = usage
        self.value = value
        self.def_value = value.string()
        self.changed = False
        # What the flag means when it is given without a value; empty: it needs one.
        self.no_opt_def_val = ""
        self.deprecated = ""
        self.shorthand_deprecated = ""
        self.hidden = False
        self.annotations: dict[str, list[str]] = {}

    def named(self) -> str:
        """Return the flag as error texts name it: ``-n, --name`` or ``--name``."""
        if self.shorthand and not self.shorthand_deprecated:
            return f"-{self.shorthand}, --{self.name}"
        return f"--{self.name}"
