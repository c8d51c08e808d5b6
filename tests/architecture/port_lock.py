"""Writes `walkthrough/port.lock` from clones of the two Go repositories.

    WALKTHROUGH_MOBY=../moby WALKTHROUGH_DOCKER_CLI=../docker-cli \\
        python tests/architecture/port_lock.py

Each variable names a clone that has the tag. Only what docstrings cite is written, so the
file stays small, and a citation of something that is not in the Go code is reported; so is a
part of a function whose lines are not all in the function.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY_ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY_ROOT))

from walkthrough import source  # noqa: E402  the path must be set first

TAG = "v20.10.13"
CLONES = {source.MOBY: "WALKTHROUGH_MOBY", source.DOCKER_CLI: "WALKTHROUGH_DOCKER_CLI"}
# Modules of Go's standard library have no place in the two repositories.
STANDARD_LIBRARY = ("archive/", "encoding/", "net/", "mime/", "os/", "errors/", "path/", "time/")

OTHER_FILES = ("_test.go", "_windows.go", "_freebsd.go", "_darwin.go", "_unsupported.go")

_FUNC = re.compile(r"^func (?:\((?:\w+ )?(\*?)(\w+)\) )?(\w+)\(")
_TYPE = re.compile(r"^(?:type )?\t?(\w+) (?:struct|interface|func|map|\[\]|\*?[\w.]+|= )")
_GROUP = re.compile(r"^(type|var|const) \($")
_SINGLE = re.compile(r"^(type|var|const) (\w+)\b")


@dataclass(frozen=True)
class Symbol:
    """One declaration of a Go file: its name as Go prints it, its lines, their hash."""

    go: str
    first: int
    last: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Return it as it stands in the file."""
        return {"go": self.go, "lines": [self.first, self.last], "sha256": self.sha256}


@dataclass(frozen=True)
class Citation:
    """A `Go:` line of ours: where it stands and what it names."""

    module: str
    owner: str
    reference: source.Reference


def citations() -> Iterator[Citation]:
    """Yield every Go symbol that a docstring of `cli` or `engine` cites."""
    for folder in ("cli", "engine"):
        for file in sorted((REPOSITORY_ROOT / folder).rglob("*.py")):
            yield from _citations_of(file)


