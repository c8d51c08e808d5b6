"""IDs of containers, layers and volumes.

Go: pkg/stringid/stringid.go
"""

from engine.pkg.stringid.stringid import (
    generate_random_id,
    is_short_id,
    truncate_id,
    validate_id,
)

__all__ = ["generate_random_id", "is_short_id", "truncate_id", "validate_id"]
