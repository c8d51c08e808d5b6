"""The daemon: its state, and the verbs that the API may call.

Go: daemon/daemon.go
"""

from __future__ import annotations

import logging
import os
import shutil
import threading
from pathlib import Path

from engine.api.types.container.host_config import LogConfig
from engine.container import memory_store, view
from engine.daemon import (
    create,
    daemon_mount,
    daemon_unix_setup,
    delete,
    events_,
    info,
    inspect,
    list_,
    logdrivers_linux,
    logs,
    recover,
    restore,
    runtime_unix,
)
from engine.daemon.config import Config
from engine.daemon.daemon_unix_setup import create_daemon_root
from engine.daemon.events import Events
from engine.daemon.images.service import ImageService, ImageServiceConfig
from engine.daemon.links import LinkIndex
from engine.daemon.logger import factory as logger
from engine.daemon.metrics import StateCounter
from engine.distribution.metadata.metadata import FSMetadataStore
from engine.golang.errors import GoError, text
from engine.image.fs import new_fs_store_backend
from engine.image.store import new_image_store
from engine.layer import LayerStore, StoreOptions, new_store_from_options
from engine.pkg import idtools, sysinfo, truncindex
from engine.pkg.idtools import IdentityMapping
from engine.plugin.store import Store as PluginStore
from engine.reference import store as refstore
from engine.registry.config import ServiceOptions
from engine.registry.service import DefaultService, new_service
from engine.vendor.docker import libnetwork
from engine.volume.service.service import VolumesService

__all__ = ["Daemon", "create_daemon_root", "new_daemon"]

_log = logging.getLogger(__name__)
# The network of a container that asked for none.
_DEFAULT_NETWORK = "bridge"


class Daemon:
    """Everything that lives as long as the daemon.

    The stores are attributes; who makes them is ``new_daemon``.

    Go: Daemon
    """

    def __init__(
        self,
        config_store: Config,
        *,
        id_mapping: IdentityMapping,
        registry_service: DefaultService,
        plugin_store: PluginStore,
    ) -> None:
        self.id = ""
        self.config_store = config_store
        self.root = config_store.root
        self.repository = os.path.join(config_store.root, "containers")
        self.id_mapping = id_mapping
        self.registry_service = registry_service
        self.plugin_store = plugin_store
        self.containers = memory_store.new_memory_store()
        self.containers_replica = view.new_view_db()
        self.id_index = truncindex.TruncIndex()
        self.link_index = LinkIndex()
        self.events_service = Events()
        self.state_ctr = StateCounter()
        self.default_log_config = LogConfig()
        self.net_controller = libnetwork.new(config_store.root, _DEFAULT_NETWORK)
        self._sys_info: sysinfo.SysInfo | None = None
        self._sys_info_lock = threading.Lock()
        self.image_service: ImageService
        self.volumes: VolumesService

    container_create = create.container_create
    container_rm = delete.container_rm
    container_inspect = inspect.container_inspect
    containers_ = list_.containers
    mount = daemon_mount.mount
    unmount = daemon_mount.unmount
    log_container_event = events_.log_container_event
    log_volume_event = events_.log_volume_event
    subscribe_to_events = events_.subscribe_to_events
    unsubscribe_from_events = events_.unsubscribe_from_events
    system_info = info.system_info
    system_version = info.system_version

    def raw_sys_info(self, quiet: bool) -> sysinfo.SysInfo:
        """Return what the host can do.

        Cgroups are asked once, for they do not change; Go asks them for every request. Whether
        packets are forwarded is asked every time.

        Go: daemon_unix.go Daemon.RawSysInfo
        """
        with self._sys_info_lock:
            if self._sys_info is None:
                self._sys_info = sysinfo.new(quiet, _cgroup2_group_path(self.config_store))
            else:
                sysinfo.apply_networking_info(self._sys_info)
            return self._sys_info

    def shutdown(self) -> None:
        """Let go of everything: volumes' database, layers, listeners. What is on disk stays.

        Go: Daemon.Shutdown
        """
        self.events_service.close()
        for name in ("volumes", "image_service"):
            if not hasattr(self, name):
                continue
            try:
                self.volumes.shutdown() if name == "volumes" else self.image_service.cleanup()
            except (GoError, OSError) as error:
                _log.error("Error shutting down %s: %s", name, text(error))


def new_daemon(config: Config) -> Daemon:
    """Start a daemon on the data-root, which exists; containers on disk are known afterwards.

    Makes, where they are missing, the directories that dockerd makes when it starts:

        containers/         0710     image/DRIVER/      0700     overlay2/  0710
        volumes/            0701     buildkit/          0711     network/   0750
        plugins/ runtimes/ swarm/ tmp/ trust/           0700

    Raises:
        GoError: the settings contradict each other, or no storage driver works.
        OSError: the host refused.

    Go: NewDaemon
    """
    registry_service = new_service(
        ServiceOptions(
            mirrors=list(config.registry_mirrors),
            insecure_registries=list(config.insecure_registries),
        )
    )
    daemon_unix_setup.verify_daemon_settings(config)
    config.disable_bridge = daemon_unix_setup.is_bridge_network_disabled(config)
    daemon_unix_setup.check_system()
    id_mapping = daemon_unix_setup.setup_remapped_root(config)
    daemon = Daemon(
        config,
        id_mapping=id_mapping,
        registry_service=registry_service,
        plugin_store=PluginStore(),
    )
    try:
        _start(daemon)
    except BaseException:
        daemon.shutdown()
        raise
    return daemon


