"""What the engine and its host are like.

Go: daemon/info.go
"""

from __future__ import annotations

import logging
import os
import platform
import socket
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine import dockerversion
from engine.api import common
from engine.api.types.registry import ServiceConfig, ServiceConfigJSON
from engine.api.types.system import (
    ComponentVersion,
    Info,
    PlatformName,
    PluginsInfo,
    SwarmInfo,
    Version,
)
from engine.daemon.info_unix import fill_platform_info
from engine.daemon.logger import factory as logger
from engine.golang import errors, times
from engine.pkg import sysinfo
from engine.pkg.parsers import kernel, operatingsystem
from engine.pkg.sysinfo import SysInfo
from engine.vendor.containerd import platforms

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)
_ATTACK_SURFACE = """
         Access to the remote API is equivalent to root access on the host. Refer
         to the 'Docker daemon attack surface' section in the documentation for
         more information: https://docs.docker.com/go/attack-surface/"""


def system_info(daemon: Daemon) -> Info:
    """Return the numbers and names that ``docker info`` shows.

    What is not here (swarm, plugins of others, a container runtime) is shown as absent.

    Go: Daemon.SystemInfo
    """
    si = daemon.raw_sys_info(True)
    running, paused, stopped = daemon.state_ctr.get()
    config = daemon.config_store
    info = Info(
        id=daemon.id,
        containers=running + paused + stopped,
        containers_running=running,
        containers_paused=paused,
        containers_stopped=stopped,
        images=daemon.image_service.count_images(),
        ipv4_forwarding=not si.ipv4_forwarding_disabled,
        bridge_nf_iptables=not si.bridge_nf_call_iptables_disabled,
        bridge_nf_ip6tables=not si.bridge_nf_call_ip6tables_disabled,
        debug=config.debug,
        name=socket.gethostname(),
        n_fd=len(os.listdir("/proc/self/fd")),
        n_goroutines=threading.active_count(),
        system_time=times.now(),
        logging_driver=daemon.default_log_config.type,
        n_events_listener=daemon.events_service.subscribers_count(),
        operating_system=operating_system(),
        os_version=_or_empty(operatingsystem.get_operating_system_version, "system version"),
        kernel_version=kernel_version(),
        os_type=sys.platform,
        architecture=platform.machine(),
        index_server_address="https://index.docker.io/v1/",
        registry_config=_registry_config(daemon.registry_service.config),
        n_cpu=sysinfo.num_cpu(),
        mem_total=mem_total(),
        docker_root_dir=config.root,
        labels=config.labels,
        experimental_build=config.experimental,
        server_version=dockerversion.VERSION,
        http_proxy=mask_credentials(_get_env_any("HTTP_PROXY", "http_proxy")),
        https_proxy=mask_credentials(_get_env_any("HTTPS_PROXY", "https_proxy")),
        no_proxy=_get_env_any("NO_PROXY", "no_proxy"),
        swarm=SwarmInfo(),
    )
    _fill_api_info(daemon, info)
    fill_platform_info(daemon, info, si)
    _fill_driver_info(daemon, info)
    _fill_plugins_info(daemon, info)
    _fill_security_options(daemon, info, si)
    return info


def system_version(daemon: Daemon) -> Version:
    """Return the versions that ``docker version`` shows; Python stands where Go would.

    Go: Daemon.SystemVersion
    """
    host = platforms.default_spec()
    python = f"python{platform.python_version()}"
    kernel_release = kernel_version()
    experimental = daemon.config_store.experimental
    details = {
        "GitCommit": dockerversion.GIT_COMMIT,
        "ApiVersion": common.DEFAULT_VERSION,
        "MinAPIVersion": common.MIN_VERSION,
        "GoVersion": python,
        "Os": host.os,
        "Arch": host.architecture,
        "BuildTime": dockerversion.BUILD_TIME,
        "KernelVersion": kernel_release,
        "Experimental": "true" if experimental else "false",
    }
    return Version(
        platform=PlatformName(name=dockerversion.PLATFORM_NAME),
        components=[
            ComponentVersion(name="Engine", version=dockerversion.VERSION, details=details)
        ],
        version=dockerversion.VERSION,
        git_commit=dockerversion.GIT_COMMIT,
        api_version=common.DEFAULT_VERSION,
        min_api_version=common.MIN_VERSION,
        go_version=python,
        os=host.os,
        arch=host.architecture,
        build_time=dockerversion.BUILD_TIME,
        kernel_version=kernel_release,
        experimental=experimental,
    )


