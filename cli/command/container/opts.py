"""From flags to a request: every `docker create` flag ends up in one of three objects.

The Go function ``parse`` is one of 370 lines; here each of its steps is a function, in Go's order,
so that of two mistakes the same one is reported. Its helpers are in the ``opts_*`` modules.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

from typing import Any

from cli import opts
from cli.command.container import opts_flags, opts_flags_resources
from cli.command.container.opts_devices import parse_device, validate_device
from cli.command.container.opts_fill import parse_config, parse_host_config, parse_resources
from cli.command.container.opts_network import parse_network_opts
from cli.command.container.opts_types import ContainerConfig, ContainerOptions
from cli.command.container.opts_values import (
    convert_to_standard_notation,
    parse_logging_opts,
    parse_security_opts,
    parse_storage_opts,
    parse_system_paths,
)
from engine.api.types.container.config import Config, HealthConfig
from engine.api.types.container.host_config import DeviceMapping, HostConfig, LogConfig
from engine.api.types.container.modes import (
    CgroupnsMode,
    PidMode,
    UsernsMode,
    UTSMode,
)
from engine.api.types.network.network import NetworkingConfig
from engine.api.types.versions import compare as versions
from engine.golang.errors import GoError
from engine.vendor.docker.go_connections import nat
from engine.vendor.docker.go_connections.nat.port_binding import PortBinding
from engine.vendor.sirupsen import logrus
from engine.vendor.spf13.pflag import FlagSet

__all__ = ["ContainerConfig", "ContainerOptions", "add_flags", "parse", "validate_api_version"]

_Set = dict[str, dict[str, Any]]


def add_flags(flags: FlagSet) -> ContainerOptions:
    """Define every flag that describes a container; return the object that they write into.

    Go: addFlags
    """
    copts = ContainerOptions()
    opts_flags.add_general_flags(flags, copts)
    opts_flags.add_security_flags(flags, copts)
    opts_flags.add_network_flags(flags, copts)
    opts_flags.add_logging_and_storage_flags(flags, copts)
    opts_flags.add_health_flags(flags, copts)
    opts_flags_resources.add_io_flags(flags, copts)
    opts_flags_resources.add_cpu_flags(flags, copts)
    opts_flags_resources.add_memory_flags(flags, copts)
    opts_flags.add_low_level_flags(flags, copts)
    return copts


def parse(flags: FlagSet, copts: ContainerOptions, server_os: str) -> ContainerConfig:
    """Return the request that the flags add up to.

    Nothing is asked of the daemon. Files named by flags (variables, labels, seccomp profile)
    are read. Binds keep the order of the command line, which Go shuffles.

    Raises:
        GoError: a value, or two together, make no sense; the text tells the user.
        InvalidParameter: networks were described twice.
        OSError: a file of variables or labels cannot be read.

    Go: parse
    """
    streams = _parse_attach_and_checks(copts)
    binds, volumes = _parse_volumes_and_binds(copts)
    tmpfs = _parse_tmpfs(copts)
    cmd, entrypoint = _parse_cmd_and_entrypoint(flags, copts)
    ports, port_bindings = _parse_ports(copts)
    _parse_expose(copts, ports)
    devices = _parse_devices(copts, server_os)
    env = opts.read_kv_env_strings(copts.env_file.get_all(), copts.env.get_all())
    labels = opts.read_kv_strings(copts.labels_file.get_all(), copts.labels.get_all())
    host_config = HostConfig(binds=binds, tmpfs=tmpfs, port_bindings=port_bindings, devices=devices)
    _parse_namespace_modes(copts, host_config)
    host_config.restart_policy = opts.parse_restart_policy(copts.restart_policy)
    logging_opts = parse_logging_opts(copts.logging_driver, copts.logging_opts.get_all())
    host_config.log_config = LogConfig(type=copts.logging_driver, config=logging_opts)
    security_opts = parse_security_opts(copts.security_opt.get_all())
    paths = parse_system_paths(security_opts)
    host_config.security_opt, host_config.masked_paths, host_config.readonly_paths = paths
    host_config.storage_opt = parse_storage_opts(copts.storage_opt.get_all())
    health_config = _parse_healthcheck(copts)
    parse_resources(copts, host_config)
    config = parse_config(flags, copts, streams)
    config.env, config.labels = env, opts.convert_kv_strings_to_map(labels)
    config.cmd, config.entrypoint = cmd, entrypoint
    config.exposed_ports, config.volumes = ports, volumes
    config.healthcheck = health_config
    parse_host_config(copts, host_config)
    _parse_conflicts(flags, copts, config, host_config)
    networking_config = NetworkingConfig(endpoints_config=parse_network_opts(copts))
    return ContainerConfig(config, host_config, networking_config)


def _parse_attach_and_checks(copts: ContainerOptions) -> tuple[str, ...]:
    """Return the streams to attach; refuse a bad MAC address and a bad swappiness.

    Without ``--attach`` they are stdout and stderr; ``--interactive`` adds stdin.

    Go: parse (L315-L341)
    """
    if copts.mac_address:
        try:
            opts.validate_mac_address(copts.mac_address)
        except GoError as error:
            raise GoError(f"{copts.mac_address} is not a valid mac address") from error
    if copts.swappiness != -1 and not 0 <= copts.swappiness <= 100:
        raise GoError(f"invalid value: {copts.swappiness}. Valid memory swappiness range is 0-100")
    attach = set(copts.attach.get_all() or ("stdout", "stderr"))
    if copts.stdin:
        attach.add("stdin")
    return tuple(name for name in ("stdin", "stdout", "stderr") if name in attach)


def _warn_about_volume_driver(copts: ContainerOptions) -> None:
    if copts.mounts.value() and copts.volume_driver:
        logrus.warn(
            "`--volume-driver` is ignored for volumes specified via `--mount`. "
            "Use `--mount type=volume,volume-driver=...` instead."
        )


def _parse_volumes_and_binds(copts: ContainerOptions) -> tuple[list[str] | None, _Set]:
    """Return the ``-v`` texts with a source, and as a set those without.

    The latter become part of the container's own config, and of an image committed from it;
    what is bound is the host's business and must not.

    Go: parse (L343-L360)
    """
    _warn_about_volume_driver(copts)
    volumes = copts.volumes.get_map()
    binds = [volume for volume in volumes if _volume_source(volume)]
    for bind in binds:
        del volumes[bind]
    return binds or None, volumes


def _volume_source(spec: str) -> str:
    """Return the source in ``spec``; whether the text is valid is the daemon's to say."""
    from cli.compose import loader

    try:
        return loader.parse_volume(spec).source
    except loader.InvalidSpec as error:
        return error.volume.source


