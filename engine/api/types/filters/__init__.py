"""Filters of a list or of events.

Go: api/types/filters/parse.go
"""

from engine.api.types.filters.parse import Args, InvalidFilter, from_json

__all__ = ["Args", "InvalidFilter", "from_json"]
