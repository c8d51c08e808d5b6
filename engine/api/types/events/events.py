"""What happened in the engine, as ``docker events`` shows it.

Go: api/types/events/events.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct

BUILDER_EVENT_TYPE = "builder"
CONTAINER_EVENT_TYPE = "container"
DAEMON_EVENT_TYPE = "daemon"
IMAGE_EVENT_TYPE = "image"
NETWORK_EVENT_TYPE = "network"
PLUGIN_EVENT_TYPE = "plugin"
VOLUME_EVENT_TYPE = "volume"
SERVICE_EVENT_TYPE = "service"
NODE_EVENT_TYPE = "node"
SECRET_EVENT_TYPE = "secret"
CONFIG_EVENT_TYPE = "config"


@struct(slots=True, kw_only=True)
class Actor:
    """Whom an event is about.

    Go: Actor
    """

    id: str = field(default="", metadata=tag("ID"))
    attributes: dict[str, str] | None = field(default=None, metadata=tag("Attributes"))


@struct(slots=True, kw_only=True)
class Message:
    """One event; ``status``, ``id`` and ``from_`` are what clients before 1.22 read.

    Go: Message
    """

    status: str = field(default="", metadata=tag("status", omitempty=True))
    id: str = field(default="", metadata=tag("id", omitempty=True))
    from_: str = field(default="", metadata=tag("from", omitempty=True))
    type: str = field(default="", metadata=tag("Type"))
    action: str = field(default="", metadata=tag("Action"))
    actor: Actor = field(default_factory=Actor, metadata=tag("Actor"))
    scope: str = field(default="", metadata=tag("scope", omitempty=True))
    time: Int64 = field(default=0, metadata=tag("time", omitempty=True))
    time_nano: Int64 = field(default=0, metadata=tag("timeNano", omitempty=True))
