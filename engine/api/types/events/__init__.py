"""What happened in the engine.

Go: api/types/events/events.go
"""

from engine.api.types.events.events import (
    BUILDER_EVENT_TYPE,
    CONFIG_EVENT_TYPE,
    CONTAINER_EVENT_TYPE,
    DAEMON_EVENT_TYPE,
    IMAGE_EVENT_TYPE,
    NETWORK_EVENT_TYPE,
    NODE_EVENT_TYPE,
    PLUGIN_EVENT_TYPE,
    SECRET_EVENT_TYPE,
    SERVICE_EVENT_TYPE,
    VOLUME_EVENT_TYPE,
    Actor,
    Message,
)

__all__ = [
    "BUILDER_EVENT_TYPE",
    "CONFIG_EVENT_TYPE",
    "CONTAINER_EVENT_TYPE",
    "DAEMON_EVENT_TYPE",
    "IMAGE_EVENT_TYPE",
    "NETWORK_EVENT_TYPE",
    "NODE_EVENT_TYPE",
    "PLUGIN_EVENT_TYPE",
    "SECRET_EVENT_TYPE",
    "SERVICE_EVENT_TYPE",
    "VOLUME_EVENT_TYPE",
    "Actor",
    "Message",
]
