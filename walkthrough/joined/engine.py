"""`trace daemon`: an engine that tells its half of a story to clients that ask for it.

A client asks by two things: it reads the stream of its trace, and it sends `traceparent` with its
requests. Other requests go past all of this; that costs them one look at their headers. Neither
engine nor API know: the composition root is given servers of ours, and one router more.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.api.server.server import Server
from engine.cmd.dockerd.daemon import DaemonCli
from engine.cmd.dockerd.docker import run_daemon
from engine.golang import http
from walkthrough import traceparent
from walkthrough.joined.sender import Sender
from walkthrough.joined.streams import Streams
from walkthrough.recording import Recorder, version
from walkthrough.step import Tellers
from walkthrough.trace_file import Trace

if TYPE_CHECKING:
    from engine.daemon.config.config import Config
    from walkthrough.joined.hub import Hub

Serve = Callable[[http.Handler, http.ResponseWriter, http.Request], None]
Export = Callable[[str, Trace], None]


def run(config: Config, export: Export | None = None) -> None:
    """Serve until SIGTERM or SIGINT; `export` takes each told request's trace and its id.

    Raises:
        GoError, OSError: the engine cannot start, or a listener failed.
    """
    run_daemon(TellingDaemonCli(config, export))


class TellingDaemonCli(DaemonCli):
    """The engine, with our servers behind its listeners."""

    def __init__(self, config: Config, export: Export | None) -> None:
        super().__init__(config)
        self._joint = Joint(config.root, export)

    def init_middlewares(self, server: Server) -> None:
        """Put the layers around the handlers, and ours around them all."""
        super().init_middlewares(server)
        for one in server.servers:
            one.srv = TellingServer(self._joint.serve)
        server.init_router(self._joint.streams)


class TellingServer(http.Server):
    """Lets `serve` answer, with the handler that it is given."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        super().__init__(lambda writer, request: None)

    @property
    def handler(self) -> http.Handler:
        """What answers requests."""
        return self._answer

    @handler.setter
    def handler(self, handler: http.Handler) -> None:
        self._inner = handler

    def _answer(self, writer: http.ResponseWriter, request: http.Request) -> None:
        self._serve(self._inner, writer, request)


class Joint:
    """Decides which requests are told, and to whom."""

    def __init__(self, data_root: str, export: Export | None) -> None:
        self._data_root = os.path.abspath(data_root)
        self._export = export
        self.streams = Streams(
            {
                "program": f"container-walkthrough {version()}",
                "data_root": self._data_root,
                "exports": export is not None,
            }
        )
        self._hub: Hub | None = None
        self._lock = threading.Lock()

    def serve(
        self, handler: http.Handler, writer: http.ResponseWriter, request: http.Request
    ) -> None:
        """Answer a request; tell of it if somebody wants to know."""
        header = request.header.get(traceparent.HEADER)
        parent = traceparent.parse(header) if header else None
        stream = self.streams.get(parent.trace_id) if parent is not None else None
        if parent is None or (stream is None and self._export is None):
            handler(writer, request)
            return
        arrived = time.perf_counter()
        hub = self._get_hub()
        loading = time.perf_counter() - arrived
        sender = Sender(parent.span, stream, hub.describe)
        kept = Recorder([], self._data_root)
        tellers = (sender, kept) if self._export is not None else (sender,)
        sender.begin()
        telling = hub.telling(Tellers(*tellers), parent.span)
        try:
            with telling:
                handler(writer, request)
        finally:
            sender.over(telling.why, telling.seconds + loading)
            if self._export is not None:
                events = kept.events(hub.describe, status=None, stopped_early=telling.why)
                self._export(parent.trace_id, Trace(events))

    def _get_hub(self) -> Hub:
        """Load what telling needs when the first request is told."""
        with self._lock:
            if self._hub is None:
                from walkthrough.joined.hub import Hub

                self._hub = Hub(self._data_root)
            return self._hub
