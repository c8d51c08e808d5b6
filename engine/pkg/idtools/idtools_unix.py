"""Directories with an owner and a mode that no umask can take away.

Go: pkg/idtools/idtools_unix.go
"""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from engine.golang.defer import Undo
from engine.golang.errors import os_error, path_error
from engine.golang.filesystem import mkdir_all

if TYPE_CHECKING:
    from engine.pkg.idtools.idtools import Identity


def mkdir_as(path: str, mode: int, owner: Identity, *, mk_all: bool, chown_existing: bool) -> None:
    """Make ``path``, with its missing parents if ``mk_all``, and give it to ``owner``.

    One that exists gets mode and owner only if ``chown_existing``. What cannot be given to its
    owner is removed again; Go leaves it.

    Raises:
        GoPathError: ``path`` is a file, or the host refused.

    Go: mkdirAs
    """
    # Most are new, so this asks by trying; Go looks first.
    try:
        os.mkdir(path, mode)
        made = [path]
    except FileExistsError:
        with os_error("stat", path):
            found = os.stat(path)
        if not stat.S_ISDIR(found.st_mode):
            raise path_error("mkdir", path, NotADirectoryError(errno.ENOTDIR, "")) from None
        if chown_existing:
            set_permissions(path, mode, owner.uid, owner.gid, found)
        return
    except FileNotFoundError as error:
        if not mk_all:
            raise path_error("mkdir", path, error) from error
        made = [path, *_missing_parents(path)]
        mkdir_all(path, mode)
    except OSError as error:
        raise path_error("mkdir", path, error) from error
    with Undo() as undo:
        for directory in reversed(made):
            undo.defer(os.rmdir, directory)
        for directory in made:
            set_permissions(directory, mode, owner.uid, owner.gid)


def _missing_parents(path: str) -> list[str]:
    """List the directories above ``path`` that are not there, nearest first."""
    missing = []
    parent = os.path.dirname(path)
    while parent not in ("/", "") and not os.path.exists(parent):
        missing.append(parent)
        parent = os.path.dirname(parent)
    return missing


def set_permissions(
    path: str, mode: int, uid: int, gid: int, found: os.stat_result | None = None
) -> None:
    """Change mode and owner where they differ; on NFS even a chown to the same owner may fail.

    Where the daemon is an ordinary user's, which Go's cannot be, the owner stays that user.

    Raises:
        GoPathError: the host refused.

    Go: setPermissions
    """
    op = "stat"
    try:
        found = found or os.stat(path)
        if found.st_mode & 0o777 != mode & 0o777:
            op = "chmod"
            os.chmod(path, mode & 0o777)
        if (found.st_uid, found.st_gid) != (uid, gid) and os.geteuid() == 0:
            op = "chown"
            os.chown(path, uid, gid)
    except OSError as error:
        raise path_error(op, path, error) from error
