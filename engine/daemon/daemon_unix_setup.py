"""Checks the daemon's settings and prepares the host for it.

Go: daemon/daemon_unix.go
"""

from __future__ import annotations

import logging
import os

from engine.daemon.config import DISABLE_NETWORK_BRIDGE, Config
from engine.daemon.runtime_unix import configure_runtimes
from engine.golang.errors import GoError, text, wrap
from engine.golang.filesystem import mkdir_all
from engine.pkg import idtools
from engine.pkg.idtools import Identity, IdentityMapping
from engine.pkg.parsers import kernel
from engine.pkg.parsers.parsers import parse_key_value_opt
from engine.vendor.containerd import cgroups

_log = logging.getLogger(__name__)

CGROUP_FS_DRIVER = "cgroupfs"
CGROUP_SYSTEMD_DRIVER = "systemd"
CGROUP_NONE_DRIVER = "none"


def get_cgroup_driver(config: Config) -> str:
    """Return who makes cgroups: the daemon itself, systemd, or nobody.

    Go: Daemon.getCgroupDriver
    """
    if using_systemd(config):
        return CGROUP_SYSTEMD_DRIVER
    return CGROUP_NONE_DRIVER if config.rootless else CGROUP_FS_DRIVER


def _get_cd(config: Config) -> str:
    """Return the cgroup driver that the settings name.

    Go: getCD
    """
    for option in config.exec_options:
        try:
            key, value = parse_key_value_opt(option)
        except GoError:
            continue
        if key.lower() == "native.cgroupdriver":
            return value
    return ""


def verify_cgroup_driver(config: Config) -> None:
    """Check the cgroup driver that the settings name.

    Raises:
        GoError: it is unknown, or not for users.

    Go: VerifyCgroupDriver
    """
    driver = _get_cd(config)
    if driver == CGROUP_NONE_DRIVER:
        raise GoError(
            f"native.cgroupdriver option {driver} is internally used and cannot be specified "
            "manually"
        )
    if driver not in ("", CGROUP_FS_DRIVER, CGROUP_SYSTEMD_DRIVER):
        raise GoError(f"native.cgroupdriver option {driver} not supported")


def using_systemd(config: Config) -> bool:
    """Say whether systemd makes the cgroups.

    Go: UsingSystemd
    """
    driver = _get_cd(config)
    if driver:
        return driver == CGROUP_SYSTEMD_DRIVER
    return cgroups.mode() is cgroups.CGMode.UNIFIED and os.path.isdir("/run/systemd/system")


def verify_daemon_settings(conf: Config) -> None:
    """Check settings that must fit each other, and add the runtimes that come with the engine.

    Raises:
        GoError: they do not.

    Go: verifyDaemonSettings
    """
    verify_cgroup_driver(conf)
    parent = conf.cgroup_parent
    if parent and using_systemd(conf) and not (len(parent) > 6 and parent.endswith(".slice")):
        raise GoError(
            'cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"'
        )
    configure_runtimes(conf)
    name = conf.get_default_runtime_name()
    if conf.get_runtime(name) is None:
        raise GoError(f"specified default runtime '{name}' does not exist")


def is_bridge_network_disabled(conf: Config) -> bool:
    """Say whether there is no default network.

    Go: daemon.go isBridgeNetworkDisabled
    """
    return conf.bridge == DISABLE_NETWORK_BRIDGE


def check_system() -> None:
    """Warn about a kernel older than 3.10, for which dockerd would give up.

    Go: checkSystem
    """
    if not kernel.check_kernel_version(3, 10, 0):
        _log.warning(
            "Your Linux kernel version %s is not supported for running docker. Please upgrade "
            "your kernel to 3.10.0 or newer.",
            kernel.get_kernel_version(),
        )


def setup_remapped_root(config: Config) -> IdentityMapping:
    """Return whom containers' root is on the host: root itself.

    Raises:
        GoError: the settings ask for a user namespace, which this engine does not make.

    Go: setupRemappedRoot
    """
    if config.remapped_root:
        raise GoError("User namespaces are not supported by this engine")
    return IdentityMapping()


def setup_daemon_root(config: Config, root_dir: str, remapped_root: Identity) -> None:
    """Make the data-root: 0710, so that members of the root group may pass but not list it.

    dockerd also mounts it onto itself to share mounts with containers that run; here none does.

    Raises:
        OSError: the host refused.

    Go: setupDaemonRoot
    """
    config.root = root_dir
    if os.path.exists(root_dir):
        os.chmod(root_dir, 0o711)
    else:
        mkdir_all(root_dir, 0o711)
    owner = Identity(idtools.current_identity().uid, remapped_root.gid)
    try:
        idtools.mkdir_all_and_chown(root_dir, 0o710, owner)
    except OSError as error:
        raise wrap(error, f"could not create or set daemon root permissions: {root_dir}") from error


def create_daemon_root(config: Config) -> None:
    """Make the data-root that ``config`` names, links in its path resolved.

    Raises:
        GoError: the path is a link to nowhere.
        OSError: the host refused.

    Go: daemon.go CreateDaemonRoot
    """
    root = os.path.abspath(config.root)
    if os.path.exists(root):
        root = _real_directory(root)
    setup_daemon_root(config, root, setup_remapped_root(config).root_pair())


def _real_directory(path: str) -> str:
    try:
        real = os.path.realpath(path, strict=True)
        os.listdir(real)
    except OSError as error:
        raise GoError(f"Unable to get the full path to root ({path}): {text(error)}") from error
    return real
