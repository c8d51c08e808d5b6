"""What a process and its children really changed on disk, as strace(1) saw them ask the kernel.

A change is a call that succeeded, in words of our own: `("rename", old, new)`. Paths are whole and
normal; what was named relative to an open directory, or by a descriptor alone, is resolved with the
paths that strace's `-y` writes beside each descriptor.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Change = tuple[str, ...]

_CALLS = (
    "mkdir,mkdirat,open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "unlink,unlinkat,rmdir,chmod,fchmod,fchmodat,chown,lchown,fchown,fchownat,setxattr,lsetxattr,"
    "fsetxattr,mknod,mknodat,mount,umount2,execve,chdir,dup,fcntl"
)
OPTIONS = ("-f", "-q", "-y", "-s", "4096", "-e", "signal=none", "-e", f"trace={_CALLS}")

_LINE = re.compile(r"(\d+) +(.*)")
_UNFINISHED = re.compile(r"(.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(.*)")
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)(<.*>)?.*")
_EXITED = re.compile(r"\+\+\+ exited with (\d+) \+\+\+")
_WORD = re.compile(r' *("(?:[^"\\]|\\.)*"|\[(?:"(?:[^"\\]|\\.)*"|[^]"])*\]|[^," ][^,]*)')
_DIRECTORY = re.compile(r"(?:AT_FDCWD|\d+)<(.*)>$")


def why_not() -> str:
    """Return why strace cannot be used here, or nothing."""
    try:
        probe = subprocess.run(["strace", "-f", "true"], capture_output=True, text=True)
    except FileNotFoundError:
        return "strace is not installed: apt-get install strace"
    if probe.returncode:
        return f"strace may not trace here: {probe.stderr.strip()}"
    return ""


@dataclass
class Program:
    """A program that was run by a child: its words, its mounts, and how it ended."""

    argv: tuple[str, ...]
    mounts: list[Change] = field(default_factory=list)  # ("mount" or "umount", target)
    status: int | None = None


@dataclass
class Seen:
    """What was seen, in order."""

    changes: list[Change]
    programs: list[Program]
    strays: list[Change]  # mounts by something that is no child's program


def read(log: Path, root: Path, before: Names) -> Seen:
    """Return what `log` shows of changes below `root`, of which `before` is the state before.

    Raises:
        ValueError: the log has a line that is not understood.
    """
    reader = _Reader(root, before)
    for pid, text in _whole_lines(log):
        reader.line(pid, text)
    return Seen(reader.changes, list(reader.programs.values()), reader.strays)


def _whole_lines(log: Path) -> Iterator[tuple[int, str]]:
    """Yield what each process did; a call that was interrupted by others in one piece."""
    begun: dict[int, str] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"{log}: not understood: {line}")
        pid, text = int(found[1]), found[2]
        if half := _UNFINISHED.fullmatch(text):
            begun[pid] = half[1]
            continue
        if rest := _RESUMED.fullmatch(text):
            text = begun.pop(pid) + rest[1]
        yield pid, text


class _Reader:
    def __init__(self, root: Path, names: Names) -> None:
        self.changes: list[Change] = []
        self.programs: dict[int, Program] = {}
        self.strays: list[Change] = []
        self._root = str(root)
        self._names = names
        self._folders: dict[int, str] = {}
        self._open: dict[int, str] = {}  # descriptor of the first process -> path
        self._first = 0

    def line(self, pid: int, text: str) -> None:
        self._first = self._first or pid
        if exited := _EXITED.fullmatch(text):
            if pid in self.programs:
                self.programs[pid].status = int(exited[1])
            return
        found = _CALL.fullmatch(text)
        if found is None:
            if text.startswith("+++ killed") or re.search(r" = \?", text):
                return
            raise ValueError(f"not understood: {text}")
        name, result = found[1], int(found[3])
        if result >= 0:
            words = [word.strip() for word in _WORD.findall(found[2])]
            self._call(pid, name, words, result, found[4])

    def _call(self, pid: int, name: str, words: list[str], result: int, opened: str | None) -> None:
        if opened is not None and pid not in self.programs:
            self._open[result] = opened[1:-1]
        if name in ("dup", "fcntl"):
            return
        if name == "chdir":
            self._folders[pid] = self._path(pid, words[0])
        elif name == "execve":
            if pid != self._first and pid not in self.programs:
                self.programs[pid] = Program(_list(words[1]))
        elif name in ("mount", "umount2"):
            self._mounted(pid, name, words)
        else:
            change = self._change(pid, name, words, opened)
            if change is not None and self._is_ours(change):
                if change[0] != "create" or not self._names.has(change[1]):
                    self.changes.append(change)
                self._names.take(change)

    def _is_ours(self, change: Change) -> bool:
        path = change[2] if change[0] in ("rename", "link") else change[1]
        return path == self._root or path.startswith(f"{self._root}/")

    def _mounted(self, pid: int, name: str, words: list[str]) -> None:
        target = self._path(pid, words[0] if name == "umount2" else words[1])
        change = ("umount" if name == "umount2" else "mount", target)
        if not self._is_ours(change):
            return
        if name == "mount":
            self._names.mounted(target, _text(words[4]) if words[4].startswith('"') else "")
        else:
            self._names.unmounted(target)
        program = self.programs.get(pid)
        (program.mounts if program is not None else self.strays).append(change)

    def _path(self, pid: int, word: str) -> str:
        """Return the path of one word: text, or a descriptor with its path."""
        if word.startswith('"'):
            text = _text(word)
            if found := re.fullmatch(r"/proc/self/fd/(\d+)(/.*)?", text):
                return self._open[int(found[1])] + (found[2] or "")
            return posixpath.normpath(posixpath.join(self._folders.get(pid, "/nowhere"), text))
        found = _DIRECTORY.match(word)
        if found is None:
            raise ValueError(f"no path: {word}")
        return found[1]

    def _at(self, directory: str, word: str) -> str:
        found = _DIRECTORY.match(directory)
        if found is None:
            raise ValueError(f"no directory: {directory}")
        return posixpath.normpath(posixpath.join(found[1], _text(word)))

    def _change(self, pid: int, name: str, words: list[str], opened: str | None) -> Change | None:
        if name in ("open", "openat", "creat"):
            return _opened(name, words, opened)
        at = name in _AT
        if name in ("rename", "link"):
            return name, self._path(pid, words[0]), self._path(pid, words[1])
        if at and name.startswith(("rename", "link")):
            new = self._at(words[2], words[3])
            return name.partition("at")[0], self._at(words[0], words[1]), new
        if name.startswith("symlink"):
            path = self._at(words[1], words[2]) if at else self._path(pid, words[1])
            return "symlink", path, _text(words[0])
        path = self._at(words[0], words[1]) if at else self._path(pid, words[0])
        return _of_one(name, path, words[2:] if at else words[1:])


_MAKE_AT = ("mkdirat", "linkat", "symlinkat", "mknodat")
_AT = (*_MAKE_AT, "renameat", "renameat2", "unlinkat", "fchmodat", "fchownat")


def _opened(name: str, words: list[str], opened: str | None) -> Change | None:
    """Return the file that may have been created; a file without a name is no change."""
    flags = "O_CREAT" if name == "creat" else words[2 if name == "openat" else 1]
    if "O_CREAT" not in flags.split("|") or opened is None:
        return None
    return "create", opened[1:-1]


def _of_one(name: str, path: str, rest: list[str]) -> Change:
    if name.startswith("mkdir"):
        return "mkdir", path
    if name == "rmdir" or (name == "unlinkat" and rest[0] == "AT_REMOVEDIR"):
        return "remove", f"{path}/"
    if name.startswith("unlink"):
        return "remove", path
    if "chmod" in name:
        return "chmod", path, f"{int(rest[0], 8) & 0o7777:04o}"
    if "chown" in name:
        return "chown", path, f"{rest[0]}:{rest[1]}"
    if name.startswith("mknod"):
        kinds = {"S_IFCHR": "character", "S_IFBLK": "block", "S_IFIFO": "FIFO"}
        return "mknod", path, kinds[rest[0].split("|")[0]]
    return "setxattr", path, _text(rest[0])


def _text(word: str) -> str:
    """Return what a quoted word says."""
    if not (len(word) > 1 and word[0] == word[-1] == '"'):
        raise ValueError(f"cut short, or no text: {word}")
    raw = word[1:-1].encode("ascii").decode("unicode_escape")
    return os.fsdecode(raw.encode("latin-1"))


def _list(word: str) -> tuple[str, ...]:
    if not word.startswith("[") or word.endswith("...]"):
        raise ValueError(f"cut short, or no list: {word}")
    return tuple(_text(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', word))


class Names:
    """The names below a directory, followed call by call.

    An open(2) with O_CREAT does not say whether the file was there; this does. Of an overlay it
    knows the directories that are stacked, and that a whiteout in one hides what is below.
    """

    def __init__(self, root: Path) -> None:
        self._known: set[str] = set()
        self._hidden: set[str] = set()  # whiteouts, and what was removed from an overlay
        self._links: dict[str, str] = {}
        self._mounts: dict[str, tuple[str, ...]] = {}  # target -> directories, nearest first
        for folder, folders, files in os.walk(root):
            for name in (*folders, *files):
                self._found(os.path.join(folder, name))

    def _found(self, path: str) -> None:
        status = os.lstat(path)
        if stat.S_ISCHR(status.st_mode) and status.st_rdev == 0:
            self._hidden.add(path)
            return
        self._known.add(path)
        if stat.S_ISLNK(status.st_mode):
            self._links[path] = os.readlink(path)

    def has(self, path: str) -> bool:
        """Tell whether there is something of this name."""
        for target, folders in self._mounts.items():
            if path.startswith(f"{target}/"):
                return self._is_in_one(folders, path.removeprefix(f"{target}/"))
        return path in self._known

    def _is_in_one(self, folders: Sequence[str], name: str) -> bool:
        for folder in folders:
            path = f"{folder}/{name}"
            if path in self._hidden:
                return False
            if path in self._known:
                return True
        return False

    def mounted(self, target: str, options: str) -> None:
        """Stack the directories that the options of an overlay name."""
        told = _options(options)
        folders = [told["upperdir"]] if "upperdir" in told else []
        folders += [path for path in told.get("lowerdir", "").split(":") if path]
        base = posixpath.dirname(posixpath.dirname(target))
        self._mounts[target] = tuple(self._real(posixpath.join(base, path)) for path in folders)

    def unmounted(self, target: str) -> None:
        """Take the stack away."""
        self._mounts.pop(target, None)

    def _real(self, path: str) -> str:
        to = self._links.get(path)
        if to is None:
            return path
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), to))

    def _landing(self, path: str) -> str:
        for target, folders in self._mounts.items():
            if path.startswith(f"{target}/"):
                return posixpath.join(folders[0], path.removeprefix(f"{target}/"))
        return path

    def take(self, change: Change) -> None:
        """Follow one change."""
        kind = change[0]
        path = self._landing(change[1].rstrip("/"))
        if kind == "remove":
            self._known.discard(path)
            if path != change[1].rstrip("/"):
                self._hidden.add(path)
        elif kind == "rename":
            self._rename(path, self._landing(change[2]))
        elif kind == "mknod" and change[2] == "character":
            self._hidden.add(path)
        elif kind in ("mkdir", "create", "symlink", "link", "mknod"):
            made = self._landing(change[2]) if kind == "link" else path
            self._known.add(made)
            self._hidden.discard(made)
            if kind == "symlink":
                self._links[made] = change[2]

    def _rename(self, old: str, new: str) -> None:
        inside = [name for name in self._known if name == old or name.startswith(f"{old}/")]
        self._known.difference_update(inside)
        self._known.update(new + name.removeprefix(old) for name in inside)


def _options(text: str) -> Mapping[str, str]:
    return dict(word.split("=", 1) for word in text.split(",") if "=" in word)
