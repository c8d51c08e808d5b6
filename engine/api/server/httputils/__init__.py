"""What all handlers share: the request as they see it, and answers.

Go: api/server/httputils/httputils.go
"""

from engine.api.server.httputils.decoder import ContainerDecoder
from engine.api.server.httputils.form import (
    ArchiveOptions,
    archive_form_values,
    bool_value,
    bool_value_or_default,
    int64_value_or_default,
    int64_value_or_zero,
)
from engine.api.server.httputils.httputils import (
    APIFunc,
    Request,
    Response,
    check_for_json,
    make_error_handler,
    parse_form,
)
from engine.api.server.httputils.httputils_write_json import write_json

__all__ = [
    "APIFunc",
    "ArchiveOptions",
    "ContainerDecoder",
    "Request",
    "Response",
    "archive_form_values",
    "bool_value",
    "bool_value_or_default",
    "check_for_json",
    "int64_value_or_default",
    "int64_value_or_zero",
    "make_error_handler",
    "parse_form",
    "write_json",
]