def _parse_tmpfs(copts: ContainerOptions) -> dict[str, str]:
    """Return mount options by path; the kernel checks them when the container starts.

    Go: parse (L362-L370)
    """
    pairs = (text.partition(":") for text in copts.tmpfs.get_all_or_empty())
    return {path: options for path, _, options in pairs}


def _parse_cmd_and_entrypoint(
    flags: FlagSet, copts: ContainerOptions
) -> tuple[list[str] | None, list[str] | None]:
    """Return command and entrypoint; ``--entrypoint ""`` takes the image's away.

    Go: parse (L372-L386)
    """
    entrypoint = None
    if copts.entrypoint or flags.changed("entrypoint"):
        entrypoint = [copts.entrypoint]
    return copts.args or None, entrypoint


def _parse_ports(copts: ContainerOptions) -> tuple[_Set, dict[str, list[PortBinding] | None]]:
    """Return the published ports as a set, and where on the host each is bound.

    Go: parse (L388-L403)
    """
    converted_opts = convert_to_standard_notation(copts.publish.get_all())
    return nat.parse_port_specs(converted_opts)


def _parse_expose(copts: ContainerOptions, ports: _Set) -> None:
    """Add the ports of ``--expose`` to ``ports``; they are not reached from the host.

    Go: parse (L405-L428)
    """
    for expose in copts.expose.get_all_or_empty():
        if ":" in expose:
            raise GoError(f"invalid port format for --expose: {expose}")
        proto, port = nat.split_proto_port(expose)
        try:
            start, end = nat.parse_port_range(port)
        except GoError as error:
            raise GoError(f"invalid range format for --expose: {expose}, error: {error}") from error
        for number in range(start, end + 1):
            ports.setdefault(nat.new_port(proto, str(number)), {})


