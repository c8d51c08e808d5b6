"""What goes where in a container: from volumes, from the host, from other containers.

Go: daemon/volumes.go
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.container.host_config import HostConfig
from engine.api.types.mount import mount
from engine.api.types.mount.mount import Mount
from engine.api.types.volume import Volume as APIVolume
from engine.container.container import Container
from engine.daemon import recover
from engine.daemon.container import get_container
from engine.daemon.errors import DuplicateMountPoint
from engine.daemon.volume_wrapper import VolumeWrapper
from engine.daemon.volumes_linux import validate_bind_daemon_root
from engine.daemon.volumes_unix import set_bind_mode_if_null
from engine.golang import errors
from engine.golang.defer import Undo
from engine.golang.errors import GoError
from engine.volume import mounts as volumemounts
from engine.volume import volume
from engine.volume.mounts import MountPoint, Parser
from engine.volume.service import opts as volumeopts
from engine.volume.service.errors import is_not_exist

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)

__all__ = ["VolumeWrapper", "lazy_initialize_volume", "register_mount_points"]


@dataclass(slots=True)
class _Registration:
    """What the steps of one registration hand on to each other.

    ``binds`` are the destinations that ``-v`` and ``--mount`` have taken; no two of them may
    share one. ``used`` are the volumes that the container may be counted among the users of by
    now, ``anonymous`` those of them that were made without a name on the way.
    """

    daemon: Daemon
    container: Container
    parser: Parser
    binds: set[str] = field(default_factory=set)
    mount_points: dict[str, MountPoint] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    anonymous: list[str] = field(default_factory=list)


def register_mount_points(daemon: Daemon, container: Container, host_config: HostConfig) -> None:
    """Decide what is mounted at each destination, making volumes that are missing.

    What the container has comes first, then other containers' mounts, ``-v`` and ``--mount``; a
    later one takes the place of an earlier one. The container is counted among the users of its
    volumes. On an error it is not any more, and nameless volumes are removed again; dockerd
    leaves those behind. Named ones stay.

    Raises:
        InvalidParameter: two want the same destination, or a text is wrong.
        GoError: a ``-v`` text is wrong; nobody says whose fault it is.
        OpErr: a volume could not be made.

    Go: Daemon.registerMountPoints
    """
    registration = _Registration(daemon, container, volumemounts.new_parser(container.os))
    with Undo() as undo:
        undo.defer(_release_on_error, registration)
        _existing(registration)
        _volumes_from(registration, host_config)
        _binds(registration, host_config)
        _mounts(registration, host_config)
        _commit(registration)


def _release_on_error(registration: _Registration) -> None:
    """Count the container no longer among the users of volumes; remove nameless new ones.

    Go: Daemon.registerMountPoints (L68-L78)
    """
    daemon, id = registration.daemon, registration.container.id
    for name in registration.used:
        daemon.volumes.release(name, id)
    for name in registration.anonymous:
        remove_anonymous_volume(daemon, name, id)


def remove_anonymous_volume(daemon: Daemon, name: str, container_id: str) -> None:
    """Remove a volume that was made for a container which will not be; it may not be there."""
    try:
        daemon.volumes.release(name, container_id)
        daemon.volumes.remove(name)
    except (GoError, errdefs.Error, OSError) as error:
        if not is_not_exist(error):
            _log.error("failed to remove volume %s: %s", name, errors.text(error))


def _dereference_if_exists(registration: _Registration, destination: str) -> None:
    """Let go of the volume that was to go to ``destination``: something else takes its place.

    Go: Daemon.registerMountPoints (L80-L87)
    """
    replaced = registration.mount_points.get(destination)
    if replaced is None:
        return
    _log.debug("Duplicate mount point '%s'", destination)
    if replaced.volume is not None:
        registration.daemon.volumes.release(replaced.volume.name(), registration.container.id)


def _existing(registration: _Registration) -> None:
    """Start with what the container has already; a new one has nothing.

    Go: Daemon.registerMountPoints (L89-L92)
    """
    registration.mount_points.update(registration.container.mount_points)


def _volumes_from(registration: _Registration, host_config: HostConfig) -> None:
    """Take over the mounts of other containers; ``ro`` makes them read-only.

    Go: Daemon.registerMountPoints (L94-L129)
    """
    for spec in host_config.volumes_from or ():
        with errdefs.reported_as(errdefs.InvalidParameter):
            container_id, mode = registration.parser.parse_volumes_from(spec)
            other = get_container(registration.daemon, container_id)
        for m in list(other.mount_points.values()):
            copied = _copy_mount_point(registration, m, mode)
            _dereference_if_exists(registration, copied.destination)
            registration.mount_points[copied.destination] = copied


def _copy_mount_point(registration: _Registration, m: MountPoint, mode: str) -> MountPoint:
    """Return another container's mount as one of this container's.

    Only a mount without a source, a volume that the image asked for, is looked up here. (A tmpfs
    has no source either, and so is asked for as a volume in vain.)

    Go: Daemon.registerMountPoints (L107-L125)
    """
    copied = MountPoint(
        type=m.type,
        name=m.name,
        source=m.source,
        rw=m.rw and registration.parser.read_write(mode),
        driver=m.driver,
        destination=m.destination,
        propagation=m.propagation,
        spec=replace(m.spec),
        copy_data=False,
    )
    if not copied.source:
        volumes = registration.daemon.volumes
        registration.used.append(copied.name)
        v = volumes.get(
            copied.name,
            volumeopts.with_get_driver(copied.driver),
            volumeopts.with_get_reference(registration.container.id),
        )
        copied.volume = VolumeWrapper(v, volumes)
    return copied


def _binds(registration: _Registration, host_config: HostConfig) -> None:
    """Take in the ``-v`` texts.

    Go: Daemon.registerMountPoints (L131-L169)
    """
    for text in host_config.binds or ():
        bind = registration.parser.parse_mount_raw(text, host_config.volume_driver)
        if validate_bind_daemon_root(registration.daemon, bind.spec):
            bind.propagation = mount.PROPAGATION_RSLAVE
        # A tmpfs would hide the bind, or the other way round (moby issue 10618).
        tmpfs_exists = bind.destination in (host_config.tmpfs or {})
        if bind.destination in registration.binds or tmpfs_exists:
            raise DuplicateMountPoint(bind.destination)
        if bind.type == mount.TYPE_VOLUME:
            _create_volume(registration, bind, bind.spec.source)
        _add(registration, bind)


def _mounts(registration: _Registration, host_config: HostConfig) -> None:
    """Take in the ``--mount`` objects; a bind's source is not made, should it vanish.

    Go: Daemon.registerMountPoints (L171-L227)
    """
    for cfg in host_config.mounts or ():
        with errdefs.reported_as(errdefs.InvalidParameter):
            mp = registration.parser.parse_mount_spec(cfg)
        if validate_bind_daemon_root(registration.daemon, mp.spec):
            mp.propagation = mount.PROPAGATION_RSLAVE
        if mp.destination in registration.binds:
            raise DuplicateMountPoint(cfg.target)
        if mp.type == mount.TYPE_VOLUME:
            v = _create_volume(registration, mp, cfg.source, *_create_options(cfg))
            mp.name = v.name
        if mp.type == mount.TYPE_BIND:
            mp.skip_mountpoint_creation = True
        _add(registration, mp)


def _create_options(cfg: Mount) -> tuple[volumeopts.CreateOption, ...]:
    """Return what ``--mount`` tells a new volume: options for its driver, and labels."""
    if cfg.volume_options is None:
        return ()
    driver = cfg.volume_options.driver_config
    return (
        volumeopts.with_create_options(None if driver is None else driver.options),
        volumeopts.with_create_labels(cfg.volume_options.labels),
    )


def _create_volume(
    registration: _Registration, m: MountPoint, name: str, *opts: volumeopts.CreateOption
) -> APIVolume:
    """Make or find the volume of a mount, with the container among its users.

    ``name`` is empty if the user gave none.
    """
    volumes = registration.daemon.volumes
    reference = volumeopts.with_create_reference(registration.container.id)
    registration.used.append(m.name)
    if not name:
        registration.anonymous.append(m.name)
        recover.note_volume(registration.container.root, m.name)
    v: APIVolume = volumes.create(m.name, m.driver, reference, *opts)
    m.volume = VolumeWrapper(v, volumes)
    m.source = v.mountpoint
    m.driver = v.driver
    if m.driver == volume.DEFAULT_DRIVER_NAME:
        set_bind_mode_if_null(m)
    return v


def _add(registration: _Registration, m: MountPoint) -> None:
    registration.binds.add(m.destination)
    _dereference_if_exists(registration, m.destination)
    registration.mount_points[m.destination] = m


def _commit(registration: _Registration) -> None:
    """Give the container its mounts, and let go of volumes that it had there before.

    Go: Daemon.registerMountPoints (L229-L241)
    """
    container = registration.container
    with container.lock:
        for m in registration.mount_points.values():
            if not registration.parser.is_backward_compatible(m):
                continue
            old = container.mount_points.get(m.destination)
            if old is not None and old.volume is not None:
                registration.daemon.volumes.release(old.volume.name(), container.id)
        container.mount_points = registration.mount_points


def lazy_initialize_volume(daemon: Daemon, container_id: str, m: MountPoint) -> None:
    """Find the volume of a mount that was read from disk, and count its container as a user.

    Raises:
        OpErr: the volume is gone.

    Go: Daemon.lazyInitializeVolume
    """
    if not m.driver or m.volume is not None:
        return
    v = daemon.volumes.get(
        m.name,
        volumeopts.with_get_driver(m.driver),
        volumeopts.with_get_reference(container_id),
    )
    m.volume = VolumeWrapper(v, daemon.volumes)
