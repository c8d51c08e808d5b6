"""Names of users and groups, as headers of archives have them beside the numbers.

Go packs a container's files in a child process whose root is the container's. There the
container's own files tell the names; only the one that the process runs as is known before.

Go: archive/tar/stat_unix.go, os/user
"""

from __future__ import annotations

import os
from functools import cache

from engine.golang.errors import GoError
from engine.vendor.moby.sys import symlink


class HostNames:
    """Names by the host's databases."""

    def user(self, uid: int) -> str:
        """Return the user's name, "" if there is none."""
        return _host_user(uid)

    def group(self, gid: int) -> str:
        """Return the group's name, "" if there is none."""
        return _host_group(gid)


class RootNames(HostNames):
    """Names by the files of another root."""

    def __init__(self, root: str) -> None:
        self._users = _read(root, "etc/passwd")
        self._groups = _read(root, "etc/group")

    def user(self, uid: int) -> str:
        """Return the user's name; the daemon's own is root, whatever the files say."""
        return "root" if uid == 0 else self._users.get(uid, "")

    def group(self, gid: int) -> str:
        """Return the group's name."""
        return self._groups.get(gid, "root" if gid == 0 else "")


def _read(root: str, name: str) -> dict[int, str]:
    """Return names by numbers; none where there is no such file."""
    try:
        path = symlink.follow_symlink_in_scope(os.path.join(root, name), root)
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.rstrip("\n").split(":") for line in file]
    except (GoError, OSError):
        return {}
    found: dict[int, str] = {}
    for fields in lines:
        if len(fields) > 2 and fields[2].isdecimal():
            found.setdefault(int(fields[2]), fields[0])
    return found


@cache
def _host_user(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""


@cache
def _host_group(gid: int) -> str:
    import grp

    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return ""
