"""The daemon: its state, and the verbs that the API may call.

Go: daemon/daemon.go
"""

from __future__ import annotations

import logging
import os
import threading

from engine.api.types.container.host_config import LogConfig
from engine.container import memory_store, view
from engine.daemon import (
    create,
    daemon_mount,
    daemon_start,
    daemon_unix_setup,
    delete,
    events_,
)
from engine.daemon.config import Config
from engine.daemon.daemon_unix_setup import create_daemon_root
from engine.daemon.events import Events
from engine.daemon.images.service import ImageService
from engine.daemon.later import Later
from engine.daemon.links import LinkIndex
from engine.daemon.metrics import StateCounter
from engine.golang.errors import GoError, text
from engine.pkg import sysinfo, truncindex
from engine.pkg.idtools import IdentityMapping
from engine.plugin.store import Store as PluginStore
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
        self.prune_running = threading.Lock()
        self.disk_usage_running = threading.Lock()
        self.default_log_config = LogConfig()
        self.net_controller = libnetwork.new(config_store.root, _DEFAULT_NETWORK)
        self._sys_info: sysinfo.SysInfo | None = None
        self._sys_info_lock = threading.Lock()
        self.image_service: ImageService
        self.volumes: VolumesService

    container_create = create.container_create
    container_rm = delete.container_rm
    mount = daemon_mount.mount
    unmount = daemon_mount.unmount
    log_container_event = events_.log_container_event
    log_volume_event = events_.log_volume_event
    subscribe_to_events = events_.subscribe_to_events
    unsubscribe_from_events = events_.unsubscribe_from_events

    container_archive_path = Later("engine.daemon.archive")
    container_changes = Later("engine.daemon.changes")
    container_copy = Later("engine.daemon.archive")
    container_export = Later("engine.daemon.export")
    container_extract_to_dir = Later("engine.daemon.archive")
    container_inspect = Later("engine.daemon.inspect")
    container_rename = Later("engine.daemon.rename")
    container_stat_path = Later("engine.daemon.archive")
    containers_ = Later("engine.daemon.list_", "containers")  # the store has Go's name
    containers_prune = Later("engine.daemon.prune")
    authenticate_to_registry = Later("engine.daemon.auth")
    find_network = Later("engine.daemon.network_")
    get_networks = Later("engine.daemon.network_")
    networks_prune = Later("engine.daemon.prune")
    system_disk_usage = Later("engine.daemon.disk_usage")
    system_info = Later("engine.daemon.info")
    system_version = Later("engine.daemon.info")

    def raw_sys_info(self, quiet: bool) -> sysinfo.SysInfo:
        """Return what the host can do.

        Cgroups are asked once, for they do not change; Go asks them for every request. Whether
        packets are forwarded is asked every time.

        Go: daemon_unix.go Daemon.RawSysInfo
        """
        with self._sys_info_lock:
            if self._sys_info is None:
                self._sys_info = sysinfo.new(
                    quiet, daemon_start.cgroup2_group_path(self.config_store)
                )
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
            certs_dir=config.certs_dir,
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
        daemon_start.start(daemon)
    except BaseException:
        daemon.shutdown()
        raise
    return daemon