def _start(daemon: Daemon) -> None:
    """Make directories and stores in Go's order, then bring back the containers."""
    config = daemon.config_store
    _prepare_temp_dir(config.root)
    owner = idtools.Identity(idtools.current_identity().uid, daemon.id_mapping.root_pair().gid)
    idtools.mkdir_all_and_chown(daemon.repository, 0o710, owner)
    _make_directory(config.root, "runtimes", 0o700)
    runtime_unix.load_runtimes(daemon)
    logger.register_plugin_getter(daemon.plugin_store)
    logdrivers_linux.register()
    _make_idle_directories(config.root)
    logs.setup_default_log_config(daemon)
    layer_store = new_store_from_options(
        StoreOptions(
            root=config.root,
            metadata_store_path_template=os.path.join(config.root, "image", "%s", "layerdb"),
            graph_driver=config.graph_driver,
            graph_driver_options=config.graph_options,
            id_mapping=daemon.id_mapping,
        )
    )
    daemon.volumes = VolumesService(
        config.root, daemon.id_mapping.root_pair(), daemon.log_volume_event
    )
    # The lock on the volumes' database, taken just now, tells that nobody else is at work here.
    recover.recover(config.root, layer_store)
    daemon.image_service = _new_image_service(daemon, layer_store)
    if not daemon.raw_sys_info(False).cgroup_devices_enabled:
        _log.warning("Devices cgroup isn't mounted")
    restore.restore(daemon)
    _log.info("Docker daemon, graphdriver(s)=%s", layer_store.driver_name())


def _new_image_service(daemon: Daemon, layer_store: LayerStore) -> ImageService:
    """Open the stores of images and hand them to the service.

    Go: NewDaemon
    """
    config = daemon.config_store
    image_root = os.path.join(config.root, "image", layer_store.driver_name())
    backend = new_fs_store_backend(os.path.join(image_root, "imagedb"))
    return ImageService(
        ImageServiceConfig(
            container_store=daemon.containers,
            distribution_metadata_store=FSMetadataStore(Path(image_root, "distribution")),
            events_service=daemon.events_service,
            image_store=new_image_store(backend, {"linux": layer_store}),
            layer_stores={"linux": layer_store},
            max_concurrent_downloads=config.max_concurrent_downloads,
            max_download_attempts=config.max_download_attempts,
            reference_store=refstore.new_reference_store(
                os.path.join(image_root, "repositories.json")
            ),
            registry_service=daemon.registry_service,
            temp_dir=os.path.join(config.root, "tmp"),
        )
    )


def _prepare_temp_dir(root: str) -> str:
    """Empty ``tmp/`` (0700).

    Go moves the old one aside and empties it in the background, and makes it the process' own
    directory for temporary files; here whoever needs one is told.

    Go: prepareTempDir
    """
    directory = os.path.join(root, "tmp")
    old = f"{directory}-old"
    shutil.rmtree(old, ignore_errors=True)
    try:
        os.rename(directory, old)
    except FileNotFoundError:
        _log.debug("%s is new", directory)
    shutil.rmtree(old, ignore_errors=True)
    idtools.mkdir_all_and_chown(directory, 0o700, idtools.current_identity())
    return directory


# Directories of parts that this engine has not, as dockerd leaves them when nobody uses them.
_IDLE = (
    ("plugins", 0o700),
    ("plugins/storage", 0o755),
    ("plugins/storage/ingest", 0o755),
    ("plugins/tmp", 0o700),
    ("trust", 0o700),
    ("network", 0o750),
    ("network/files", 0o750),
    ("swarm", 0o700),
    ("buildkit", 0o711),
    ("buildkit/content", 0o755),
    ("buildkit/content/ingest", 0o755),
    ("buildkit/executor", 0o711),
)


def _make_idle_directories(root: str) -> None:
    for name, mode in _IDLE:
        _make_directory(root, name, mode)


def _make_directory(root: str, name: str, mode: int) -> None:
    path = os.path.join(root, name)
    try:
        os.mkdir(path, mode)
    except FileExistsError:
        return
    os.chmod(path, mode)


def _cgroup2_group_path(config: Config) -> str:
    """Return the group of a rootless daemon, which systemd gave to its user."""
    user = os.environ.get("ROOTLESSKIT_PARENT_EUID", "")
    driver = daemon_unix_setup.get_cgroup_driver(config)
    if driver != daemon_unix_setup.CGROUP_SYSTEMD_DRIVER or not user:
        return ""
    return f"/user.slice/user-{user}.slice"
