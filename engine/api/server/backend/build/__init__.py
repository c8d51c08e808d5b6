"""What the API's build routes ask for.

Go: api/server/backend/build/backend.go
"""

from engine.api.server.backend.build.backend import Backend

__all__ = ["Backend"]
