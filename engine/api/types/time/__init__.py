"""Points in time as they travel in a query.

Go: api/types/time/timestamp.go
"""

from engine.api.types.time.timestamp import get_timestamp, parse_timestamps

__all__ = ["get_timestamp", "parse_timestamps"]
