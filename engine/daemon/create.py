"""Creates containers: check everything, then build, and take back every step on an error.

Go: daemon/create.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.configs import ContainerCreateConfig
from engine.api.types.container.config import Config
from engine.api.types.container.container_create import ContainerCreateCreatedBody
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import EndpointSettings, NetworkingConfig
from engine.container.container import Container
from engine.daemon import daemon_unix, recover
from engine.daemon.commit import merge
from engine.daemon.container import register
from engine.daemon.container_build import new_container, set_host_config, set_security_options
from engine.daemon.container_operations import update_container_network_settings
from engine.daemon.container_verify import verify_container_settings
from engine.daemon.create_unix import create_container_os_specific_settings
from engine.daemon.delete import cleanup_container, forget_half_made
from engine.daemon.events_ import log_container_event
from engine.daemon.images import image as images
from engine.daemon.logs import merge_and_verify_log_config
from engine.golang import net
from engine.golang.defer import Undo
from engine.golang.errors import GoError
from engine.golang.structs import struct
from engine.pkg import idtools
from engine.runconfig.hostconfig import set_default_net_mode_if_blank
from engine.vendor.containerd import platforms
from engine.vendor.opencontainers.image_spec.v1 import Platform

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon
    from engine.image.image import Image

_log = logging.getLogger(__name__)


@struct(slots=True, kw_only=True)
class CreateOpts:
    """What to create, and for whom; ``managed`` containers belong to a service.

    Go: createOpts
    """

    params: ContainerCreateConfig
    managed: bool = False


def container_create(daemon: Daemon, config: ContainerCreateConfig) -> ContainerCreateCreatedBody:
    """Create a container for a user; return its ID and what the user should know.

    Raises:
        InvalidParameter: a setting is wrong.
        NotFound: the image is not on this host.
        Conflict: the name is taken.
        System: the host refused.

    Go: Daemon.ContainerCreate
    """
    return _container_create(daemon, CreateOpts(params=config))


def _container_create(daemon: Daemon, opts: CreateOpts) -> ContainerCreateCreatedBody:
    """Check the settings, fill in defaults, and create.

    Go: Daemon.containerCreate
    """
    params = opts.params
    config = params.config
    if config is None:
        raise errdefs.InvalidParameter("Config cannot be empty in order to create a container")
    img, os = _lookup_image(daemon, config.image, params.platform)
    with errdefs.reported_as(errdefs.InvalidParameter):
        warnings = verify_container_settings(daemon, os, params.host_config, config, False)
    if img is not None and params.platform is None:
        warnings += _platform_warning(img)
    with errdefs.reported_as(errdefs.InvalidParameter):
        verify_networking_config(params.networking_config)
        if params.host_config is None:
            params.host_config = HostConfig()
        daemon_unix.adapt_container_settings(daemon, params.host_config, params.adjust_cpu_shares)
    ctr = create(daemon, opts)
    return _response(ctr, warnings)


def _lookup_image(
    daemon: Daemon, ref_or_id: str, platform: Platform | None
) -> tuple[Image | None, str]:
    """Return the image, if it is there, and its operating system.

    A missing image is no error yet: a wrong setting is to be reported first.

    Go: Daemon.containerCreate (L64-L78)
    """
    if not ref_or_id:
        return None, "linux"
    try:
        img = daemon.image_service.get_image(ref_or_id, platform)
    except (errdefs.Error, GoError, OSError):
        return None, "linux"
    return img, img.os


def _platform_warning(img: Image) -> list[str]:
    """Warn about an image that was made for another kind of machine.

    Go: Daemon.containerCreate (L86-L95)
    """
    host = platforms.default_spec()
    wanted = Platform(os=img.os, architecture=img.architecture, variant=img.variant)
    if images.only_platform_with_fallback(host).match(wanted):
        return []
    return [
        f"The requested image's platform ({platforms.format(wanted)}) does not match the detected "
        f"host platform ({platforms.format(host)}) and no specific platform was requested"
    ]


def _response(ctr: Container, warnings: list[str]) -> ContainerCreateCreatedBody:
    """Return the answer; no warnings are an empty list, for clients stumble over null.

    Go: Daemon.containerCreate (L117-L121)
    """
    return ContainerCreateCreatedBody(id=ctr.id, warnings=warnings)


def create(daemon: Daemon, opts: CreateOpts) -> Container:
    """Build the container on disk and in memory, or leave nothing behind.

    Named volumes that were made on the way stay, as with dockerd.

    Raises:
        NotFound: the image is not on this host.
        InvalidParameter: nothing to run, a wrong log option, name or mount.
        Conflict: the name is taken.
        System: the writable layer could not be made.

    Go: Daemon.create
    """
    params = opts.params
    config, host_config = params.config, params.host_config
    assert config is not None  # checked by the caller
    assert host_config is not None  # made by the caller
    img, os, image_id = _require_image(daemon, config.image, params.platform)
    with errdefs.reported_as(errdefs.InvalidParameter):
        merge_and_verify_config(config, img)
        merge_and_verify_log_config(daemon, host_config.log_config)
    ctr = new_container(daemon, params.name, os, config, host_config, image_id, opts.managed)
    with Undo() as undo:
        undo.defer(forget_half_made, daemon, ctr)
        _defer_cleanup(undo, daemon, ctr)
        set_security_options(daemon, ctr, host_config)
        _storage_opt(ctr, host_config)
        # The labels of the mount are known by now; the layer needs them.
        with errdefs.reported_as(errdefs.System):
            init = daemon_unix.setup_init_layer(daemon.id_mapping)
            ctr.rw_layer = daemon.image_service.create_layer(ctr, init)
        _container_dirs(daemon, ctr)
        set_host_config(daemon, ctr, host_config)
        create_container_os_specific_settings(daemon, ctr, config, host_config)
        set_default_net_mode_if_blank(ctr.host_config)
        update_container_network_settings(daemon, ctr, _endpoints(params.networking_config))
        register(daemon, ctr)
        recover.forget_volumes(ctr.root)
        daemon.state_ctr.set(ctr.id, "stopped")
        log_container_event(daemon, ctr, "create")
    return ctr


def _require_image(
    daemon: Daemon, ref_or_id: str, platform: Platform | None
) -> tuple[Image | None, str, str]:
    """Return the image, its operating system and its ID; nothing where none is asked for.

    Go: Daemon.create (L133-L156)
    """
    if not ref_or_id:
        return None, "linux", ""
    img = daemon.image_service.get_image(ref_or_id, platform)
    return img, img.os or "linux", img.id()


def _defer_cleanup(undo: Undo, daemon: Daemon, ctr: Container) -> None:
    """Have the container taken back if anything fails from here on, with its nameless volumes.

    Go: Daemon.create (L177-L183)
    """
    undo.defer(cleanup_container, daemon, ctr, force_remove=True, remove_volume=True)


def _storage_opt(ctr: Container, host_config: HostConfig) -> None:
    """Put the storage driver's options where the making of the layer looks for them.

    The container gets all its other settings later, when it has a layer.

    Go: Daemon.create (L189)
    """
    ctr.host_config.storage_opt = host_config.storage_opt


def _container_dirs(daemon: Daemon, ctr: Container) -> None:
    """Make the container's directory, and the one for checkpoints in it.

    The first is 0710: members of the containers' root group may pass through, nobody may list.

    Go: Daemon.create (L215-L221)
    """
    current = idtools.current_identity()
    owner = idtools.Identity(current.uid, daemon.id_mapping.root_pair().gid)
    idtools.mkdir_and_chown(ctr.root, 0o710, owner)
    idtools.mkdir_and_chown(ctr.checkpoint_dir(), 0o700, current)


def _endpoints(config: NetworkingConfig | None) -> dict[str, EndpointSettings | None] | None:
    return None if config is None else config.endpoints_config


def merge_and_verify_config(config: Config, img: Image | None) -> None:
    """Complete the user's settings with the image's, and see that there is something to run.

    An entrypoint that is one empty word takes the image's entrypoint away.

    Raises:
        GoError: there is nothing to run.

    Go: Daemon.mergeAndVerifyConfig
    """
    if img is not None and img.config is not None:
        merge(config, img.config)
    if config.entrypoint == [""]:
        config.entrypoint = None
    if not config.entrypoint and not config.cmd:
        raise GoError("No command specified")


def verify_networking_config(nw_config: NetworkingConfig | None) -> None:
    """Check that at most one network is asked for, and that addresses are addresses.

    Raises:
        GoError, InvalidParameter: it is not so.

    Go: verifyNetworkingConfig
    """
    endpoints = (nw_config.endpoints_config if nw_config is not None else None) or {}
    if len(endpoints) > 1:
        raise GoError(f"Container cannot be connected to network endpoints: {', '.join(endpoints)}")
    for name, endpoint in endpoints.items():
        if endpoint is None:
            raise errdefs.InvalidParameter(f"no EndpointSettings for {name}")
        ipam = endpoint.ipam_config
        if ipam is None:
            continue
        if ipam.ipv4_address and not _is_ip(ipam.ipv4_address, 4):
            raise GoError(f"invalid IPv4 address: {ipam.ipv4_address}")
        if ipam.ipv6_address and not _is_ip(ipam.ipv6_address, 6):
            raise GoError(f"invalid IPv6 address: {ipam.ipv6_address}")


def _is_ip(text: str, version: int) -> bool:
    address = net.parse_ip(text)
    return address is not None and address.version == version
