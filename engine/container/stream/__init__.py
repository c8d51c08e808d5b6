"""A container's standard streams.

Go: container/stream/streams.go
"""

from engine.container.stream.streams import Config, new_config

__all__ = ["Config", "new_config"]
