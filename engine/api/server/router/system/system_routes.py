"""Ping, version, and what happens in the engine, over HTTP.

Go: api/server/router/system/system_routes.go
"""

from __future__ import annotations

import queue
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.server import httputils
from engine.api.server.httputils import Request, Response
from engine.api.types import filters
from engine.api.types import time as timetypes
from engine.api.types.auth import AuthConfig
from engine.api.types.registry.authenticate import AuthenticateOKBody
from engine.golang import struct_tags
from engine.pkg.ioutils.writeflusher import WriteFlusher

if TYPE_CHECKING:
    from engine.api.server.router.system.system import SystemRouter
    from engine.api.types.events import Message
    from engine.pkg.pubsub import Subscription

# How often a stream without events looks whether its client is still there, in seconds.
_LOOK_AROUND = 0.5


def options_handler(request: Request) -> Response:
    """Answer any ``OPTIONS`` with 200.

    Go: optionsHandler
    """
    return Response(HTTPStatus.OK)


def ping_handler(router: SystemRouter, request: Request) -> Response:
    """Answer ``GET /_ping`` with ``OK``; clients read the headers to agree on a version.

    There is no builder here, so no ``Builder-Version``, as when dockerd has none configured.

    Go: systemRouter.pingHandler
    """
    headers = {"Cache-Control": "no-cache, no-store, must-revalidate", "Pragma": "no-cache"}
    if request.http.method == "HEAD":
        headers |= {"Content-Type": "text/plain; charset=utf-8", "Content-Length": "0"}
        return Response(HTTPStatus.OK, headers)
    return Response(HTTPStatus.OK, headers, b"OK")


def get_info(router: SystemRouter, request: Request) -> Response:
    """Answer ``GET /info``.

    Go: systemRouter.getInfo
    """
    return httputils.write_json(HTTPStatus.OK, router.backend.system_info())


def get_version(router: SystemRouter, request: Request) -> Response:
    """Answer ``GET /version``.

    Go: systemRouter.getVersion
    """
    return httputils.write_json(HTTPStatus.OK, router.backend.system_version())


def get_disk_usage(router: SystemRouter, request: Request) -> Response:
    """Answer ``GET /system/df``; nothing was built here, so there is nothing of a builder.

    Raises:
        GoError: somebody else is asking, or something cannot be measured.

    Go: systemRouter.getDiskUsage
    """
    return httputils.write_json(HTTPStatus.OK, router.backend.system_disk_usage())


def post_auth(router: SystemRouter, request: Request) -> Response:
    """Answer ``POST /auth`` with a word of success, and a token if the registry gave one.

    Raises:
        JSONError: the body; nobody classified it (HTTP 500).
        Unauthorized: the registry refused.

    Go: systemRouter.postAuth
    """
    config = struct_tags.decode(AuthConfig, request.body.read())
    status, token = router.backend.authenticate_to_registry(config)
    return httputils.write_json(
        HTTPStatus.OK, AuthenticateOKBody(status=status, identity_token=token)
    )


def get_events(router: SystemRouter, request: Request) -> None:
    """Answer ``GET /events?since=S&until=U`` with a stream, one JSON object a line.

    It ends at ``until``, or when the client hangs up.

    Raises:
        InvalidParameter: ``since`` is after ``until``.
        NumError, JSONError: a time or the filters; nobody classified it (HTTP 500).

    Go: systemRouter.getEvents
    """
    httputils.parse_form(request)
    since = _event_time(request.query.get("since"))
    until = _event_time(request.query.get("until"))
    if until is not None and since is not None and until < since:
        raise errdefs.InvalidParameter(
            f"`since` time ({request.query.get('since')}) cannot be after "
            f"`until` time ({request.query.get('until')})"
        )
    wanted = filters.from_json(request.query.get("filters"))
    request.writer.header["Content-Type"] = "application/json"
    output = WriteFlusher(request.writer)
    output.flush()
    buffered, listener = router.backend.subscribe_to_events(since, until, wanted)
    try:
        for event in buffered:
            _encode(output, event)
        _follow(request, listener, output, until)
    finally:
        router.backend.unsubscribe_from_events(listener)


def _follow(
    request: Request, listener: Subscription[Message], output: WriteFlusher, until: int | None
) -> None:
    """Pass events on until time is up, the client is gone, or no more can come."""
    while not request.http.cancelled():
        left = _LOOK_AROUND if until is None else (until - time.time_ns()) / 1e9
        if left <= 0:
            return
        try:
            event = listener.get(timeout=min(left, _LOOK_AROUND))
        except queue.Empty:
            continue
        if event is None:
            return
        _encode(output, event)


def _encode(output: WriteFlusher, event: object) -> None:
    output.write(struct_tags.marshal(event).encode("utf-8", "surrogateescape") + b"\n")


def _event_time(form_time: str) -> int | None:
    """Return a time of the query in nanoseconds, None where there is none.

    Go: eventTime
    """
    seconds, nanoseconds = timetypes.parse_timestamps(form_time, -1)
    return None if seconds == -1 else seconds * 1_000_000_000 + nanoseconds
