"""What is mounted where, as the kernel lists it.

Go: vendor/github.com/moby/sys/mountinfo/mountinfo_linux.go
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import NamedTuple

from engine.golang.errors import path_error
from engine.golang.filesystem import is_not_exist, read_file

_ESCAPE = re.compile(r"\\([0-7]{3})")


class Info(NamedTuple):
    """One mount.

    Go: Info
    """

    mountpoint: str
    fs_type: str
    source: str
    options: str
    optional: str
    vfs_options: str


Filter = Callable[[Info], bool]


def get_mounts(wanted: Filter | None = None) -> list[Info]:
    """Return this process's mounts that ``wanted`` picks, in the kernel's order.

    Go's filter may also stop the reading; nothing here is long enough for that.

    Raises:
        GoPathError: there is no /proc.

    Go: GetMounts
    """
    lines = read_file("/proc/self/mountinfo").splitlines()
    mounts = [_parse(line) for line in lines]
    return [mount for mount in mounts if wanted is None or wanted(mount)]


def prefix_filter(prefix: str) -> Filter:
    """Pick mounts on ``prefix`` and below it.

    Go compares texts, so that `/a` also picks `/ab`; here `/ab` is left alone.

    Go: PrefixFilter
    """
    below = prefix.rstrip("/") + "/"
    return lambda mount: mount.mountpoint == prefix or mount.mountpoint.startswith(below)


def single_entry_filter(mountpoint: str) -> Filter:
    """Pick mounts on exactly ``mountpoint``.

    Go: SingleEntryFilter
    """
    return lambda mount: mount.mountpoint == mountpoint


def parents_filter(path: str) -> Filter:
    """Pick the mounts that ``path`` lies in.

    Go: ParentsFilter
    """
    return lambda mount: f"{path}/".startswith(mount.mountpoint.rstrip("/") + "/")


def mounted(path: str) -> bool:
    """Say whether something is mounted on ``path``, which is absolute and clean.

    Comparing devices is enough, unless it is a bind mount: then the kernel's list decides. Go
    asks openat2 first, which Python has not.

    Raises:
        GoPathError: the path cannot be looked at.

    Go: Mounted
    """
    try:
        if os.lstat(path).st_dev != os.lstat(os.path.dirname(path)).st_dev:
            return True
    except OSError as error:
        if is_not_exist(error):
            return False
        raise path_error("stat", path, error) from error
    return bool(get_mounts(single_entry_filter(os.path.realpath(path))))


def _parse(line: str) -> Info:
    """Read `36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/sda rw`.

    Go: GetMountsFromReader
    """
    before, _, after = line.partition(" - ")
    fields = before.split(" ")
    fs_type, source, vfs_options = [*after.split(" ", 2), "", ""][:3]
    return Info(
        mountpoint=_unescape(fields[4]),
        fs_type=_unescape(fs_type),
        source=_unescape(source),
        options=fields[5],
        optional=" ".join(fields[6:]),
        vfs_options=vfs_options,
    )


def _unescape(text: str) -> str:
    r"""Turn the kernel's `\040` back into a space.

    Go: unescape
    """
    return _ESCAPE.sub(lambda found: chr(int(found[1], 8)), text) if "\\" in text else text
