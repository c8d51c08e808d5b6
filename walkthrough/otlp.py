"""Sends the steps of a trace to an OpenTelemetry receiver, by OTLP over HTTP.

OpenTelemetry is an extra; nothing of it is loaded unless somebody asks for `--otlp`. Headers,
certificates and the like come from the environment, as OpenTelemetry defines it.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

    from walkthrough.trace_file import Trace

EXTRA = "container-walkthrough[otlp]"
_PATH = "/v1/traces"
_BATCH = 500  # spans in a request
_PATIENCE = 3.0  # seconds for a request and what is tried again of it
_LOGGER = "opentelemetry.exporter.otlp"


class NotInstalled(Exception):
    """OpenTelemetry is not there; the text says how to get it."""


def endpoint(url: str) -> str:
    """Return where the spans go, for the address of a receiver.

    Raises:
        ValueError: it is no address of an HTTP server.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is no http://HOST:PORT")
    _ = parts.port  # which may be none
    path = parts.path.rstrip("/")
    return parts._replace(path=path if path.endswith(_PATH) else path + _PATH).geturl()


def need_extra() -> None:
    """Return if OpenTelemetry can be loaded.

    Raises:
        NotInstalled: it cannot.
    """
    try:
        importlib.import_module("opentelemetry.exporter.otlp.proto.http.trace_exporter")
    except ImportError as error:
        raise NotInstalled(
            f"OpenTelemetry is not installed ({error}); pip install '{EXTRA}'"
        ) from error


def send_trace(trace: Trace, url: str, *, theirs: bool = False) -> str | None:
    """Send a whole trace; return why not all of it arrived, if so.

    With `theirs` the engine elsewhere sends its steps itself.
    """
    from walkthrough import trace_file
    from walkthrough.spans import Spans

    id, command = trace.trace_id or _id_of(trace), tuple(trace.command)
    spans = Spans(
        id,
        trace_file.locate,
        command=command,
        status=trace.status,
        theirs=theirs,
        within=trace.within,
        span=trace.span,
    )
    trace.tell(spans)
    return send(spans.spans, url)


def _id_of(trace: Trace) -> str:
    """Return the id of a trace that has none: the same each time."""
    digest = hashlib.sha256()
    for event in trace.events:
        digest.update(json.dumps(event).encode())
    return digest.hexdigest()[:32]


def send(spans: Sequence[ReadableSpan], url: str) -> str | None:
    """Send spans; return why not all of them arrived, if so."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import SpanExportResult

    timed = {"OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"} & set(os.environ)
    complaints = _Complaints()
    logger = logging.getLogger(_LOGGER)
    logger.addHandler(complaints)
    logger.propagate, before = False, logger.propagate
    try:
        exporter = OTLPSpanExporter(endpoint(url), timeout=None if timed else _PATIENCE)
        try:
            for first in range(0, len(spans), _BATCH):
                if exporter.export(spans[first : first + _BATCH]) is not SpanExportResult.SUCCESS:
                    return complaints.why
        finally:
            exporter.shutdown()  # type: ignore[no-untyped-call]
    except Exception as error:  # whatever it is, the container is there
        return f"{type(error).__name__}: {error}"
    finally:
        logger.removeHandler(complaints)
        logger.propagate = before
    return None


class _Complaints(logging.Handler):
    """Keeps what the exporter complains of, in as few words as say it."""

    def __init__(self) -> None:
        super().__init__()
        self.why = "unknown error"

    def emit(self, record: logging.LogRecord) -> None:
        """Take one complaint; that it gave up says less than what it had tried."""
        args = record.args if isinstance(record.args, tuple) else ()
        plain = [_plain(arg) for arg in args if isinstance(arg, Exception)]
        if plain:
            self.why = plain[0]
        elif len(args) == 3 and isinstance(args[1], int):
            self.why = f"HTTP {args[1]} {args[2]}"
        elif self.why == "unknown error":
            self.why = record.getMessage()


def _plain(error: BaseException) -> str:
    """Return what the kernel said, if it is the cause."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
    return f"{type(error).__name__}: {error}"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
