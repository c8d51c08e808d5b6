"""Say what is wrong with a JSON text in the words of Go's decoder.

Only reached after Python's own parser refused the text, so it may be slow.

Go: encoding/json/scanner.go
"""

from __future__ import annotations

from engine.golang.strconv import quote

_ESCAPES = '"\\/bfnrt'
_HEX = "0123456789abcdefABCDEF"
_SPACE = " \t\r\n"


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

    Go: scanner
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at

    def value(self) -> None:
        """Pass one value.

        Raises:
            SyntaxFault: a character that cannot stand there.
            UnexpectedEnd: the text ended first.
        """
        self._space()
        char = self._peek()
        if char == "{":
            self._object()
        elif char == "[":
            self._array()
        elif char == '"':
            self._string()
        elif char == "-" or char.isdigit():
            self._number()
        elif char in "tfn":
            self._literal({"t": "true", "f": "false", "n": "null"}[char])
        else:
            self._refuse("looking for beginning of value")

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

    def _object(self) -> None:
        self.at += 1
        self._space()
        if self._peek() == "}":
            self.at += 1
            return
        while True:
            self._space()
            if self._peek() != '"':
                self._refuse("looking for beginning of object key string")
            self._string()
            self._space()
            if self._peek() != ":":
                self._refuse("after object key")
            self.at += 1
            self.value()
            if self._end_of("}", "after object key:value pair"):
                return

    def _array(self) -> None:
        self.at += 1
        self._space()
        if self._peek() == "]":
            self.at += 1
            return
        while True:
            self.value()
            if self._end_of("]", "after array element"):
                return

    def _end_of(self, closing: str, context: str) -> bool:
        self._space()
        if self._peek() not in ("," + closing):
            self._refuse(context)
        return self._take() == closing
