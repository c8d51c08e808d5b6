"""Paths as Go reads them: text, never the file system.

Python's ``posixpath.normpath`` keeps two slashes at the start, as POSIX allows. Go does not.

Go: path, path/filepath
"""

from __future__ import annotations

import posixpath


def clean(path: str) -> str:
    """Return the shortest path that means the same: no ``.``, no inner ``..``, no double slash.

    Go: Clean
    """
    normal = posixpath.normpath(path)
    return normal[1:] if normal.startswith("//") else normal


def join(*elements: str) -> str:
    """Return the cleaned path through ``elements``; empty ones are left out, slashes never reset.

    Unlike ``os.path.join``, ``join("/root", "/etc")`` is ``/root/etc``.

    Go: Join
    """
    parts = [element for element in elements if element]
    return clean("/".join(parts)) if parts else ""


def rel(base: str, target: str) -> str | None:
    """Return how to get from ``base`` to ``target``, or None if the texts cannot tell.

    Go: Rel
    """
    base, target = clean(base), clean(target)
    if base.startswith("/") != target.startswith("/"):
        return None
    here = [part for part in base.split("/") if part not in ("", ".")]
    there = [part for part in target.split("/") if part not in ("", ".")]
    shared = len(posixpath.commonprefix([here, there]))
    if ".." in here[shared:]:
        return None
    return "/".join([".."] * (len(here) - shared) + there[shared:]) or "."