def _citations_of(file: Path) -> Iterator[Citation]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    module = ".".join(file.relative_to(REPOSITORY_ROOT).with_suffix("").parts)
    module_doc = ast.get_docstring(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        for reference in source.references(ast.get_docstring(node), module_doc):
            if not reference.paths[0].startswith(STANDARD_LIBRARY):
                yield Citation(module, node.name, reference)


class Clone:
    """A git clone of a Go repository, read at the tag."""

    def __init__(self, path: str) -> None:
        self.path = path

    def git(self, *args: str) -> str:
        """Run git and return what it prints."""
        command = ["git", "-C", self.path, *args]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    @cache  # noqa: B019  a clone lives as long as the program
    def text(self, path: str) -> str | None:
        """Return a file at the tag."""
        try:
            return self.git("show", f"{TAG}:{path}")
        except subprocess.CalledProcessError:
            return None

    @cache  # noqa: B019
    def symbols(self, path: str) -> dict[str, Symbol]:
        """Return the declarations of a file."""
        return dict(declarations(self.text(path) or ""))

    @cache  # noqa: B019
    def imports(self, folder: str) -> list[str]:
        """Return what the package in `folder` imports from its own module or its vendors."""
        names: set[str] = set()
        for path in self.files(folder):
            names.update(_imports(self.text(path) or ""))
        return sorted(name for name in names if "." in name.split("/")[0])

    @cache  # noqa: B019
    def files(self, folder: str) -> list[str]:
        """Return the Go files of a package that are built on Linux."""
        below = [f"{folder}/"] if folder else []
        paths = self.git("ls-tree", "--name-only", TAG, *below).split()
        return [p for p in paths if p.endswith(".go") and not p.endswith(OTHER_FILES)]


def _imports(text: str) -> Iterator[str]:
    block = re.search(r"^import \((.*?)^\)", text, re.MULTILINE | re.DOTALL)
    lines = block.group(1) if block else "\n".join(re.findall(r'^import .*".*"$', text, re.M))
    yield from re.findall(r'"([^"]+)"', lines)


def declarations(text: str) -> Iterator[tuple[str, Symbol]]:
    """Yield name and place of each top-level declaration of a Go file."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        end = number
        if function := _FUNC.match(line):
            end = _end(lines, number)
            star, receiver, name = function.groups()
            key = f"{receiver}.{name}" if receiver else name
            go = f"({star}{receiver}).{name}" if star else key
            yield key, _symbol(go, lines, number, end)
        elif group := _GROUP.match(line):
            end = _end(lines, number, closing=")")
            yield from _members(group.group(1), lines, number + 1, end)
        elif single := _SINGLE.match(line):
            end = _end(lines, number)
            yield single.group(2), _symbol(single.group(2), lines, number, end)
            yield from _methods(single.group(2), lines, number + 1, end)
        number = max(end, number) + 1


def _end(lines: list[str], start: int, closing: str = "}", indent: str = "") -> int:
    """Return the line on which the declaration that begins on `start` ends."""
    opens = lines[start].rstrip().endswith(("{", "(", "`")) or not _balanced(lines[start])
    if not opens:
        return start
    for number in range(start + 1, len(lines)):
        if lines[number].startswith((indent + closing, indent + ")", indent + "}")):
            # A signature over several lines: `) error {`.
            if lines[number].rstrip().endswith("{"):
                continue
            return number
    return start


def _balanced(line: str) -> bool:
    return line.count("{") == line.count("}") and line.count("(") == line.count(")")


def _members(kind: str, lines: list[str], start: int, end: int) -> Iterator[tuple[str, Symbol]]:
    """Yield the names declared in a parenthesised group, one tab deep."""
    number = start
    while number < end:
        member = re.match(r"^\t([A-Za-z_]\w*)", lines[number])
        last = number
        if member:
            last = min(_end(lines, number, indent="\t"), end - 1)
            name = member.group(1)
            yield name, _symbol(name, lines, number, last)
            if kind == "type":
                yield from _methods(name, lines, number + 1, last, indent="\t\t")
        number = last + 1


def _methods(
    owner: str, lines: list[str], start: int, end: int, indent: str = "\t"
) -> Iterator[tuple[str, Symbol]]:
    """Yield the methods of an interface and the fields of a struct."""
    for number in range(start, end):
        member = re.match(rf"^{indent}([A-Za-z_]\w*)[ (]", lines[number])
        if member:
            name = f"{owner}.{member.group(1)}"
            yield name, _symbol(name, lines, number, number)


def _symbol(go: str, lines: list[str], first: int, last: int) -> Symbol:
    body = "\n".join(lines[first : last + 1])
    return Symbol(go, first + 1, last + 1, hashlib.sha256(body.encode()).hexdigest()[:16])


def build(clones: dict[str, Clone]) -> tuple[dict[str, object], list[str]]:
    """Return the content of the lock, and what is cited but nowhere to be found."""
    files: dict[str, dict[str, dict[str, object]]] = {name: {} for name in clones}
    missing: list[str] = []
    others: set[str] = set()
    for citation in citations():
        found = _find(citation, clones)
        if found is None and _is_of_another_package(citation, clones):
            others.add(f"{citation.module}: {citation.reference.symbol}")
            continue
        if found is None:
            paths = " or ".join(citation.reference.paths)
            missing.append(f"{citation.module}: {citation.reference.key} is not in {paths}")
            continue
        repository, path, symbol = found
        files[repository].setdefault(path, {})[citation.reference.key] = symbol.as_json()
    repositories = {
        name: {
            "tag": TAG,
            "commit": clone.git("rev-parse", f"{TAG}^{{commit}}").strip(),
            "files": files[name],
            "imports": {
                folder: clone.imports(folder)
                for folder in sorted({posixpath.dirname(path) for path in files[name]})
            },
        }
        for name, clone in clones.items()
    }
    content: dict[str, object] = {
        "repositories": repositories,
        "other_packages": sorted(others),
    }
    return content, sorted(set(missing))


def _find(citation: Citation, clones: dict[str, Clone]) -> tuple[str, str, Symbol] | None:
    for repository in source.repositories_of(citation.module):
        files = [
            path
            for folder in {posixpath.dirname(path) for path in citation.reference.paths}
            for path in clones[repository].files(folder)
        ]
        for path in source.candidates(citation.reference, files):
            whole = clones[repository].symbols(path).get(citation.reference.symbol)
            symbol = _part(whole, citation.reference, clones[repository].text(path) or "")
            if symbol is not None:
                return repository, path, symbol
    return None


def _part(whole: Symbol | None, reference: source.Reference, text: str) -> Symbol | None:
    """Return the lines that are cited of a symbol, if they are inside of it; all, if none are."""
    if whole is None or reference.lines is None:
        return whole
    first, last = reference.lines
    if not whole.first <= first <= last <= whole.last:
        return None
    return _symbol(whole.go, text.split("\n"), first - 1, last - 1)


def _is_of_another_package(citation: Citation, clones: dict[str, Clone]) -> bool:
    """Tell whether a symbol as `os.Open` names a package that the Go file imports."""
    package, dot, _ = citation.reference.symbol.partition(".")
    return bool(dot) and any(
        package in {posixpath.basename(name) for name in _imports(clone.text(path) or "")}
        for clone in clones.values()
        for path in citation.reference.paths
    )


def clones_from_environment() -> dict[str, Clone] | None:
    """Return the clones that the environment names, if it names both."""
    if not all(os.environ.get(variable) for variable in CLONES.values()):
        return None
    return {name: Clone(os.environ[variable]) for name, variable in CLONES.items()}


def dumps(content: dict[str, object]) -> str:
    """Return the text of the lock: one symbol a line, so that a diff can be read."""
    text = json.dumps(content, indent=1, sort_keys=True)
    return re.sub(r"\{\s+(\"go\"[^}]*?)\s+\}", _one_line, text) + "\n"


def _one_line(match: re.Match[str]) -> str:
    text = re.sub(r"\s+", " ", match.group(1))
    return "{" + text.replace("[ ", "[").replace(" ]", "]") + "}"


def main() -> int:
    """Write the lock; the status is 1 if a docstring cites what does not exist."""
    clones = clones_from_environment()
    if clones is None:
        print(f"set {' and '.join(CLONES.values())} to clones that have {TAG}", file=sys.stderr)
        return 2
    content, missing = build(clones)
    source.LOCK.write_text(dumps(content), encoding="utf-8")
    print("\n".join(missing), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
