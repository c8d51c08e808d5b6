"""Progress as the daemon reports it and as the user sees it.

Go: pkg/jsonmessage
"""

from engine.pkg.jsonmessage.jsonmessage import (
    JSONError,
    JSONMessage,
    JSONProgress,
    display_json_messages_stream,
    display_json_messages_to_stream,
)

__all__ = [
    "JSONError",
    "JSONMessage",
    "JSONProgress",
    "display_json_messages_stream",
    "display_json_messages_to_stream",
]
