"""Copies files into containers and out of them.

Nothing of it needs a process in the container: its files, and what it has mounted, are put
together on the host for as long as the copy takes.

Go: daemon/archive.go
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.container_path_stat import ContainerPathStat
from engine.container import mounts_unix
from engine.container.archive import (
    preserve_trailing_dot_or_separator,
    resolve_path,
    stat_path,
)
from engine.daemon.archive_tarcopyoptions import default_tar_copy_options, tar_copy_options
from engine.daemon.archive_unix import check_if_path_is_in_a_volume
from engine.daemon.container import get_container
from engine.daemon.errors import ContainerFileNotFound
from engine.daemon.events_ import log_container_event
from engine.daemon.volumes_mount import mount_volumes
from engine.golang import filepath
from engine.golang.errors import GoError, os_error, text
from engine.golang.filesystem import is_not_exist
from engine.golang.io import Readable
from engine.pkg import chrootarchive
from engine.pkg.archive import TarOptions
from engine.pkg.ioutils.readers import ReadCloserWrapper

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon


def container_copy(daemon: Daemon, name: str, resource: str) -> ReadCloserWrapper:
    """Return a file or what is in a directory as an archive, for clients before API 1.24.

    Raises:
        NotFound: no such container, or nothing there.
        System: the host refused.

    Go: Daemon.ContainerCopy
    """
    ctr = get_container(daemon, name)
    with _telling(resource, name), ExitStack() as mounted:
        mounted.enter_context(ctr.lock)
        _mount_all(daemon, ctr, mounted)
        base_path = ctr.get_resource_path(resource.removeprefix("/"))
        options = TarOptions()
        with os_error("stat", base_path):
            if not stat.S_ISDIR(os.stat(base_path).st_mode):
                base_path, file = os.path.split(base_path)
                options.include_files = [file]
        assert ctr.base_fs is not None
        data = chrootarchive.tar(base_path, options, ctr.base_fs.path())
        mounted.callback(data.close)
        log_container_event(daemon, ctr, "copy")
        return ReadCloserWrapper(data, mounted.pop_all().close)
    raise AssertionError("unreachable")


def container_stat_path(daemon: Daemon, name: str, path: str) -> ContainerPathStat:
    """Return what is at ``path`` in the container.

    Raises:
        NotFound: no such container, or nothing there.
        System: the host refused.

    Go: Daemon.ContainerStatPath
    """
    ctr = get_container(daemon, name)
    with _telling(path, name), ctr.lock, ExitStack() as mounted:
        _mount_all(daemon, ctr, mounted)
        return stat_path(ctr, *resolve_path(ctr, path))


def container_archive_path(
    daemon: Daemon, name: str, path: str
) -> tuple[ReadCloserWrapper, ContainerPathStat]:
    """Return what is at ``path`` as an archive, and what it is.

    The container stays locked, and its files mounted, until the archive is closed.

    Raises:
        NotFound: no such container, or nothing there.
        System: the host refused.

    Go: Daemon.ContainerArchivePath
    """
    ctr = get_container(daemon, name)
    with _telling(path, name), ExitStack() as mounted:
        mounted.enter_context(ctr.lock)
        _mount_all(daemon, ctr, mounted)
        resolved, absolute = resolve_path(ctr, path)
        about = stat_path(ctr, resolved, absolute)
        data = _pack(ctr, filepath.clean(resolved), absolute, about)
        mounted.callback(data.close)
        log_container_event(daemon, ctr, "archive-path")
        return ReadCloserWrapper(data, mounted.pop_all().close), about
    raise AssertionError("unreachable")


def _pack(
    ctr: Container, resolved: str, absolute: str, about: ContainerPathStat
) -> ReadCloserWrapper:
    """Archive ``resolved`` under the name that was asked for, which a link may have changed.

    Go: Daemon.containerArchivePath
    """
    assert ctr.base_fs is not None
    directory, base = resolved, "."
    if not about.mode & 1 << 31:
        directory, base = os.path.split(resolved)
    options = TarOptions(
        include_files=[base], include_source_dir=True, rebase_names={base: about.name}
    )
    data = chrootarchive.tar(directory, options, ctr.base_fs.path())
    return ReadCloserWrapper(data, data.close)


def container_extract_to_dir(
    daemon: Daemon,
    name: str,
    path: str,
    copy_uid_gid: bool,
    no_overwrite_dir_non_dir: bool,
    content: Readable,
) -> None:
    """Unpack an archive at ``path``, a directory in the container.

    With ``copy_uid_gid`` everything is to belong to the container's user; with
    ``no_overwrite_dir_non_dir`` no directory gives way to something else, nor the other way round.

    Raises:
        NotFound: no such container, or nothing there.
        System: it is no directory, not to be written to, or the archive cannot be unpacked.

    Go: Daemon.ContainerExtractToDir
    """
    ctr = get_container(daemon, name)
    with _telling(path, name), ctr.lock, ExitStack() as mounted:
        _mount_all(daemon, ctr, mounted)
        resolved = _extraction_point(ctr, path)
        options = default_tar_copy_options(daemon, no_overwrite_dir_non_dir)
        if copy_uid_gid:
            options = tar_copy_options(daemon, ctr, no_overwrite_dir_non_dir)
        assert ctr.base_fs is not None
        chrootarchive.untar_with_root(content, resolved, options, ctr.base_fs.path())
        log_container_event(daemon, ctr, "extract-to-dir")


def _extraction_point(ctr: Container, path: str) -> str:
    """Return the directory on the host, links followed, if it may be written to.

    Go: Daemon.containerExtractToDir
    """
    assert ctr.base_fs is not None
    absolute = preserve_trailing_dot_or_separator(filepath.join("/", path), path)
    resolved = ctr.get_resource_path(absolute)
    with os_error("lstat", resolved):
        if not stat.S_ISDIR(os.lstat(resolved).st_mode):
            raise GoError("extraction point is not a directory")
    absolute = filepath.join("/", os.path.relpath(resolved, ctr.base_fs.path()))
    if not check_if_path_is_in_a_volume(ctr, absolute) and ctr.host_config.readonly_rootfs:
        raise GoError("container rootfs is marked read-only")
    return resolved


@contextmanager
def _telling(path: str, name: str) -> Iterator[None]:
    """Say which file is not there; whatever else happens is the host's fault."""
    try:
        yield
    except errdefs.NotFound:
        raise
    except (errdefs.Error, GoError, OSError) as error:
        if is_not_exist(error):
            raise ContainerFileNotFound(path, name) from error
        raise errdefs.System(text(error)) from error


def _mount_all(daemon: Daemon, ctr: Container, mounted: ExitStack) -> None:
    """Mount the container's layers, and its volumes into them, until ``mounted`` is closed."""
    daemon.mount(ctr)
    mounted.callback(daemon.unmount, ctr)
    mounted.callback(mounts_unix.detach_and_unmount, ctr, daemon.log_volume_event)
    mount_volumes(daemon, ctr)
