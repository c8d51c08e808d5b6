"""Names of images.

Go: reference/store.go
"""

from engine.reference.store import (
    Association,
    ConflictingTag,
    InvalidTag,
    ReferenceNotFound,
    Store,
    new_reference_store,
)

__all__ = [
    "Association",
    "ConflictingTag",
    "InvalidTag",
    "ReferenceNotFound",
    "Store",
    "new_reference_store",
]
