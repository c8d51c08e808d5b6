"""Checks that only Linux needs: networks, isolation, real-time scheduling.

Go: runconfig/hostconfig_unix.go
"""

from __future__ import annotations

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import NetworkMode
from engine.golang import strconv
from engine.golang.errors import GoError
from engine.golang.panic import nil_dereference
from engine.pkg.sysinfo import SysInfo
from engine.runconfig import errors
from engine.runconfig.errors import ValidationError
from engine.runconfig.hostconfig import validate_net_container_mode


def default_daemon_network_mode() -> NetworkMode:
    """Return the network of a container that asks for none.

    Go: DefaultDaemonNetworkMode
    """
    return NetworkMode("bridge")


def is_pre_defined_network(network: str) -> bool:
    """Say whether every host has a network of that name.

    Go: IsPreDefinedNetwork
    """
    mode = NetworkMode(network)
    return mode.is_bridge() or mode.is_host() or mode.is_none() or mode.is_default()


def validate_net_mode(c: Config | None, hc: HostConfig | None) -> None:
    """Refuse settings that the chosen network excludes.

    Raises:
        ValidationError: settings exclude each other.

    Go: validateNetMode
    """
    if hc is None:
        return
    validate_net_container_mode(c, hc)
    if hc.uts_mode.is_host():
        if c is None:
            raise nil_dereference()
        if c.hostname:
            raise ValidationError(errors.ERR_CONFLICT_UTS_HOSTNAME)
    if hc.network_mode.is_host() and hc.links:
        raise ValidationError(errors.ERR_CONFLICT_HOST_NETWORK_AND_LINKS)


def validate_isolation(hc: HostConfig | None) -> None:
    """Refuse what only Windows has.

    Raises:
        GoError: not ``default``; nobody classified it (HTTP 500).

    Go: validateIsolation
    """
    if hc is not None and not hc.isolation.is_valid():
        raise GoError(
            f"Invalid isolation: {strconv.quote(hc.isolation)} - linux only supports 'default'"
        )


def validate_qos(hc: HostConfig | None) -> None:
    """Refuse limits that only Windows has.

    Raises:
        GoError: one is set; nobody classified it (HTTP 500).

    Go: validateQoS
    """
    if hc is None:
        return
    refusal = "Invalid QoS settings: linux does not support configuration of maximum"
    if hc.io_maximum_bandwidth:
        raise GoError(f"{refusal} bandwidth")
    if hc.io_maximum_iops:
        raise GoError(f"{refusal} IOPs")


def validate_resources(hc: HostConfig | None, si: SysInfo) -> None:
    """Refuse a share of real-time scheduling that this host cannot give.

    Raises:
        GoError: no such scheduler, or more than all; nobody classified it (HTTP 500).

    Go: validateResources
    """
    if hc is None:
        return
    period, runtime = hc.cpu_realtime_period, hc.cpu_realtime_runtime
    if (period or runtime) and not si.cpu_realtime:
        raise GoError("Your kernel does not support CPU real-time scheduler")
    if period and runtime and runtime > period:
        raise GoError("cpu real-time runtime cannot be higher than cpu real-time period")


def validate_privileged(hc: HostConfig | None) -> None:
    """Accept everything: only Windows has something to refuse.

    Go: validatePrivileged
    """


def validate_readonly_rootfs(hc: HostConfig | None) -> None:
    """Accept everything: only Windows has something to refuse.

    Go: validateReadonlyRootfs
    """
