"""A container: its two files on disk, and what the daemon knows about it besides.

Go: container/container.go
"""

from __future__ import annotations

import os
import stat
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.mount import mount as mounttypes
from engine.container import container_disk, container_unix, stream
from engine.container.state import State, new_state
from engine.daemon.network import Settings
from engine.golang import filepath, times
from engine.golang.errors import GoError
from engine.golang.struct_tags import tag
from engine.golang.structs import struct
from engine.layer.layer import RWLayer
from engine.pkg import idtools
from engine.pkg.containerfs import Local
from engine.vendor.moby.sys import symlink
from engine.volume import mounts as volumemounts

if TYPE_CHECKING:
    from engine.volume.volume import Volume

_CONFIG_FILE_NAME = "config.v2.json"
_HOST_CONFIG_FILE_NAME = "hostconfig.json"

# How long a container may take to stop by itself, in seconds.
DEFAULT_STOP_TIMEOUT = 10


@struct(slots=True, kw_only=True)
class LocalLogCacheMeta:
    """Whether the user was told that logs are kept twice.

    Go: localLogCacheMeta
    """

    have_notify_enabled: bool = field(default=False, metadata=tag("HaveNotifyEnabled"))


@dataclass(slots=True, kw_only=True, eq=False)
class Container:
    """Everything about one container; fields with a tag are kept in ``config.v2.json``.

    ``root`` is its directory on the host, ``base_fs`` where its file system is mounted,
    ``rw_layer`` the layer that it writes to.

    Go: Container
    """

    stream_config: stream.Config = field(
        default_factory=stream.new_config, metadata=tag("StreamConfig")
    )
    state: State = field(default_factory=new_state, metadata=tag("State"))
    root: str = ""
    base_fs: Local | None = None
    rw_layer: RWLayer | None = None
    id: str = field(default="", metadata=tag("ID"))
    created: str = field(default=times.ZERO, metadata=tag("Created"))
    managed: bool = field(default=False, metadata=tag("Managed"))
    path: str = field(default="", metadata=tag("Path"))
    args: list[str] | None = field(default=None, metadata=tag("Args"))
    config: Config = field(default_factory=Config, metadata=tag("Config"))
    image_id: str = field(default="", metadata=tag("Image"))
    network_settings: Settings = field(default_factory=Settings, metadata=tag("NetworkSettings"))
    log_path: str = field(default="", metadata=tag("LogPath"))
    name: str = field(default="", metadata=tag("Name"))
    driver: str = field(default="", metadata=tag("Driver"))
    os: str = field(default="", metadata=tag("OS"))
    mount_label: str = field(default="", metadata=tag("MountLabel"))
    process_label: str = field(default="", metadata=tag("ProcessLabel"))
    restart_count: int = field(default=0, metadata=tag("RestartCount"))
    has_been_started_before: bool = field(default=False, metadata=tag("HasBeenStartedBefore"))
    has_been_manually_stopped: bool = field(default=False, metadata=tag("HasBeenManuallyStopped"))
    mount_points: dict[str, volumemounts.MountPoint] = field(
        default_factory=dict, metadata=tag("MountPoints")
    )
    host_config: HostConfig = field(default_factory=HostConfig)
    secret_references: list[dict[str, Any]] | None = field(
        default=None, metadata=tag("SecretReferences")
    )
    config_references: list[dict[str, Any]] | None = field(
        default=None, metadata=tag("ConfigReferences")
    )
    app_armor_profile: str = field(default="", metadata=tag("AppArmorProfile"))
    hostname_path: str = field(default="", metadata=tag("HostnamePath"))
    hosts_path: str = field(default="", metadata=tag("HostsPath"))
    shm_path: str = field(default="", metadata=tag("ShmPath"))
    resolv_conf_path: str = field(default="", metadata=tag("ResolvConfPath"))
    seccomp_profile: str = field(default="", metadata=tag("SeccompProfile"))
    no_new_privileges: bool = field(default=False, metadata=tag("NoNewPrivileges"))
    local_log_cache_meta: LocalLogCacheMeta = field(
        default_factory=LocalLogCacheMeta, metadata=tag("LocalLogCacheMeta")
    )

    @property
    def lock(self) -> threading.RLock:
        """The lock of the container; Go embeds the state's."""
        return self.state.lock

    def setup_working_directory(self, root_identity: idtools.Identity) -> None:
        """Make the working directory in the mounted file system, where it is missing.

        Missing parts become 0755 and ``root_identity``'s; what exists is left alone.

        Raises:
            GoError: a file is in the way.
            OSError: the host refused.

        Go: Container.SetupWorkingDirectory
        """
        if not self.config.working_dir:
            return
        self.config.working_dir = filepath.clean(self.config.working_dir)
        path = self.get_resource_path(self.config.working_dir)
        try:
            idtools.mkdir_all_and_chown_new(path, 0o755, root_identity)
        except OSError as error:
            if _is_no_directory(path):
                raise GoError(
                    f"Cannot mkdir: {self.config.working_dir} is not a directory"
                ) from error
            raise

    def get_resource_path(self, path: str) -> str:
        """Return where on the host ``path`` of the container is; links cannot lead out.

        The file system is mounted.

        Raises:
            GoError: it is not, or there are too many links.
            OSError: a part of the path is no directory.

        Go: Container.GetResourcePath
        """
        if self.base_fs is None:
            raise GoError(f"GetResourcePath: BaseFS of container {self.id} is unexpectedly nil")
        return self.base_fs.resolve_scoped_path(path, False)

    def get_root_resource_path(self, path: str) -> str:
        """Return where ``path`` is in the container's directory on the host.

        Go: Container.GetRootResourcePath
        """
        return symlink.follow_symlink_in_scope(
            filepath.join(self.root, filepath.join("/", path)), self.root
        )

    def host_config_path(self) -> str:
        """Return the path of ``hostconfig.json``.

        Go: Container.HostConfigPath
        """
        return self.get_root_resource_path(_HOST_CONFIG_FILE_NAME)

    def config_path(self) -> str:
        """Return the path of ``config.v2.json``.

        Go: Container.ConfigPath
        """
        return self.get_root_resource_path(_CONFIG_FILE_NAME)

    def checkpoint_dir(self) -> str:
        """Return the directory for checkpoints of processes; a create leaves it empty.

        Go: Container.CheckpointDir
        """
        return f"{self.root}/checkpoints"

    def get_mount_label(self) -> str:
        """Return the SELinux label for what is mounted.

        Go: Container.GetMountLabel
        """
        return self.mount_label

    def add_mount_point_with_volume(self, destination: str, vol: Volume, rw: bool) -> None:
        """Mount ``vol`` at ``destination``; the image's files there are to be copied into it.

        Go: Container.AddMountPointWithVolume
        """
        parser = volumemounts.new_parser(self.os or "linux")
        self.mount_points[destination] = volumemounts.MountPoint(
            type=mounttypes.TYPE_VOLUME,
            name=vol.name(),
            driver=vol.driver_name(),
            destination=destination,
            rw=rw,
            volume=vol,
            copy_data=parser.default_copy_mode(),
        )

    def stop_timeout(self) -> int:
        """Return how many seconds the container may take to stop by itself.

        Go: Container.StopTimeout
        """
        asked = self.config.stop_timeout
        return DEFAULT_STOP_TIMEOUT if asked is None else asked

    def init_dns_host_config(self) -> None:
        """Turn missing DNS lists into empty ones.

        Go: Container.InitDNSHostConfig
        """
        with self.lock:
            config = self.host_config
            config.dns = config.dns or []
            config.dns_search = config.dns_search or []
            config.dns_options = config.dns_options or []

    from_disk = container_disk.from_disk
    to_disk = container_disk.to_disk
    checkpoint_to = container_disk.checkpoint_to
    checkpoint_changes_to = container_disk.checkpoint_changes_to
    write_host_config = container_disk.write_host_config
    copy_image_path_content = container_unix.copy_image_path_content
    has_mount_for = container_unix.has_mount_for


def new_base_container(id: str, root: str) -> Container:
    """Return a container that has nothing but an ID and a directory, which need not exist.

    Go: NewBaseContainer
    """
    return Container(id=id, root=root)


def _is_no_directory(path: str) -> bool:
    try:
        return not stat.S_ISDIR(os.stat(path).st_mode)
    except OSError:
        return False
