"""The settings of a container as they come over the wire, decoded and checked.

Go: runconfig/config.go
"""

from engine.runconfig.config import ContainerDecoder, decode_container_config
from engine.runconfig.config_unix import ContainerConfigWrapper
from engine.runconfig.errors import (
    ERR_CONFLICT_CONTAINER_NETWORK_AND_LINKS,
    ERR_CONFLICT_CONTAINER_NETWORK_AND_MAC,
    ERR_CONFLICT_HOST_NETWORK,
    ERR_CONFLICT_HOST_NETWORK_AND_LINKS,
    ERR_CONFLICT_NETWORK_AND_DNS,
    ERR_CONFLICT_NETWORK_EXPOSE_PORTS,
    ERR_CONFLICT_NETWORK_HOSTNAME,
    ERR_CONFLICT_NETWORK_HOSTS,
    ERR_CONFLICT_NETWORK_PUBLISH_PORTS,
    ERR_CONFLICT_NO_NETWORK,
    ERR_CONFLICT_SHARED_NETWORK,
    ERR_CONFLICT_UTS_HOSTNAME,
    ERR_UNSUPPORTED_NETWORK_AND_ALIAS,
    ERR_UNSUPPORTED_NETWORK_AND_IP,
    ERR_UNSUPPORTED_NETWORK_NO_SUBNET_AND_IP,
    ValidationError,
)
from engine.runconfig.hostconfig import (
    decode_host_config,
    set_default_net_mode_if_blank,
    validate_net_container_mode,
)
from engine.runconfig.hostconfig_unix import (
    default_daemon_network_mode,
    is_pre_defined_network,
    validate_isolation,
    validate_net_mode,
    validate_privileged,
    validate_qos,
    validate_readonly_rootfs,
    validate_resources,
)

__all__ = [
    "ERR_CONFLICT_CONTAINER_NETWORK_AND_LINKS",
    "ERR_CONFLICT_CONTAINER_NETWORK_AND_MAC",
    "ERR_CONFLICT_HOST_NETWORK",
    "ERR_CONFLICT_HOST_NETWORK_AND_LINKS",
    "ERR_CONFLICT_NETWORK_AND_DNS",
    "ERR_CONFLICT_NETWORK_EXPOSE_PORTS",
    "ERR_CONFLICT_NETWORK_HOSTNAME",
    "ERR_CONFLICT_NETWORK_HOSTS",
    "ERR_CONFLICT_NETWORK_PUBLISH_PORTS",
    "ERR_CONFLICT_NO_NETWORK",
    "ERR_CONFLICT_SHARED_NETWORK",
    "ERR_CONFLICT_UTS_HOSTNAME",
    "ERR_UNSUPPORTED_NETWORK_AND_ALIAS",
    "ERR_UNSUPPORTED_NETWORK_AND_IP",
    "ERR_UNSUPPORTED_NETWORK_NO_SUBNET_AND_IP",
    "ContainerConfigWrapper",
    "ContainerDecoder",
    "ValidationError",
    "decode_container_config",
    "decode_host_config",
    "default_daemon_network_mode",
    "is_pre_defined_network",
    "set_default_net_mode_if_blank",
    "validate_isolation",
    "validate_net_container_mode",
    "validate_net_mode",
    "validate_privileged",
    "validate_qos",
    "validate_readonly_rootfs",
    "validate_resources",
]
