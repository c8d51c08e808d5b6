"""What names may look like.

Go: daemon/names/names.go
"""

from engine.daemon.names.names import RESTRICTED_NAME_CHARS, RESTRICTED_NAME_PATTERN

__all__ = ["RESTRICTED_NAME_CHARS", "RESTRICTED_NAME_PATTERN"]
