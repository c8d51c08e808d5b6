"""What callers of the volumes service may add to a request.

Go: volume/service/opts/opts.go
"""

from __future__ import annotations

from collections.abc import Callable

from engine.golang.structs import struct


@struct(slots=True)
class CreateConfig:
    """What the options of a create add up to.

    Go: CreateConfig
    """

    options: dict[str, str] | None = None
    labels: dict[str, str] | None = None
    reference: str = ""


@struct(slots=True)
class GetConfig:
    """What the options of a get add up to.

    Go: GetConfig
    """

    driver: str = ""
    reference: str = ""
    resolve_status: bool = False


@struct(slots=True)
class RemoveConfig:
    """What the options of a remove add up to.

    Go: RemoveConfig
    """

    purge_on_error: bool = False


CreateOption = Callable[[CreateConfig], None]
GetOption = Callable[[GetConfig], None]
RemoveOption = Callable[[RemoveConfig], None]


def with_create_labels(labels: dict[str, str] | None) -> CreateOption:
    """Give the new volume labels.

    Go: WithCreateLabels
    """

    def option(cfg: CreateConfig) -> None:
        cfg.labels = labels

    return option


def with_create_options(options: dict[str, str] | None) -> CreateOption:
    """Tell the new volume's driver something.

    Go: WithCreateOptions
    """

    def option(cfg: CreateConfig) -> None:
        cfg.options = options

    return option


def with_create_reference(ref: str) -> CreateOption:
    """Say who uses the volume, a container's ID for instance.

    It is set with the create, so that nobody can remove the volume in between.

    Go: WithCreateReference
    """

    def option(cfg: CreateConfig) -> None:
        cfg.reference = ref

    return option


def with_get_driver(name: str) -> GetOption:
    """Ask this driver only; an empty name asks all.

    Go: WithGetDriver
    """

    def option(cfg: GetConfig) -> None:
        cfg.driver = name

    return option


def with_get_reference(ref: str) -> GetOption:
    """Say who uses the volume from now on.

    Go: WithGetReference
    """

    def option(cfg: GetConfig) -> None:
        cfg.reference = ref

    return option


def with_get_resolve_status(cfg: GetConfig) -> None:
    """Ask the driver for the volume's status, too; that may be slow.

    Go: WithGetResolveStatus
    """
    cfg.resolve_status = True


def with_purge_on_error(purge: bool) -> RemoveOption:
    """Forget the volume even if its driver cannot remove it.

    Go: WithPurgeOnError
    """

    def option(cfg: RemoveConfig) -> None:
        cfg.purge_on_error = purge

    return option
