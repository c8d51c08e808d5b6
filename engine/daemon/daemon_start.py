"""What the daemon makes and opens when it starts.

Go: daemon/daemon.go
"""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from engine.daemon import (
    daemon_unix_setup,
    logdrivers_linux,
    logs,
    network_controller,
    recover,
    restore,
    runtime_unix,
)
from engine.daemon.images.service import ImageService, ImageServiceConfig
from engine.daemon.logger import factory as logger
from engine.distribution.metadata.metadata import FSMetadataStore
from engine.image.fs import new_fs_store_backend
from engine.image.store import new_image_store
from engine.layer import LayerStore, StoreOptions, new_store_from_options
from engine.pkg import idtools
from engine.reference import store as refstore
from engine.volume.service.service import VolumesService

if TYPE_CHECKING:
    from engine.daemon.config import Config
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)


def start(daemon: Daemon) -> None:
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
            keep_orphans=config.keep_orphans_as_20_10,
        )
    )
    daemon.volumes = VolumesService(
        config.root, daemon.id_mapping.root_pair(), daemon.log_volume_event
    )
    # The lock on the volumes' database, taken just now, tells that nobody else is at work here.
    if not config.keep_orphans_as_20_10:
        recover.recover(config.root, layer_store, daemon.volumes)
    daemon.image_service = _new_image_service(daemon, layer_store)
    network_controller.init_network_controller(daemon)
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


def cgroup2_group_path(config: Config) -> str:
    """Return the group of a rootless daemon, which systemd gave to its user."""
    user = os.environ.get("ROOTLESSKIT_PARENT_EUID", "")
    driver = daemon_unix_setup.get_cgroup_driver(config)
    if driver != daemon_unix_setup.CGROUP_SYSTEMD_DRIVER or not user:
        return ""
    return f"/user.slice/user-{user}.slice"
