"""Errors by who is at fault, and the HTTP status for each.

Go: errdefs/doc.go
"""

from engine.errdefs.defs import (
    Cancelled,
    Conflict,
    DataLoss,
    Deadline,
    Error,
    Forbidden,
    InvalidParameter,
    NotFound,
    NotImplemented,
    NotModified,
    System,
    Unauthorized,
    Unavailable,
    Unknown,
)
from engine.errdefs.helpers import is_kind, is_not_found, kind_of, reported_as
from engine.errdefs.http_helpers import from_status_code, http_status

__all__ = [
    "Cancelled",
    "Conflict",
    "DataLoss",
    "Deadline",
    "Error",
    "Forbidden",
    "InvalidParameter",
    "NotFound",
    "NotImplemented",
    "NotModified",
    "System",
    "Unauthorized",
    "Unavailable",
    "Unknown",
    "from_status_code",
    "http_status",
    "is_kind",
    "is_not_found",
    "kind_of",
    "reported_as",
]
