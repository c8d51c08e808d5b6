"""Ask the daemon to create a container.

Go: client/container_create.go
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from engine.api.types.container.config import Config
from engine.api.types.container.container_create import ContainerCreateCreatedBody
from engine.api.types.container.host_config import HostConfig
from engine.api.types.network.network import NetworkingConfig
from engine.api.types.versions import compare as versions
from engine.client.response import ensure_reader_closed
from engine.golang import struct_tags
from engine.golang.struct_tags import embedded, tag
from engine.golang.structs import struct

if TYPE_CHECKING:
    from engine.client.client import Client
    from engine.vendor.opencontainers.image_spec.v1 import Platform


@struct(slots=True, kw_only=True)
class ConfigWrapper:
    """The body: the container's configuration with the host's beside it.

    ``platform`` is always null; it travels in the query.

    Go: configWrapper
    """

    config: Config | None = field(metadata=embedded())
    host_config: HostConfig | None = field(metadata=tag("HostConfig"))
    networking_config: NetworkingConfig | None = field(metadata=tag("NetworkingConfig"))
    platform: Platform | None = field(default=None, metadata=tag("Platform"))


def container_create(
    client: Client,
    config: Config | None,
    host_config: HostConfig | None,
    networking_config: NetworkingConfig | None,
    platform: Platform | None,
    container_name: str,
) -> ContainerCreateCreatedBody:
    """Return the ID of the new container, and what the daemon warns about.

    Raises:
        errdefs.Error: the daemon refused; NotFound if the image is not there.
        GoError: the daemon is too old for what is asked.

    Go: Client.ContainerCreate
    """
    if config is not None and config.stop_timeout is not None:
        _require(client, "1.25", "stop timeout")
    # Old daemons leave the removal to the client.
    if host_config is not None and versions.less_than(client.client_version(), "1.25"):
        host_config.auto_remove = False
    if platform is not None:
        _require(client, "1.41", "specify container image platform")
    query: dict[str, str | list[str]] = {}
    if platform is not None:
        from engine.vendor.containerd import platforms

        query["platform"] = platforms.format(platform)
    if container_name:
        query["name"] = container_name
    body = ConfigWrapper(
        config=config, host_config=host_config, networking_config=networking_config
    )
    response = client.post("/containers/create", query, body)
    try:
        assert response.body is not None  # an answer that passed the check has one
        return struct_tags.decode(ContainerCreateCreatedBody, response.body.read())
    finally:
        ensure_reader_closed(response)


def _require(client: Client, api_required: str, feature: str) -> None:
    if (error := client.new_version_error(api_required, feature)) is not None:
        raise error
