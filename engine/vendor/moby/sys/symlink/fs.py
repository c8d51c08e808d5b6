"""Links that cannot lead out of a directory.

Go: vendor/github.com/moby/sys/symlink/fs.go
"""

from __future__ import annotations

import os
import stat

from engine.golang.errors import GoError, os_error
from engine.golang.filepath import clean

MAX_ITER = 255


def follow_symlink_in_scope(path: str, root: str) -> str:
    """Return ``path``, which is below ``root``, with its links followed as if root were `/`.

    Raises:
        GoError: ``path`` is not below ``root``, or there are too many links.
        GoPathError: a component cannot be looked at.

    Go: FollowSymlinkInScope
    """
    return eval_symlinks_in_scope(os.path.abspath(path), os.path.abspath(root))


def eval_symlinks_in_scope(path: str, root: str) -> str:
    """Walk ``path`` part by part; an absolute link starts again at ``root``.

    Links in ``root`` itself are left alone, missing parts are kept. The answer holds only as
    long as nobody changes the links.

    Raises:
        GoError: ``path`` is not below ``root``, or more than 255 steps were needed.
        GoPathError: a component cannot be looked at.

    Go: evalSymlinksInScope
    """
    if path == root:
        return path
    left = clean(_below(path, root)).split("/")[::-1]
    inside = "/"
    steps = 0
    while left:
        if steps > MAX_ITER:
            raise GoError(f"evalSymlinksInScope: too many links in {path}")
        steps += 1
        part = left.pop()
        if not part:
            continue
        candidate = clean(f"{inside}/{part}")
        target = "" if candidate == "/" else _read_link(clean(root + candidate))
        if target:
            left += target.split("/")[::-1]
            candidate = "/" if target.startswith("/") else inside
        inside = candidate
    return clean(root + inside)


def _below(path: str, root: str) -> str:
    """Return what ``path`` has more than ``root``, starting with a slash."""
    if not path.startswith(root):
        raise GoError(f"evalSymlinksInScope: {path} is not in {root}")
    rest = path[len(root) :]
    if root == "/":
        rest = "/" + rest
    if not rest.startswith("/"):
        raise GoError(f"evalSymlinksInScope: {rest} is not in {root}")
    return rest


def _read_link(path: str) -> str:
    """Return where the link at ``path`` leads, or "" if it is no link or not there."""
    with os_error("lstat", path):
        try:
            return os.readlink(path) if stat.S_ISLNK(os.lstat(path).st_mode) else ""
        except FileNotFoundError:
            return ""