def _parse_devices(copts: ContainerOptions, server_os: str) -> list[DeviceMapping]:
    """Return the device mappings, checked by the rules of the daemon's system.

    Go: parse (L430-L450)
    """
    return [
        parse_device(validate_device(device, server_os), server_os)
        for device in copts.devices.get_all_or_empty()
    ]


def _parse_namespace_modes(copts: ContainerOptions, host_config: HostConfig) -> None:
    """Take over whose namespaces the container joins; ``--ipc`` is for the daemon to check.

    Go: parse (L464-L482)
    """
    host_config.pid_mode = PidMode(copts.pid_mode)
    if not host_config.pid_mode.valid():
        raise GoError("--pid: invalid PID mode")
    host_config.uts_mode = UTSMode(copts.uts_mode)
    if not host_config.uts_mode.valid():
        raise GoError("--uts: invalid UTS mode")
    host_config.userns_mode = UsernsMode(copts.userns_mode)
    if not host_config.userns_mode.valid():
        raise GoError("--userns: invalid USER mode")
    host_config.cgroupns_mode = CgroupnsMode(copts.cgroupns_mode)
    if not host_config.cgroupns_mode.valid():
        raise GoError("--cgroupns: invalid CGROUP mode")


def _parse_healthcheck(copts: ContainerOptions) -> HealthConfig | None:
    """Return the health check, or None if the image's is to be used as it is.

    Go: parse (L506-L545)
    """
    times = {
        "interval": copts.health_interval,
        "timeout": copts.health_timeout,
        "retries": copts.health_retries,
        "start-period": copts.health_start_period,
    }
    given = copts.health_cmd or any(times.values())
    if copts.no_healthcheck:
        if given:
            raise GoError("--no-healthcheck conflicts with --health-* options")
        return HealthConfig(test=["NONE"])
    if not given:
        return None
    for name, value in times.items():
        if value < 0:
            raise GoError(f"--health-{name} cannot be negative")
    return HealthConfig(
        test=["CMD-SHELL", copts.health_cmd] if copts.health_cmd else None,
        interval=copts.health_interval,
        timeout=copts.health_timeout,
        start_period=copts.health_start_period,
        retries=copts.health_retries,
    )


def _parse_conflicts(
    flags: FlagSet, copts: ContainerOptions, config: Config, host_config: HostConfig
) -> None:
    """Refuse ``--rm`` with a restart policy; settle what depends on two flags.

    Go: parse (L656-L668)
    """
    if copts.auto_remove and not host_config.restart_policy.is_none():
        raise GoError("Conflicting options: --restart and --rm")
    if flags.changed("init"):
        host_config.init = copts.init
    if config.open_stdin and config.attach_stdin:
        config.stdin_once = True


def validate_api_version(config: ContainerConfig, server_api_version: str) -> None:
    """Refuse what an older daemon would silently ignore.

    Raises:
        GoError: a bind is not to be recursive, and the daemon does not know of that.

    Go: validateAPIVersion
    """
    for mount in config.host_config.mounts or ():
        non_recursive = mount.bind_options is not None and mount.bind_options.non_recursive
        if non_recursive and versions.less_than(server_api_version, "1.40"):
            raise GoError("bind-nonrecursive requires API v1.40 or later")
