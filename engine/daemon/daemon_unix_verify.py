"""Checks the part of a request that depends on this host's kernel and settings.

Go: daemon/daemon_unix.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api.types.container.host_config import HostConfig
from engine.daemon.config import LINUX_V1_RUNTIME_NAME
from engine.daemon.daemon_unix_resources import verify_platform_container_resources
from engine.daemon.daemon_unix_setup import using_systemd
from engine.golang.errors import GoError
from engine.volume import mounts as volumemounts

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon
    from engine.pkg.sysinfo import SysInfo


def verify_platform_container_settings(
    daemon: Daemon, host_config: HostConfig | None, update: bool, warnings: list[str]
) -> None:
    """Check limits, namespaces, runtime and tmpfs; what the kernel cannot do is dropped.

    What was dropped is added to ``warnings``, also when an error follows. The default runtime
    is filled in.

    Raises:
        GoError: the first setting that cannot be.

    Go: verifyPlatformContainerSettings
    """
    if host_config is None:
        return
    sys_info = daemon.raw_sys_info(True)
    verify_platform_container_resources(host_config, sys_info, update, warnings)
    if host_config.shm_size < 0:
        raise GoError("SHM size can not be less than 0")
    score = host_config.oom_score_adj
    if not -1000 <= score <= 1000:
        raise GoError(f"Invalid value {score}, range for oom score adj is [-1000, 1000]")
    _warn_about_network(host_config, sys_info, warnings)
    if daemon.config_store.remapped_root and host_config.userns_mode.is_private():
        _verify_user_namespace(host_config)
    _verify_cgroup_parent(daemon, host_config)
    _verify_runtime(daemon, host_config)
    parser = volumemounts.new_parser("linux")
    for destination in host_config.tmpfs or ():
        parser.validate_tmpfs_mount_destination(destination)
    _verify_cgroup_namespace(host_config, sys_info, warnings)
    if host_config.runtime == LINUX_V1_RUNTIME_NAME:
        warnings.append(
            f'Configured runtime "{LINUX_V1_RUNTIME_NAME}" is deprecated and will be removed in '
            "the next release."
        )


def _warn_about_network(host_config: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    mode = host_config.network_mode
    if info.ipv4_forwarding_disabled and not (mode.is_host() or mode.is_none()):
        warnings.append("IPv4 forwarding is disabled. Networking will not work.")
    if mode.is_host() and host_config.port_bindings:
        warnings.append("Published ports are discarded when using host network mode")


def _verify_user_namespace(host_config: HostConfig) -> None:
    if host_config.privileged:
        raise GoError(
            "privileged mode is incompatible with user namespaces.  You must run the container "
            "in the host namespace when running privileged mode"
        )
    if host_config.network_mode.is_host():
        raise GoError("cannot share the host's network namespace when user namespaces are enabled")
    if host_config.pid_mode.is_host():
        raise GoError("cannot share the host PID namespace when user namespaces are enabled")


def _verify_cgroup_parent(daemon: Daemon, host_config: HostConfig) -> None:
    parent = host_config.cgroup_parent
    is_slice = len(parent) > 6 and parent.endswith(".slice")
    if parent and not is_slice and using_systemd(daemon.config_store):
        raise GoError(
            'cgroup-parent for systemd cgroup should be a valid slice named as "xxx.slice"'
        )


def _verify_runtime(daemon: Daemon, host_config: HostConfig) -> None:
    host_config.runtime = host_config.runtime or daemon.config_store.get_default_runtime_name()
    if daemon.config_store.get_runtime(host_config.runtime) is None:
        raise GoError(f"Unknown runtime specified {host_config.runtime}")


def _verify_cgroup_namespace(host_config: HostConfig, info: SysInfo, warnings: list[str]) -> None:
    mode = host_config.cgroupns_mode
    if not mode.valid():
        raise GoError(f"invalid cgroup namespace mode: {mode}")
    if mode.is_private() and not info.cgroup_namespaces:
        warnings.append(
            "Your kernel does not support cgroup namespaces.  Cgroup namespace setting discarded."
        )
