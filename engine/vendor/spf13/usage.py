"""The help lines of a set of flags: two columns, the right one wrapped.

Split from flag.go, as reading flags and showing them have nothing in common.

Go: vendor/github.com/spf13/pflag/flag.go
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.golang.strconv import quote
from engine.vendor.spf13 import values

if TYPE_CHECKING:
    from engine.vendor.spf13.flag import Flag

_SHORT_NAMES = {"bool": "", "int64": "int", "uint64": "uint"}
# Help texts narrower than this are not worth wrapping.
_NARROWEST = 24
# A last word may stick out this far rather than get a line of its own.
_SLOP = 5


def flag_usages_wrapped(flags: Iterable[Flag], cols: int) -> str:
    """Return one help line or more for each flag that is not hidden, each ended by a newline.

    Go: FlagSet.FlagUsagesWrapped
    """
    rows = [_row(flag) for flag in flags if not flag.hidden]
    # Go counts the separator it puts between the columns, hence one more than the longest.
    widest = max((len(left) for left, _ in rows), default=0) + 1
    return "".join(
        f"{left} {' ' * (widest - len(left))} {_wrap(widest + 2, cols, right)}\n"
        for left, right in rows
    )


def unquote_usage(flag: Flag) -> tuple[str, str]:
    """Return the word for the flag's value, and its help without backquotes.

    A word in backquotes in the help text is that word; else the value's kind is.

    Go: UnquoteUsage
    """
    before, tick, rest = flag.usage.partition("`")
    name, second_tick, after = rest.partition("`")
    if tick and second_tick:
        return name, before + name + after
    kind = flag.value.type()
    return _SHORT_NAMES.get(kind, kind), flag.usage


def _row(flag: Flag) -> tuple[str, str]:
    word, usage = unquote_usage(flag)
    left = f"  {flag.named()}" if flag.named()[1] != "-" else f"      {flag.named()}"
    if word:
        left += f" {word}"
    left += _without_value(flag)
    if not _default_is_zero_value(flag):
        default = quote(flag.def_value) if flag.value.type() == "string" else flag.def_value
        usage += f" (default {default})"
    if flag.deprecated:
        usage += f" (DEPRECATED: {flag.deprecated})"
    return left, usage


def _without_value(flag: Flag) -> str:
    """Return what help says about giving the flag bare; a bare yes-or-no flag means yes."""
    bare = flag.no_opt_def_val
    if not bare or (flag.value.type() == "bool" and bare == "true"):
        return ""
    return f'[="{bare}"]' if flag.value.type() == "string" else f"[={bare}]"


def _default_is_zero_value(flag: Flag) -> bool:
    """Tell whether the default is nothing worth showing.

    Go: Flag.defaultIsZeroValue
    """
    match flag.value:
        case values.BoolValue():
            return flag.def_value == "false"
        case values.DurationValue():
            return flag.def_value in ("0", "0s")
        case values.IntValue() | values.Int64Value() | values.Uint16Value() | values.Uint64Value():
            return flag.def_value == "0"
        case values.StringValue():
            return flag.def_value == ""
        case _:
            return flag.value.string() in ("false", "<nil>", "", "0")


def _wrap(indent: int, cols: int, text: str) -> str:
    """Break ``text`` so that, ``indent`` columns in, it ends before column ``cols``.

    Go: wrap
    """
    if cols == 0:
        return text.replace("\n", "\n" + " " * indent)
    wrapped = ""
    width = cols - indent
    if width < _NARROWEST:
        # Too little is left on the right: start below the flag instead.
        indent = 16
        width = cols - indent
        wrapped = "\n" + " " * indent
    if width < _NARROWEST:
        return text.replace("\n", wrapped)
    margin = "\n" + " " * indent
    line, text = _wrap_n(width - _SLOP, text)
    wrapped += line.replace("\n", margin)
    while text:
        line, text = _wrap_n(width - _SLOP, text)
        wrapped += margin + line.replace("\n", margin)
    return wrapped


def _wrap_n(width: int, text: str) -> tuple[str, str]:
    """Return one line of about ``width`` columns, and the rest.

    Go: wrapN
    """
    if width + _SLOP > len(text):
        return text, ""
    head = text[:width]
    space = max(head.rfind(char) for char in " \t\n")
    if space <= 0:
        return text, ""
    newline = head.rfind("\n")
    cut = newline if 0 < newline < space else space
    return text[:cut], text[cut + 1 :]
