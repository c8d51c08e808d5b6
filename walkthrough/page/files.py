"""Which files are there at each moment of a trace, as far as it has recorded.

Each file or directory has lives: it is born with one event and gone with another. So a page can
show any moment at once, forwards and backwards. What is written through an overlay mount is shown
where it lands, in the upper directory.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Any

from walkthrough.page import mounts
from walkthrough.page.mounts import Mounted

_MAKES = ("mkdir", "create", "symlink", "link", "mknod")
_ELSEWHERE = ("run", "connect", "undo", "mount", "umount", "unmount")
_WAS = re.compile(r"was ([^,]+)")
_CONTENT = re.compile(r': (".*")$')


@dataclass(slots=True, eq=False)
class Life:
    """A file or directory, from one event to another."""

    path: str
    folder: bool
    born: int
    gone: int | None = None
    changes: list[int] = field(default_factory=list)
    old: bool = False  # was there before the trace began
    info: str = ""


class Files:
    """Hears all effects of a trace; `rows` are what a page shows."""

    def __init__(self, data_root: str) -> None:
        self._root = data_root
        self._alive: dict[str, Life] = {}
        self._lives: list[Life] = []
        self._uppers: dict[str, str] = {}  # where an overlay is mounted -> its upper directory

    def take(self, moment: int, kind: str, target: str, detail: str) -> None:
        """Hear the effect that is event number `moment`."""
        mount = mounts.read(kind, target, detail, self._root)
        if isinstance(mount, Mounted):
            self._uppers[mount.target] = mount.upper
        elif mount is not None:
            self._uppers.pop(mount.target, None)
        if kind in _ELSEWHERE or target.rstrip("/") == self._root.rstrip("/"):
            return
        path, folder = self.landing(target.rstrip("/")), target.endswith("/")
        if path.startswith("/"):
            return
        if kind == "remove":
            self._end(path, moment)
        elif kind == "rename":
            self._rename(path, folder, detail, moment)
        elif kind in _MAKES and path not in self._alive:
            self._begin(Life(path, folder, moment, info=_info(kind, detail)))
        else:
            self._change(path, folder, moment)

    def landing(self, path: str) -> str:
        """Return where a path leads: through a mount, into the mount's upper directory."""
        for target, upper in self._uppers.items():
            if upper and path.startswith(f"{target}/"):
                return upper + path.removeprefix(target)
        return path

    def _begin(self, life: Life) -> None:
        self._alive[life.path] = life
        self._lives.append(life)

    def _change(self, path: str, folder: bool, moment: int) -> None:
        if path not in self._alive:
            # In a directory that is new, everything is.
            new = posixpath.dirname(path) in self._alive and not self._parent(path).old
            self._begin(Life(path, folder, moment, old=not new))
        self._alive[path].changes.append(moment)

    def _parent(self, path: str) -> Life:
        return self._alive[posixpath.dirname(path)]

    def _end(self, path: str, moment: int) -> None:
        if path not in self._alive:
            self._begin(Life(path, False, moment, old=True))
        for inner in self._inside(path):
            self._alive.pop(inner).gone = moment

    def _inside(self, path: str) -> list[str]:
        return [known for known in self._alive if known == path or known.startswith(f"{path}/")]

    def _rename(self, path: str, folder: bool, detail: str, moment: int) -> None:
        source = self._source(path, detail)
        replaced = path in self._alive
        for inner in self._inside(path):
            self._alive.pop(inner).gone = moment
        for inner in self._inside(source) if source else ():
            moved = self._alive.pop(inner)
            moved.gone = moment
            there = path + inner.removeprefix(source)
            self._begin(Life(there, moved.folder, moment, info=moved.info))
        if path not in self._alive:
            self._begin(Life(path, folder, moment))
        if replaced:
            self._alive[path].old = True
            self._alive[path].changes.append(moment)

    def _source(self, path: str, detail: str) -> str:
        """Return the path that was renamed; older traces tell only its last part."""
        found = _WAS.search(detail)
        name = found[1] if found else ""
        if name in self._alive:
            return name
        beside = posixpath.join(posixpath.dirname(path), name)
        if beside in self._alive:
            return beside
        return next((p for p in self._alive if name and posixpath.basename(p) == name), "")

    def rows(self) -> list[dict[str, Any]]:
        """Return all lives as a tree laid flat, each directory before what is in it."""
        lives = [*self._lives, *self._implied()]
        lives.sort(key=lambda life: (life.path.split("/"), life.born))
        return [_row(life) for life in lives]

    def _implied(self) -> list[Life]:
        """Return the directories that nothing was recorded of, but of something in them."""
        known = {life.path for life in self._lives}
        found: dict[str, Life] = {}
        for life in self._lives:
            folder = posixpath.dirname(life.path)
            while folder and folder not in known:
                above = found.setdefault(folder, Life(folder, True, life.born, -1, old=True))
                above.born = min(above.born, life.born)
                above.gone = _later(above.gone, life.gone)
                folder = posixpath.dirname(folder)
        return list(found.values())


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _info(kind: str, detail: str) -> str:
    """Return what stays true of a file while it lives: where a link leads, what is in it."""
    if kind == "symlink":
        return detail.replace("to ", "→ ", 1)
    content = _CONTENT.search(detail)
    return content[1] if content and kind == "create" else ""


def _row(life: Life) -> dict[str, Any]:
    return {
        "path": life.path,
        "name": posixpath.basename(life.path) + ("/" if life.folder else ""),
        "depth": life.path.count("/"),
        "born": life.born,
        "gone": life.gone,
        "changes": life.changes,
        "old": life.old,
        "info": life.info,
    }
