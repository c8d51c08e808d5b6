"""From the body of a create to its three parts, checked where the host must have its say.

Go: runconfig/config.go
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig
from engine.golang import struct_tags
from engine.pkg import sysinfo
from engine.runconfig.config_unix import ContainerConfigWrapper
from engine.runconfig.hostconfig import decode_host_config
from engine.runconfig.hostconfig_unix import (
    validate_isolation,
    validate_net_mode,
    validate_privileged,
    validate_qos,
    validate_readonly_rootfs,
    validate_resources,
)

Decoded = tuple[Config | None, HostConfig | None, NetworkingConfig | None]


class ContainerDecoder:
    """Decodes requests, with a fresh look at the host for each.

    Go: ContainerDecoder
    """

    def __init__(self, get_sys_info: Callable[[], sysinfo.SysInfo] | None = None) -> None:
        self.get_sys_info = get_sys_info

    def decode_config(self, src: BinaryIO) -> Decoded:
        """Return the settings in a request's body; each part may be absent.

        Raises:
            JSONError: not JSON, or of other types than expected; nobody classified it (HTTP 500).
            ValidationError: settings exclude each other.
            GoError: the host cannot do it.

        Go: ContainerDecoder.DecodeConfig
        """
        si = self.get_sys_info() if self.get_sys_info is not None else sysinfo.new(True)
        return decode_container_config(src, si)

    def decode_host_config(self, src: BinaryIO) -> HostConfig | None:
        """Return only what concerns the host.

        Raises:
            JSONError: not JSON, or of other types than expected.

        Go: ContainerDecoder.DecodeHostConfig
        """
        return decode_host_config(src)


def decode_container_config(src: BinaryIO, si: sysinfo.SysInfo) -> Decoded:
    """Decode the first JSON value of ``src``, and check what only this host can judge.

    Raises:
        JSONError: not JSON, or of other types than expected.
        ValidationError: settings exclude each other.
        GoError: the host cannot do it.

    Go: decodeContainerConfig
    """
    wrapper = struct_tags.decode(ContainerConfigWrapper, src.read())
    hc = wrapper.get_host_config()
    # The daemon adds the image's volumes to this map.
    if wrapper.config is not None and hc is not None and wrapper.config.volumes is None:
        wrapper.config.volumes = {}
    validate_net_mode(wrapper.config, hc)
    validate_isolation(hc)
    validate_qos(hc)
    validate_resources(hc, si)
    validate_privileged(hc)
    validate_readonly_rootfs(hc)
    return wrapper.config, hc, wrapper.networking_config
