"""A Dockerfile's lines, taken apart; of the instructions, those that only change a configuration.

Go: vendor/github.com/moby/buildkit/frontend/dockerfile/parser/parser.go
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.golang.errors import GoError
from engine.golang.strconv import quote

DEFAULT_ESCAPE_TOKEN = "\\"
_WHITESPACE = re.compile(r"[\t\v\f\r ]+")
_DIRECTIVE = re.compile(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*")
_VALID_DIRECTIVES = ("escape", "syntax")
_NOT_STRINGS = "when using JSON array syntax, arrays must be comprised of strings only"


@dataclass(slots=True)
class Node:
    """An instruction: its name in small letters, flags, and what follows.

    Go: Node
    """

    value: str
    original: str
    flags: list[str]
    args: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    json: bool = False
    line: int = 0


@dataclass(slots=True)
class Result:
    """A parsed Dockerfile.

    Go: Result
    """

    nodes: list[Node]
    escape_token: str


class _Directives:
    """The comments at the top that mean something.

    Go: directives
    """

    def __init__(self) -> None:
        self.escape_token = DEFAULT_ESCAPE_TOKEN
        self._done = False
        self._seen: set[str] = set()

    def look_at(self, line: str) -> None:
        """Go: directives.possibleParserDirective."""
        match = None if self._done else _DIRECTIVE.fullmatch(line)
        key = match[1].lower() if match is not None else ""
        if match is None or key not in _VALID_DIRECTIVES:
            self._done = True
            return
        if key in self._seen:
            raise GoError(f"only one {key} parser directive can be used")
        self._seen.add(key)
        if key == "escape":
            if match[2] not in ("`", "\\"):
                raise GoError(f"invalid escape token '{match[2]}' does not match ` or \\")
            self.escape_token = match[2]

    def continues(self, line: str) -> tuple[str, bool]:
        """Return the line without the mark that it goes on, and whether it does.

        Go: trimContinuationCharacter
        """
        escape = re.escape(self.escape_token)
        trimmed, count = re.subn(rf"(^|[^{escape}]){escape}[ \t]*$", r"\1", line)
        return trimmed, count > 0


def parse(text: str) -> Result:
    """Return the instructions of a Dockerfile.

    Raises:
        GoError: a line is malformed, or there is none.

    Go: Parse
    """
    directives = _Directives()
    nodes: list[Node] = []
    lines = iter(enumerate(text.removeprefix("\ufeff").split("\n"), 1))
    for number, raw in lines:
        stripped = raw.rstrip("\r").lstrip()
        directives.look_at(stripped)
        line, more = directives.continues("" if stripped.startswith("#") else stripped)
        if not line and not more:
            continue
        while more and (following := next(lines, None)) is not None:
            part = following[1].rstrip("\r")
            if part.lstrip().startswith("#") or not part.strip():
                continue
            part, more = directives.continues(part)
            line += part
        node = _new_node_from_line(line, directives.escape_token)
        node.line = number
        nodes.append(node)
    if not nodes:
        raise GoError("file with no instructions")
    return Result(nodes, directives.escape_token)


def _new_node_from_line(line: str, escape_token: str) -> Node:
    """Go: newNodeFromLine."""
    value, flags, rest = _split_command(line, escape_token)
    node = Node(value, line, flags)
    parse_args = _PARSERS.get(value)
    if parse_args is not None and rest:
        parse_args(node, rest, escape_token)
    return node


def _split_command(line: str, escape_token: str) -> tuple[str, list[str], str]:
    """Return the instruction, its flags, and the rest.

    Go: vendor/github.com/moby/buildkit/frontend/dockerfile/parser/split_command.go splitCommand
    """
    parts = _WHITESPACE.split(line.strip(), maxsplit=1)
    rest = parts[1].strip() if len(parts) == 2 else ""
    flags = []
    while rest.startswith("--"):
        words = _words(rest, escape_token)
        flags.append(words[0])
        rest = rest[len(words[0]) :].lstrip()
        if words[0] == "--":
            break
    return parts[0].lower(), [flag for flag in flags if flag != "--"], rest


def _words(rest: str, escape_token: str) -> list[str]:
    """Return words, in which a quoted blank does not end one; quotes and escapes stay.

    Go: vendor/github.com/moby/buildkit/frontend/dockerfile/parser/line_parsers.go parseWords
    """
    words: list[str] = []
    word, quoted, keep_blank, at = "", "", False, 0
    while at < len(rest):
        char = rest[at]
        at += 1
        if not quoted and char.isspace():
            if word or keep_blank:
                words.append(word)
            word, keep_blank = "", False
            continue
        if char == escape_token and quoted != "'":
            # An escape at the very end escapes nothing, and goes.
            if at < len(rest):
                word += char + rest[at]
                at += 1
            continue
        if quoted:
            quoted = "" if char == quoted else quoted
        elif char in "'\"":
            quoted, keep_blank = char, True
        word += char
    if word or keep_blank:
        words.append(word)
    return words


def _parse_name_val(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseNameVal."""
    words = _words(rest, escape_token)
    if not words:
        return
    if "=" not in words[0]:
        parts = _WHITESPACE.split(rest, maxsplit=1)
        if len(parts) < 2:
            raise GoError(f"{node.value.upper()} must have two arguments")
        node.pairs.append((parts[0], parts[1]))
        return
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise GoError(
                f"Syntax error - can't find = in {quote(word)}. Must be of the form: name=value"
            )
        node.pairs.append((key, value))


def _parse_strings(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseStringsWhitespaceDelimited."""
    del escape_token
    node.args = _WHITESPACE.split(rest)


def _parse_string(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseString."""
    del escape_token
    node.args = [rest]


def _parse_json(node: Node, rest: str) -> bool:
    """Take a JSON list of strings; tell whether it was one.

    Go: parseJSON
    """
    if not rest.lstrip().startswith("["):
        return False
    try:
        items, _ = json.JSONDecoder().raw_decode(rest.lstrip())
    except ValueError:
        return False
    if not all(isinstance(item, str) for item in items):
        raise GoError(_NOT_STRINGS)
    node.args, node.json = [*node.args, *items], True
    return True


def _parse_maybe_json(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseMaybeJSON."""
    del escape_token
    if not _parse_json(node, rest):
        node.args = [*node.args, rest]


def _parse_maybe_json_to_list(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseMaybeJSONToList."""
    if not _parse_json(node, rest):
        _parse_strings(node, rest, escape_token)


def _parse_health_config(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseHealthConfig."""
    kind, *command = rest.split(maxsplit=1)
    node.args = [kind]
    if command:
        _parse_maybe_json(node, command[0], escape_token)


def _parse_sub_command(node: Node, rest: str, escape_token: str) -> None:
    """Go: parseSubCommand."""
    node.args = [_new_node_from_line(rest, escape_token).value]


_PARSERS: dict[str, Callable[[Node, str, str], None]] = {
    "cmd": _parse_maybe_json,
    "entrypoint": _parse_maybe_json,
    "env": _parse_name_val,
    "expose": _parse_strings,
    "healthcheck": _parse_health_config,
    "label": _parse_name_val,
    "onbuild": _parse_sub_command,
    "user": _parse_string,
    "volume": _parse_maybe_json_to_list,
    "workdir": _parse_string,
}
