"""What the daemon supports: commands and flags may need an API version or a system.

Split from docker.go, which has it below the program.

Go: cmd/docker/docker.go
"""

from __future__ import annotations

from collections.abc import Callable

from cli.command.cli import Cli
from engine.api.types.versions import compare as versions
from engine.golang.errors import GoError
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import Flag


def hide_unsupported_features(command: Command, docker: Cli) -> None:
    """Keep out of help what the daemon is too old for, or the wrong system.

    Go: hideUnsupportedFeatures
    """
    info = docker.server_info
    conditions: dict[str, Callable[[str], bool]] = {
        "experimental": lambda _: not info.has_experimental,
        "ostype": lambda value: value != info.os_type,
        "version": lambda value: versions.less_than(docker.client.client_version(), value),
    }
    for flag in command.flags().visit_all():
        for annotation, condition in conditions.items():
            values = flag.annotations.get(annotation)
            if values is not None and condition(values[0] if values else ""):
                flag.hidden = True
    for sub_command in command.commands():
        for annotation, condition in conditions.items():
            value = sub_command.annotations.get(annotation)
            if value is not None and condition(value):
                sub_command.hidden = True


def is_supported(command: Command, docker: Cli) -> None:
    """Check that the daemon supports the command and the flags given.

    Raises:
        GoError: it does not.

    Go: isSupported
    """
    are_subcommands_supported(command, docker)
    are_flags_supported(command, docker)


def are_flags_supported(command: Command, docker: Cli) -> None:
    """Check that the daemon supports the flags given.

    Raises:
        GoError: it does not; one line for each.

    Go: areFlagsSupported
    """
    given = (flag for flag in command.flags().visit_all() if flag.changed)
    faults = [fault for fault in (_fault(flag, docker) for flag in given) if fault]
    if faults:
        raise GoError("\n".join(faults))


def _fault(flag: Flag, docker: Cli) -> str:
    """Return why the daemon does not support ``flag``, nothing if it does."""
    version, os_type = docker.client.client_version(), docker.server_info.os_type
    if not is_version_supported(flag, version):
        return (
            f'"--{flag.name}" requires API version {get_flag_annotation(flag, "version")}, '
            f"but the Docker daemon API version is {version}"
        )
    if not is_os_type_supported(flag, os_type):
        return (
            f'"--{flag.name}" is only supported on a Docker daemon running on '
            f"{get_flag_annotation(flag, 'ostype')}, but the Docker daemon is running on {os_type}"
        )
    if "experimental" in flag.annotations and not docker.server_info.has_experimental:
        return (
            f'"--{flag.name}" is only supported on a Docker daemon with experimental features '
            "enabled"
        )
    return ""


def are_subcommands_supported(command: Command, docker: Cli) -> None:
    """Check that the daemon supports the command and all above it.

    Raises:
        GoError: it does not.

    Go: areSubcommandsSupported
    """
    version, os_type = docker.client.client_version(), docker.server_info.os_type
    for one in command.ancestry():
        needed = one.annotations.get("version")
        if needed is not None and versions.less_than(version, needed):
            raise GoError(
                f"{command.command_path()} requires API version {needed}, but the Docker daemon "
                f"API version is {version}"
            )
        needed = one.annotations.get("ostype")
        if needed is not None and needed != os_type:
            raise GoError(
                f"{command.command_path()} is only supported on a Docker daemon running on "
                f"{needed}, but the Docker daemon is running on {os_type}"
            )
        if "experimental" in one.annotations and not docker.server_info.has_experimental:
            raise GoError(
                f"{command.command_path()} is only supported on a Docker daemon with "
                "experimental features enabled"
            )


def get_flag_annotation(flag: Flag, annotation: str) -> str:
    """Return the one value of an annotation, empty text if there is not one.

    Go: getFlagAnnotation
    """
    values = flag.annotations.get(annotation, [])
    return values[0] if len(values) == 1 else ""


def is_version_supported(flag: Flag, client_version: str) -> bool:
    """Say whether the API version is new enough for ``flag``.

    Go: isVersionSupported
    """
    version = get_flag_annotation(flag, "version")
    return not version or versions.greater_than_or_equal_to(client_version, version)


def is_os_type_supported(flag: Flag, os_type: str) -> bool:
    """Say whether ``flag`` is for the daemon's system; one that is unknown will do.

    Go: isOSTypeSupported
    """
    needed = get_flag_annotation(flag, "ostype")
    return not needed or not os_type or os_type == needed
