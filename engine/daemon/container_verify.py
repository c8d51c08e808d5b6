"""Checks what the user asks for, before anything is made.

Go: daemon/container.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.api.types.container.config import MINIMUM_DURATION, Config, HealthConfig
from engine.api.types.container.host_config import HostConfig, PortMap, RestartPolicy
from engine.daemon.daemon_unix_verify import verify_platform_container_settings
from engine.golang import strconv
from engine.golang.errors import GoError, wrap
from engine.oci import caps
from engine.opts import validate_env, validate_extra_host
from engine.pkg import signal
from engine.vendor.docker.go_connections import nat
from engine.volume import mounts as volumemounts

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)


def verify_container_settings(
    daemon: Daemon,
    platform: str,
    host_config: HostConfig | None,
    config: Config | None,
    update: bool,
) -> list[str]:
    """Check everything that can be checked; return what the user should know.

    Defaults that belong to a check are filled in. Warnings are logged too, also when an error
    follows, and then nobody else gets to see them.

    Raises:
        GoError, InvalidParameter: the first setting that cannot be; the caller says that the
            user is at fault.

    Go: Daemon.verifyContainerSettings
    """
    validate_container_config(config, platform)
    validate_host_config(host_config, platform)
    warnings: list[str] = []
    try:
        verify_platform_container_settings(daemon, host_config, update, warnings)
    finally:
        for warning in warnings:
            _log.warning(warning)
    return warnings


def validate_container_config(config: Config | None, platform: str) -> None:
    """Check the part of the settings that does not depend on the host.

    Raises:
        GoError: the first setting that cannot be.

    Go: validateContainerConfig
    """
    if config is None:
        return
    translate_working_dir(config, platform)
    if config.stop_signal:
        signal.parse_signal(config.stop_signal)
    for entry in config.env or ():
        validate_env(entry)
    validate_health_check(config.healthcheck)


def validate_host_config(host_config: HostConfig | None, platform: str) -> None:
    """Check the part of the settings that is the same on all hosts.

    Raises:
        GoError, InvalidParameter: the first setting that cannot be.

    Go: validateHostConfig
    """
    if host_config is None:
        return
    if host_config.auto_remove and not host_config.restart_policy.is_none():
        raise GoError("can't create 'AutoRemove' container with restart policy")
    parser = volumemounts.new_parser(platform)
    for mount in host_config.mounts or ():
        parser.validate_mount_config(mount)
    for host in host_config.extra_hosts or ():
        validate_extra_host(host)
    validate_port_bindings(host_config.port_bindings)
    validate_restart_policy(host_config.restart_policy)
    validate_capabilities(host_config)
    if not host_config.isolation.is_valid():
        raise GoError(f"invalid isolation '{host_config.isolation}' on linux")


def validate_capabilities(host_config: HostConfig) -> None:
    """Check the names of capabilities to add and to drop.

    Raises:
        InvalidParameter: there is no such capability.

    Go: validateCapabilities
    """
    for names, what in ((host_config.cap_add, "CapAdd"), (host_config.cap_drop, "CapDrop")):
        try:
            caps.normalize_legacy_capabilities(names)
        except Exception as error:
            raise wrap(error, f"invalid {what}") from error


def validate_health_check(health_config: HealthConfig | None) -> None:
    """Check the times of a health check: nothing, or a millisecond at least.

    Raises:
        GoError: shorter, or fewer than no retries.

    Go: validateHealthCheck
    """
    if health_config is None:
        return
    _check_duration("Interval", health_config.interval)
    _check_duration("Timeout", health_config.timeout)
    if health_config.retries < 0:
        raise GoError("Retries in Healthcheck cannot be negative")
    _check_duration("StartPeriod", health_config.start_period)


def _check_duration(name: str, duration: int) -> None:
    if duration and duration < MINIMUM_DURATION:
        raise GoError(f"{name} in Healthcheck cannot be less than 1ms")


def validate_port_bindings(ports: PortMap | None) -> None:
    """Check the ports on both sides; addresses and protocols are not looked at.

    Raises:
        GoError: no number, or out of range.

    Go: validatePortBindings
    """
    for port, bindings in (ports or {}).items():
        _, number = nat.split_proto_port(port)
        try:
            nat.parse_port(number)
        except (GoError, ValueError):
            raise GoError(f"invalid port specification: {strconv.quote(number)}") from None
        for binding in bindings or ():
            try:
                nat.new_port(*nat.split_proto_port(binding.host_port))
            except (GoError, ValueError):
                quoted = strconv.quote(binding.host_port)
                raise GoError(f"invalid port specification: {quoted}") from None


def validate_restart_policy(policy: RestartPolicy) -> None:
    """Check the policy's name, and that only ``on-failure`` counts.

    Raises:
        GoError: they are wrong.

    Go: validateRestartPolicy
    """
    if policy.name in ("always", "unless-stopped", "no"):
        if policy.maximum_retry_count != 0:
            raise GoError(f"maximum retry count cannot be used with restart policy '{policy.name}'")
    elif policy.name == "on-failure":
        if policy.maximum_retry_count < 0:
            raise GoError("maximum retry count cannot be negative")
    elif policy.name:
        raise GoError(f"invalid restart policy '{policy.name}'")


def translate_working_dir(config: Config, platform: str) -> None:
    """Check that the working directory, if there is one, is an absolute path.

    Raises:
        GoError: it is relative.

    Go: translateWorkingDir
    """
    if config.working_dir and not config.working_dir.startswith("/"):
        raise GoError(
            f"the working directory '{config.working_dir}' is invalid, it needs to be an "
            "absolute path"
        )
