"""Settings that exclude each other.

Each name holds the text; ``raise ValidationError(ERR_…)`` makes the error of it, so that no
traceback of an earlier request hangs on it.

Go: runconfig/errors.go
"""

from __future__ import annotations

from typing import Final

from engine import errdefs

_UNDEFINED = "This would result in undefined behavior"

ERR_CONFLICT_CONTAINER_NETWORK_AND_LINKS: Final = (
    f"conflicting options: container type network can't be used with links. {_UNDEFINED}"
)
ERR_CONFLICT_SHARED_NETWORK: Final = (
    "container sharing network namespace with another container or host cannot be connected to "
    "any other network"
)
ERR_CONFLICT_HOST_NETWORK: Final = (
    "container cannot be disconnected from host network or connected to host network"
)
ERR_CONFLICT_NO_NETWORK: Final = (
    "container cannot be connected to multiple networks with one of the networks in private "
    "(none) mode"
)
ERR_CONFLICT_NETWORK_AND_DNS: Final = "conflicting options: dns and the network mode"
ERR_CONFLICT_NETWORK_HOSTNAME: Final = "conflicting options: hostname and the network mode"
ERR_CONFLICT_HOST_NETWORK_AND_LINKS: Final = (
    f"conflicting options: host type networking can't be used with links. {_UNDEFINED}"
)
ERR_CONFLICT_CONTAINER_NETWORK_AND_MAC: Final = (
    "conflicting options: mac-address and the network mode"
)
ERR_CONFLICT_NETWORK_HOSTS: Final = (
    "conflicting options: custom host-to-IP mapping and the network mode"
)
ERR_CONFLICT_NETWORK_PUBLISH_PORTS: Final = (
    "conflicting options: port publishing and the container type network mode"
)
ERR_CONFLICT_NETWORK_EXPOSE_PORTS: Final = (
    "conflicting options: port exposing and the container type network mode"
)
ERR_UNSUPPORTED_NETWORK_AND_IP: Final = (
    "user specified IP address is supported on user defined networks only"
)
ERR_UNSUPPORTED_NETWORK_NO_SUBNET_AND_IP: Final = (
    "user specified IP address is supported only when connecting to networks with user "
    "configured subnets"
)
ERR_UNSUPPORTED_NETWORK_AND_ALIAS: Final = (
    "network-scoped alias is supported only for containers in user defined networks"
)
ERR_CONFLICT_UTS_HOSTNAME: Final = "conflicting options: hostname and the UTS mode"


class ValidationError(errdefs.InvalidParameter):
    """The settings do not go together (HTTP 400).

    Go: validationError
    """
