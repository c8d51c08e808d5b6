"""Paths in a container, resolved for copying.

Go: container/archive.go
"""

from __future__ import annotations

import os
import posixpath
import stat
from typing import TYPE_CHECKING

from engine.api.types.container_path_stat import ContainerPathStat
from engine.golang import filemode, filepath, times
from engine.golang.errors import GoError, os_error

if TYPE_CHECKING:
    from engine.container.container import Container


def resolve_path(container: Container, path: str) -> tuple[str, str]:
    """Return where ``path`` is on the host, and the path itself, absolute.

    Links on the way are followed within the container; the last part is left as it is.

    Raises:
        GoError: the file system is not mounted, or there are too many links.
        OSError: a part of the way is no directory.

    Go: Container.ResolvePath
    """
    absolute = preserve_trailing_dot_or_separator(filepath.join("/", path), path)
    directory, _, base = absolute.rpartition("/")
    return f"{container.get_resource_path(directory + '/')}/{base}", absolute


def preserve_trailing_dot_or_separator(cleaned: str, original: str) -> str:
    """Return ``cleaned`` with the end of ``original``, which says that it is to be a directory.

    Go: pkg/archive/copy.go PreserveTrailingDotOrSeparator
    """
    if not _specifies_current_dir(cleaned) and _specifies_current_dir(original):
        cleaned = cleaned.removesuffix("/") + "/."
    if not cleaned.endswith("/") and original.endswith("/"):
        cleaned += "/"
    return cleaned


def _specifies_current_dir(path: str) -> bool:
    return posixpath.basename(path) == "."


def stat_path(container: Container, resolved: str, absolute: str) -> ContainerPathStat:
    """Return what is at ``resolved``; the target of a link is followed to its end.

    Raises:
        OSError: nothing is there.

    Go: Container.StatPath
    """
    if container.base_fs is None:
        raise GoError(f"StatPath: BaseFS of container {container.id} is unexpectedly nil")
    with os_error("lstat", resolved):
        info = os.lstat(resolved)
    target = ""
    if stat.S_ISLNK(info.st_mode):
        on_host = container.get_resource_path(absolute)
        target = filepath.join("/", os.path.relpath(on_host, container.base_fs.path()))
    return ContainerPathStat(
        name=posixpath.basename(absolute.rstrip("/")) or "/",
        size=info.st_size,
        mode=filemode.from_stat(info.st_mode),
        mtime=times.rfc3339_nano_local(info.st_mtime_ns),
        link_target=target,
    )