def _fill_api_info(daemon: Daemon, info: Info) -> None:
    """Warn of addresses that anybody on the network can use.

    Go: Daemon.fillAPIInfo
    """
    for host in daemon.config_store.hosts:
        proto, _, address = host.partition("://")
        if proto == "tcp":
            info.warnings = [
                *(info.warnings or ()),
                f"WARNING: API is accessible on http://{address} without encryption."
                f"{_ATTACK_SURFACE}",
            ]


def _fill_driver_info(daemon: Daemon, info: Info) -> None:
    """Tell how layers are stored.

    Go: Daemon.fillDriverInfo
    """
    info.driver = daemon.image_service.graph_driver_for_os("linux")
    info.driver_status = daemon.image_service.layer_store_status()["linux"]


def _fill_plugins_info(daemon: Daemon, info: Info) -> None:
    """Tell which drivers there are.

    Go: Daemon.fillPluginsInfo
    """
    info.plugins = PluginsInfo(
        volume=daemon.volumes.get_driver_list(), network=[], log=logger.list_drivers()
    )


def _fill_security_options(daemon: Daemon, info: Info, si: SysInfo) -> None:
    """Tell what would confine a container.

    Go: Daemon.fillSecurityOptions
    """
    owner = daemon.id_mapping.root_pair()
    options = {
        "name=apparmor": si.app_armor,
        "name=seccomp,profile=default": si.seccomp,
        "name=userns": owner.uid != 0 or owner.gid != 0,
        "name=rootless": daemon.config_store.rootless,
    }
    info.security_options = [option for option, there in options.items() if there] or None


def _registry_config(config: ServiceConfig) -> ServiceConfigJSON:
    """Return the settings about registries, networks as text."""
    return ServiceConfigJSON(
        allow_nondistributable_artifacts_cidrs=[
            str(network) for network in config.allow_nondistributable_artifacts_cidrs
        ],
        allow_nondistributable_artifacts_hostnames=(
            config.allow_nondistributable_artifacts_hostnames
        ),
        insecure_registry_cidrs=[str(network) for network in config.insecure_registry_cidrs],
        index_configs=config.index_configs,
        mirrors=config.mirrors,
    )


def kernel_version() -> str:
    """Return the kernel's version, with what the distribution puts behind it.

    Go: kernelVersion
    """
    return _or_empty(lambda: str(kernel.get_kernel_version()), "kernel version")


def operating_system() -> str:
    """Return the distribution's name, and whether this is a container itself.

    Go: operatingSystem
    """
    name = _or_empty(operatingsystem.get_operating_system, "operating system name")
    try:
        return name + " (containerized)" if operatingsystem.is_containerized() else name
    except OSError as error:
        _log.error("Could not determine if daemon is containerized: %s", errors.text(error))
        return name + " (error determining if containerized)"


def mem_total() -> int:
    """Return the host's memory in bytes.

    Go: memInfo
    """
    with open("/proc/meminfo", encoding="ascii") as file:
        for line in file:
            if line.startswith("MemTotal:"):
                return int(line.split()[1]) * 1024
    return 0


def mask_credentials(raw_url: str) -> str:
    """Return a URL without the name and the password in it.

    Go: maskCredentials
    """
    scheme, separator, rest = raw_url.partition("://")
    authority, slash, path = rest.partition("/")
    _, at, host = authority.rpartition("@")
    if not separator or not at:
        return raw_url
    return f"{scheme}://xxxxx:xxxxx@{host}{slash}{path}"


def _get_env_any(*names: str) -> str:
    return next((value for name in names if (value := os.environ.get(name))), "")


def _or_empty(ask: Callable[[], str], what: str) -> str:
    try:
        return ask()
    except (OSError, errors.GoError) as error:
        _log.warning("Could not get %s: %s", what, errors.text(error))
        return ""
