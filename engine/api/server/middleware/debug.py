"""Log requests, without the secrets in them.

Go: api/server/middleware/debug.go
"""

from __future__ import annotations

import io
import json
import logging
from functools import partial
from typing import Any

from engine import errdefs
from engine.api.server.httputils import APIFunc, Request, Response, check_for_json
from engine.golang.struct_tags import marshal

_log = logging.getLogger(__name__)
_MAX_BODY_SIZE = 4096
_SECRETS = frozenset({"data", "jointoken", "password", "secret", "signingcakey", "unlockkey"})


def debug_request_middleware(handler: APIFunc) -> APIFunc:
    """Return ``handler`` with each call logged, and the JSON of a small POST as well.

    Go: DebugRequestMiddleware
    """
    return partial(_handle, handler)


def _handle(handler: APIFunc, request: Request) -> Response | None:
    _log.debug("Calling %s %s", request.http.method, request.http.request_uri)
    if request.http.method == "POST" and _is_small_json(request):
        _log_form_data(request)
    return handler(request)


def _is_small_json(request: Request) -> bool:
    try:
        check_for_json(request)
    except errdefs.InvalidParameter:
        return False
    # A body in chunks tells its size only at its end: Go peeks, here it stays unlogged.
    return 0 < request.http.content_length < _MAX_BODY_SIZE


def _log_form_data(request: Request) -> None:
    body = request.body.read()
    request.http.body = io.BytesIO(body)
    try:
        form = json.loads(body)
    except ValueError:
        return
    if isinstance(form, dict):
        _mask_secret_keys(form)
        _log.debug("form data: %s", marshal(form))


def _mask_secret_keys(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _mask_secret_keys(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key.lower() in _SECRETS:
                value[key] = "*****"
            else:
                _mask_secret_keys(item)
