"""The ways to define a flag, by the kind of its value, and to mark one.

Go has them in a file for each kind. Where Go takes a pointer to where the value goes, these take
a `Ref`; with None the value stays in the flag (``flag.value``).

Go: vendor/github.com/spf13/pflag/flag.go
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from engine.golang.strconv import quote
from engine.vendor.spf13 import values
from engine.vendor.spf13.flag import Flag, Value
from engine.vendor.spf13.values import Ref


class Definitions(ABC):
    """What a `FlagSet` offers to whoever defines flags."""

    @abstractmethod
    def add_flag(self, flag: Flag) -> None:
        """Take a flag into the set."""

    @abstractmethod
    def lookup(self, name: str) -> Flag | None:
        """Return the flag of that name."""

    def var(self, value: Value, name: str, usage: str) -> Flag:
        """Define a flag with a value of any kind.

        Go: FlagSet.Var
        """
        return self.var_p(value, name, "", usage)

    def var_p(self, value: Value, name: str, shorthand: str, usage: str) -> Flag:
        """Define a flag with a value of any kind and a one-letter name.

        Go: FlagSet.VarPF
        """
        flag = Flag(value, name, shorthand, usage)
        self.add_flag(flag)
        return flag

    def bool_var(self, p: Ref | None, name: str, value: bool, usage: str) -> Flag:
        """Define a yes-or-no flag.

        Go: FlagSet.BoolVar
        """
        return self.bool_var_p(p, name, "", value, usage)

    def bool_var_p(self, p: Ref | None, name: str, shorthand: str, value: bool, usage: str) -> Flag:
        """Define a yes-or-no flag; given bare it means yes.

        Go: FlagSet.BoolVarP
        """
        flag = self.var_p(values.BoolValue(value, p), name, shorthand, usage)
        flag.no_opt_def_val = "true"
        return flag

    def string_var(self, p: Ref | None, name: str, value: str, usage: str) -> Flag:
        """Define a flag that takes its text as it is.

        Go: FlagSet.StringVar
        """
        return self.var_p(values.StringValue(value, p), name, "", usage)

    def string_var_p(
        self, p: Ref | None, name: str, shorthand: str, value: str, usage: str
    ) -> Flag:
        """Define a text flag with a one-letter name.

        Go: FlagSet.StringVarP
        """
        return self.var_p(values.StringValue(value, p), name, shorthand, usage)

    def int_var(self, p: Ref | None, name: str, value: int, usage: str) -> Flag:
        """Define a flag for a signed number of 64 bits.

        Go: FlagSet.IntVar
        """
        return self.var_p(values.IntValue(value, p), name, "", usage)

    def int64_var(self, p: Ref | None, name: str, value: int, usage: str) -> Flag:
        """Define a flag for a signed number of 64 bits.

        Go: FlagSet.Int64Var
        """
        return self.int64_var_p(p, name, "", value, usage)

    def int64_var_p(self, p: Ref | None, name: str, shorthand: str, value: int, usage: str) -> Flag:
        """Define a flag for a signed number of 64 bits with a one-letter name.

        Go: FlagSet.Int64VarP
        """
        return self.var_p(values.Int64Value(value, p), name, shorthand, usage)

    def uint16_var(self, p: Ref | None, name: str, value: int, usage: str) -> Flag:
        """Define a flag for a number of 16 bits.

        Go: FlagSet.Uint16Var
        """
        return self.var_p(values.Uint16Value(value, p), name, "", usage)

    def uint64_var(self, p: Ref | None, name: str, value: int, usage: str) -> Flag:
        """Define a flag for a number of 64 bits.

        Go: FlagSet.Uint64Var
        """
        return self.var_p(values.Uint64Value(value, p), name, "", usage)

    def duration_var(self, p: Ref | None, name: str, value: int, usage: str) -> Flag:
        """Define a flag for a length of time, kept in nanoseconds.

        Go: FlagSet.DurationVar
        """
        return self.var_p(values.DurationValue(value, p), name, "", usage)

    def mark_hidden(self, name: str) -> None:
        """Keep a flag out of the help text.

        Go: FlagSet.MarkHidden
        """
        self._defined(name).hidden = True

    def mark_deprecated(self, name: str, usage_message: str) -> None:
        """Hide a flag and warn whoever uses it.

        Go: FlagSet.MarkDeprecated
        """
        flag = self._defined(name)
        flag.deprecated = usage_message
        flag.hidden = True

    def mark_shorthand_deprecated(self, name: str, usage_message: str) -> None:
        """Hide a flag's letter and warn whoever uses it.

        Go: FlagSet.MarkShorthandDeprecated
        """
        self._defined(name).shorthand_deprecated = usage_message

    def set_annotation(self, name: str, key: str, values: list[str]) -> None:
        """Note something about a flag, such as the API version that it needs.

        Go: FlagSet.SetAnnotation
        """
        self._defined(name).annotations[key] = values

    def _defined(self, name: str) -> Flag:
        flag = self.lookup(name)
        if flag is None:
            raise ValueError(f"flag {quote(name)} does not exist")
        return flag
