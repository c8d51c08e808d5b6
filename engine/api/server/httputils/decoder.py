"""What turns a request's body into a container's settings.

Go: api/server/httputils/decoder.go
"""

from __future__ import annotations

from typing import BinaryIO, Protocol

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig


class ContainerDecoder(Protocol):
    """Reads the body of a create.

    Go: ContainerDecoder
    """

    def decode_config(
        self, src: BinaryIO
    ) -> tuple[Config | None, HostConfig | None, NetworkingConfig | None]:
        """Return the three parts; each may be absent.

        Go: ContainerDecoder.DecodeConfig
        """

    def decode_host_config(self, src: BinaryIO) -> HostConfig | None:
        """Return only what concerns the host.

        Go: ContainerDecoder.DecodeHostConfig
        """
