"""The answer to a request that failed.

Go: api/types/error_response.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class ErrorResponse:
    """What went wrong, in one sentence.

    Go: ErrorResponse
    """

    message: str = field(default="", metadata=tag("message"))
