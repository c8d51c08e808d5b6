"""Events: kept, filtered, handed out.

Go: daemon/events/events.go
"""

from engine.daemon.events.events import Events
from engine.daemon.events.filter import Filter

__all__ = ["Events", "Filter"]
