"""A container's files as an archive.

Go: daemon/export.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.daemon.container import get_container
from engine.daemon.events_ import log_container_event
from engine.golang.defer import Undo
from engine.golang.errors import GoError, text
from engine.golang.io import Writable
from engine.pkg import chrootarchive
from engine.pkg.archive import TarOptions
from engine.pkg.ioutils.readers import ReadCloserWrapper

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon

_CHUNK = 1 << 18


def container_export(daemon: Daemon, name: str, out: Writable) -> None:
    """Write all files of the container, without those of its volumes, as an archive.

    Raises:
        NotFound: there is no such container.
        Conflict: it is dead, or being removed.
        GoError: its files cannot be read.

    Go: Daemon.ContainerExport
    """
    ctr = get_container(daemon, name)
    if ctr.state.dead:
        raise errdefs.Conflict(f"You cannot export container {ctr.id} which is Dead")
    if ctr.state.removal_in_progress:
        raise errdefs.Conflict(f"You cannot export container {ctr.id} which is being removed")
    try:
        data = _container_export(daemon, ctr)
        try:
            while piece := data.read(_CHUNK):
                out.write(piece)
        finally:
            data.close()
    except (errdefs.Error, GoError, OSError) as error:
        raise GoError(f"Error exporting container {name}: {text(error)}") from error


def _container_export(daemon: Daemon, container: Container) -> ReadCloserWrapper:
    """Mount the container's layers until the archive is closed.

    Go: Daemon.containerExport
    """
    service = daemon.image_service
    with Undo() as undo:
        rw_layer = service.get_layer_by_id(container.id, container.os)
        undo.defer(service.release_layer, rw_layer, container.os)
        base_fs = rw_layer.mount(container.get_mount_label())
        undo.defer(rw_layer.unmount)
        options = TarOptions(uid_maps=daemon.id_mapping.uids(), gid_maps=daemon.id_mapping.gids())
        data = chrootarchive.tar(base_fs.path(), options, base_fs.path())

        def close() -> None:
            data.close()
            rw_layer.unmount()
            service.release_layer(rw_layer, container.os)

        log_container_event(daemon, container, "export")
        return ReadCloserWrapper(data, close)
