"""Quotes and variables in the arguments of a Dockerfile's instructions.

Go: vendor/github.com/moby/buildkit/frontend/dockerfile/shell/lex.go
"""

from __future__ import annotations

from engine.golang.errors import GoError
from engine.golang.strconv import quote

_SPECIAL = "@*#?-$!0"
_UNSET, _EMPTY = "is not allowed to be unset", "is not allowed to be empty"


class Lex:
    """Replaces variables and takes quotes away.

    Go: Lex
    """

    def __init__(self, escape_token: str) -> None:
        self._escape_token = escape_token

    def process_word(self, word: str, env: list[str]) -> str:
        """Return ``word`` as one word; ``env`` has the variables as ``NAME=value``.

        Raises:
            GoError: a quote or brace is not closed, or a variable is not as it must be.

        Go: Lex.ProcessWord
        """
        return self._process(word, env)[0]

    def process_words(self, word: str, env: list[str]) -> list[str]:
        """Return ``word``, in which blanks of a variable's value begin new words.

        Raises:
            GoError: as for ``process_word``.

        Go: Lex.ProcessWords
        """
        return self._process(word, env)[1]

    def _process(self, word: str, env: list[str]) -> tuple[str, list[str]]:
        envs = dict(item.partition("=")[::2] for item in env)
        try:
            return _ShellWord(word, self._escape_token, envs).process_stop_on("")
        except GoError as error:
            raise GoError(f"failed to process {quote(word)}: {error}") from error


class _ShellWord:
    """One word, read character by character.

    Go: shellWord
    """

    def __init__(self, word: str, escape_token: str, envs: dict[str, str]) -> None:
        self._word = word
        self._at = 0
        self._escape_token = escape_token
        self._envs = envs

    def _peek(self) -> str:
        return self._word[self._at : self._at + 1]

    def _next(self) -> str:
        char = self._peek()
        self._at += 1
        return char

    def process_stop_on(self, stop: str) -> tuple[str, list[str]]:
        """Return all up to ``stop``, as one word and as several.

        Go: shellWord.processStopOn
        """
        result = ""
        words = _Words()
        while char := self._peek():
            if char == stop:
                self._next()
                return result, words.all()
            if char == "'":
                piece = self._single_quote()
                words.add_raw(piece)
            elif char == '"':
                piece = self._double_quote()
                words.add_raw(piece)
            elif char == "$":
                piece = self._dollar()
                words.add(piece)
            elif self._next() == self._escape_token:
                piece = self._next()
                words.add_raw(piece)
            else:
                piece = char
                words.add(piece)
            result += piece
        if stop:
            raise GoError(f"unexpected end of statement while looking for matching {stop}")
        return result, words.all()

    def _single_quote(self) -> str:
        """Go: shellWord.processSingleQuote."""
        end = self._word.find("'", self._at + 1)
        if end < 0:
            raise GoError("unexpected end of statement while looking for matching single-quote")
        inner = self._word[self._at + 1 : end]
        self._at = end + 1
        return inner

    def _double_quote(self) -> str:
        """Go: shellWord.processDoubleQuote."""
        self._next()
        result = ""
        while char := self._peek():
            if char == "$":
                result += self._dollar()
                continue
            self._next()
            if char == '"':
                return result
            if char == self._escape_token:
                if not self._peek():
                    continue
                if self._peek() in ('"', "$", self._escape_token):
                    char = self._next()
            result += char
        raise GoError("unexpected end of statement while looking for matching double-quote")

    def _dollar(self) -> str:
        """Go: shellWord.processDollar."""
        self._next()
        if self._peek() != "{":
            name = self._name()
            return self._envs.get(name, "") if name else "$"
        self._next()
        if not self._peek():
            raise GoError("syntax error: missing '}'")
        if self._peek() in "{}:":
            raise GoError("syntax error: bad substitution")
        name = self._name()
        following = self._next()
        if following == "}":
            return self._envs.get(name, "")
        if following == "?":
            return self._demanded(name, self._modifier_word(), may_be_empty=True)
        if following != ":":
            raise GoError("missing ':' in substitution")
        return self._modified(name)

    def _modified(self, name: str) -> str:
        """Return what ``${name:-word}`` and its like stand for."""
        modifier = self._next()
        word = self._modifier_word()
        value = self._envs.get(name, "")
        if modifier == "+":
            return word if value else value
        if modifier == "-":
            return value or word
        if modifier == "?":
            return self._demanded(name, word, may_be_empty=False)
        raise GoError(f"unsupported modifier ({modifier}) in substitution")

    def _demanded(self, name: str, message: str, *, may_be_empty: bool) -> str:
        value = self._envs.get(name)
        if value is None:
            raise GoError(f"{name}: {message or _UNSET}")
        if not value and not may_be_empty:
            raise GoError(f"{name}: {message or _EMPTY}")
        return value

    def _modifier_word(self) -> str:
        try:
            return self.process_stop_on("}")[0]
        except GoError as error:
            if not self._peek():
                raise GoError("syntax error: missing '}'") from error
            raise

    def _name(self) -> str:
        """Go: shellWord.processName."""
        start = self._at
        if self._peek().isdigit():
            while self._peek().isdigit():
                self._next()
        elif self._peek() and self._peek() in _SPECIAL:
            self._next()
        else:
            while (char := self._peek()) and (char.isalnum() or char == "_"):
                self._next()
        return self._word[start : self._at]


class _Words:
    """Collects words, which blanks outside of quotes end.

    Go: wordsStruct
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._word = ""

    def add(self, text: str) -> None:
        """Go: wordsStruct.addString."""
        for char in text:
            if not char.isspace():
                self._word += char
            elif self._word:
                self._words.append(self._word)
                self._word = ""

    def add_raw(self, text: str) -> None:
        """Go: wordsStruct.addRawString."""
        self._word += text

    def all(self) -> list[str]:
        """Go: wordsStruct.getWords."""
        if self._word:
            self._words.append(self._word)
            self._word = ""
        return self._words
