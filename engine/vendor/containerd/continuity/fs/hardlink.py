"""Which files are one and the same.

Go: vendor/github.com/containerd/continuity/fs/hardlink.go
"""

from __future__ import annotations

import os


def get_link_source(name: str, found: os.stat_result, inodes: dict[int, str]) -> str:
    """Return the copy that is already there of another name of this file, or nothing.

    If it has other names, and this is the first of them to be copied, ``name`` is kept in
    ``inodes`` for those that follow.

    Go: getLinkSource
    """
    if found.st_nlink < 2:
        return ""
    source = inodes.get(found.st_ino, "")
    if not source:
        inodes[found.st_ino] = name
    return source
