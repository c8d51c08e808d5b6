"""Text that may come in quotes of its own.

Go: opts/quotedstring.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.vendor.spf13.values import Ref


class QuotedString:
    """A text flag that drops one pair of quotes around its value.

    Go: QuotedString
    """

    def __init__(self, p: Ref) -> None:
        self._p = p

    def set(self, val: str) -> None:
        """Keep ``val`` without its quotes.

        Go: QuotedString.Set
        """
        setattr(self._p.target, self._p.name, _trim_quotes(val))

    def type(self) -> str:
        """Return the word for help."""
        return "string"

    def string(self) -> str:
        """Return the text."""
        return str(getattr(self._p.target, self._p.name))


def _trim_quotes(value: str) -> str:
    """Return ``value`` without a pair of quotes; an empty value, which crashes Go, is fine.

    Go: trimQuotes
    """
    for quote in "'\"":
        if len(value) > 1 and value.startswith(quote) and value.endswith(quote):
            return value[1:-1]
    return value
