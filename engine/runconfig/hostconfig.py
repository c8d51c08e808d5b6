"""Host settings: the default network, and what sharing another container's excludes.

Go: runconfig/hostconfig.go
"""

from __future__ import annotations

from typing import BinaryIO

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import NetworkMode
from engine.golang import struct_tags
from engine.golang.panic import nil_dereference
from engine.runconfig import errors
from engine.runconfig.errors import ValidationError


def decode_host_config(src: BinaryIO) -> HostConfig | None:
    """Return the host settings in a request's body, unchecked.

    Raises:
        JSONError: not JSON, or of other types than expected.

    Go: decodeHostConfig
    """
    from engine.runconfig.config_unix import ContainerConfigWrapper

    return struct_tags.decode(ContainerConfigWrapper, src.read()).get_host_config()


def set_default_net_mode_if_blank(hc: HostConfig | None) -> None:
    """Turn an empty network mode into ``default``.

    Go: SetDefaultNetModeIfBlank
    """
    if hc is not None and not hc.network_mode:
        hc.network_mode = NetworkMode("default")


def validate_net_container_mode(c: Config | None, hc: HostConfig | None) -> None:
    """Refuse settings of an own network where another container's is shared.

    Raises:
        ValidationError: settings exclude each other.
        Panic: a network was given but nothing else of the container; dockerd's handler dies of
            that, and its client gets no answer.

    Go: validateNetContainerMode
    """
    if hc is None:
        return
    parts = hc.network_mode.split(":")
    if parts[0] == "container" and (len(parts) < 2 or not parts[1]):
        raise ValidationError("Invalid network mode: invalid container format container:<name|id>")
    shared = hc.network_mode.is_container()
    if not shared and not hc.network_mode.is_host():
        return
    if c is None:
        raise nil_dereference()
    conflicts = (
        (shared and c.hostname, errors.ERR_CONFLICT_NETWORK_HOSTNAME),
        (shared and hc.links, errors.ERR_CONFLICT_CONTAINER_NETWORK_AND_LINKS),
        (shared and hc.dns, errors.ERR_CONFLICT_NETWORK_AND_DNS),
        (shared and hc.extra_hosts, errors.ERR_CONFLICT_NETWORK_HOSTS),
        (c.mac_address, errors.ERR_CONFLICT_CONTAINER_NETWORK_AND_MAC),
        (
            shared and (hc.port_bindings or hc.publish_all_ports),
            errors.ERR_CONFLICT_NETWORK_PUBLISH_PORTS,
        ),
        (shared and c.exposed_ports, errors.ERR_CONFLICT_NETWORK_EXPOSE_PORTS),
    )
    for conflict, message in conflicts:
        if conflict:
            raise ValidationError(message)
