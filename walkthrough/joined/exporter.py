"""Sends the spans of an engine's requests, in a thread that no request waits for."""

from __future__ import annotations

import logging
import queue
import threading
from types import TracebackType
from typing import Self

from walkthrough import otlp, trace_file
from walkthrough.spans import Spans
from walkthrough.trace_file import Trace

_MAX_WAITING = 32  # requests; what comes on top is dropped
_PATIENCE = 10.0  # seconds to send what is left at the end
_log = logging.getLogger(__name__)


class Exporter:
    """Sends to `url` while the `with` block runs."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: queue.Queue[tuple[str, Trace] | None] = queue.Queue(_MAX_WAITING)
        self._thread = threading.Thread(target=self._run, name="otlp", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            self._waiting.put(None, timeout=_PATIENCE)
        except queue.Full:
            return
        self._thread.join(_PATIENCE)

    def export(self, trace_id: str, trace: Trace) -> None:
        """Send the steps of one request, later."""
        try:
            self._waiting.put_nowait((trace_id, trace))
        except queue.Full:
            _log.warning("too many spans wait for %s: some are dropped", self._url)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            trace_id, trace = item
            spans = Spans(trace_id, trace_file.locate)
            trace.tell(spans)
            failure = otlp.send(spans.spans, self._url)
            if failure is not None:
                _log.warning("the spans could not be sent to %s: %s", self._url, failure)
