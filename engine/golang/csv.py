"""One comma-separated record, read by RFC 4180 as Go's reader does.

Python's ``csv`` module forgives stray quotes; here each is an error whose text the user sees.

Go: encoding/csv
"""

from __future__ import annotations

from engine.golang.errors import GoError

_BARE_QUOTE = 'bare " in non-quoted-field'
_QUOTE = 'extraneous or missing " in quoted-field'


class ParseError(GoError):
    """A quote stands where none may stand.

    Go: ParseError
    """

    def __init__(self, start: int, line: int, column: int, reason: str) -> None:
        place = f"line {line}, column {column}"
        if start != line:
            super().__init__(f"record on line {start}; parse error on {place}: {reason}")
        else:
            super().__init__(f"parse error on {place}: {reason}")


def read_record(text: str) -> list[str]:
    """Return the fields of the first record in ``text``; empty lines before it are skipped.

    Raises:
        GoError: ``EOF``, there is no record.
        ParseError: quotes do not match.

    Go: Reader.Read
    """
    lines = _lines(text)
    start = 0
    while start < len(lines) and lines[start] == "\n":
        start += 1
    if start == len(lines):
        raise GoError("EOF")
    return _Record(lines, start).fields()


def _lines(text: str) -> list[str]:
    """Split after each newline; CRLF counts as one, and a CR at the very end is dropped."""
    lines = text.replace("\r\n", "\n").split("\n")
    whole = [line + "\n" for line in lines[:-1]]
    last = lines[-1].removesuffix("\r")
    return [*whole, last] if lines[-1] else whole


class _Record:
    """The reading position: a line, and how much of it is used up."""

    def __init__(self, lines: list[str], start: int) -> None:
        self._lines = lines
        self._start = start
        self._line = start
        self._rest = lines[start]
        self._column = 1

    def fields(self) -> list[str]:
        """Read fields until one ends the record."""
        fields: list[str] = []
        more = True
        while more:
            field, more = self._quoted() if self._rest.startswith('"') else self._plain()
            fields.append(field)
        return fields

    def _plain(self) -> tuple[str, bool]:
        field, comma, _ = self._rest.partition(",")
        if not comma:
            field = field.removesuffix("\n")
        if '"' in field:
            self._skip(field[: field.index('"')])
            raise self._error(_BARE_QUOTE)
        self._skip(field + comma)
        return field, bool(comma)

    def _quoted(self) -> tuple[str, bool]:
        self._skip('"')
        field = ""
        while True:
            part, found, after = self._rest.partition('"')
            field += part
            if not found:
                self._next_line()
                continue
            self._skip(part + found)
            if after.startswith('"'):
                field += '"'
                self._skip('"')
            elif after.startswith(","):
                self._skip(",")
                return field, True
            elif after in ("", "\n"):
                return field, False
            else:
                # Go points at the quote, not behind it.
                self._column -= 1
                raise self._error(_QUOTE)

    def _next_line(self) -> None:
        """Go on inside quotes with the line below.

        Raises:
            ParseError: there is none, the quote was never closed.
        """
        last = self._rest
        if self._line + 1 == len(self._lines):
            self._skip(last)
            raise self._error(_QUOTE)
        self._line += 1
        self._rest = self._lines[self._line]
        self._column = 1

    def _skip(self, used: str) -> None:
        self._rest = self._rest[len(used) :]
        self._column += len(used.encode("utf-8", "surrogateescape"))

    def _error(self, reason: str) -> ParseError:
        return ParseError(self._start + 1, self._line + 1, self._column, reason)
