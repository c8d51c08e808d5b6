"""Say what is wrong with a JSON text in the words of Go's decoder.

Only reached after Python's own parser refused the text, so it may be slow.

Go: encoding/json/scanner.go
"""

from __future__ import annotations

from engine.golang.strconv import quote

_ESCAPES = '"\\/bfnrt'
_HEX = "0123456789abcdefABCDEF"
_SPACE = " \t\r\n"
# Deeper ones are refused, so that no text can exhaust the stack.
_MAX_DEPTH = 10000


class SyntaxFault(Exception):
    """The text breaks JSON's grammar; the message is Go's."""


class UnexpectedEnd(Exception):
    """The text ends in the middle of a value."""


def quote_char(char: str) -> str:
    """Return ``char`` as Go's decoder prints it.

    Go: quoteChar
    """
    if char == "'":
        return r"'\''"
    if char == '"':
        return "'\"'"
    return f"'{quote(char)[1:-1]}'"


class Scanner:
    """Walks one JSON value and raises at the first byte that Go would refuse.

    The text has a character for each byte, since Go's messages name bytes.

    Go: scanner
    """

    def __init__(self, data: bytes) -> None:
        self.text = data.decode("latin-1")
        self.at = 0
        self._open: list[str] = []

    def value(self) -> None:
        """Pass one value.

        Raises:
            SyntaxFault: a character that cannot stand there.
            UnexpectedEnd: the text ended first.
        """
        while True:
            if self._begin() and self._ends():
                return

    def _begin(self) -> bool:
        """Pass the beginning of a value; say whether that was all of it."""
        self._space()
        char = self._peek()
        if char in "{[":
            return self._container("}" if char == "{" else "]")
        if char == '"':
            self._string()
        elif char == "-" or self._ascii_digit():
            self._number()
        elif char in "tfn":
            self._literal({"t": "true", "f": "false", "n": "null"}[char])
        else:
            self._refuse("looking for beginning of value")
        return True

    def _container(self, closing: str) -> bool:
        if len(self._open) == _MAX_DEPTH:
            self._refuse("exceeded max depth")
        self.at += 1
        self._space()
        if self._peek() == closing:
            self.at += 1
            return True
        self._open.append(closing)
        if closing == "}":
            self._key()
        return False

    def _ends(self) -> bool:
        """Pass what follows a value; say whether it was the outermost one."""
        while self._open:
            self._space()
            closing = self._open[-1]
            if self._peek() not in ("," + closing):
                what = "array element" if closing == "]" else "object key:value pair"
                self._refuse(f"after {what}")
            if self._take() == ",":
                if closing == "}":
                    self._key()
                return False
            self._open.pop()
        return True

    def _key(self) -> None:
        self._space()
        if self._peek() != '"':
            self._refuse("looking for beginning of object key string")
        self._string()
        self._space()
        if self._peek() != ":":
            self._refuse("after object key")
        self.at += 1

    def _peek(self) -> str:
        if self.at >= len(self.text):
            raise UnexpectedEnd
        return self.text[self.at]

    def _take(self) -> str:
        char = self._peek()
        self.at += 1
        return char

    def _space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _SPACE:
            self.at += 1

    def _refuse(self, context: str) -> None:
        raise SyntaxFault(f"invalid character {quote_char(self._peek())} {context}")

    def _literal(self, word: str) -> None:
        for position, wanted in enumerate(word):
            if self._peek() != wanted:
                self._refuse(f"in literal {word} (expecting {quote_char(word[position])})")
            self.at += 1

    def _string(self) -> None:
        self.at += 1
        while True:
            char = self._peek()
            if char < " ":
                self._refuse("in string literal")
            self.at += 1
            if char == '"':
                return
            if char == "\\":
                self._escape()

    def _escape(self) -> None:
        if self._peek() == "u":
            self.at += 1
            for _ in range(4):
                if self._peek() not in _HEX:
                    self._refuse("in \\u hexadecimal character escape")
                self.at += 1
            return
        if self._peek() not in _ESCAPES:
            self._refuse("in string escape code")
        self.at += 1

    def _number(self) -> None:
        if self._peek() == "-":
            self.at += 1
        if not self._ascii_digit():
            self._refuse("in numeric literal")
        if self._take() != "0":
            self._digits()
        if self._next_is("."):
            self.at += 1
            self._some_digits("after decimal point in numeric literal")
        if self._next_is("eE"):
            self.at += 1
            if self._peek() in "+-":
                self.at += 1
            self._some_digits("in exponent of numeric literal")

    def _next_is(self, chars: str) -> bool:
        return self.at < len(self.text) and self.text[self.at] in chars

    def _ascii_digit(self) -> bool:
        return "0" <= self._peek() <= "9"

    def _digits(self) -> None:
        while self._next_is("0123456789"):
            self.at += 1

    def _some_digits(self, context: str) -> None:
        if not self._ascii_digit():
            self._refuse(context)
        self._digits()
