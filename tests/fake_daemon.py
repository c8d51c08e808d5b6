"""A daemon that does nothing: it remembers what it was asked and answers what it was told to."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, TypeVar

CONTAINER_ID = "c0ffee" + 58 * "0"


@dataclass
class Asked:
    """One request as it arrived; ``headers`` in their order."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@dataclass
class Answer:
    """What to answer: bytes as they are, anything else as JSON."""

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})

    def payload(self) -> bytes:
        """Return the body to send."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class FakeDaemon(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers each path with the next of its answers; the last one stays."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Handler)
        self.host = f"unix://{path}"
        self.asked: list[Asked] = []
        self.connections = 0
        self.ping_headers = {"Api-Version": "1.41", "Ostype": "linux"}
        self._answers: dict[str, list[Answer]] = {}
        self.will_answer("/containers/create", Answer(201, {"Id": CONTAINER_ID, "Warnings": []}))
        self.will_answer("/info", Answer(200, {"IndexServerAddress": "https://index.test/v1/"}))

    def will_answer(self, path: str, *answers: Answer) -> None:
        """Answer requests whose path ends with ``path``."""
        self._answers[path] = list(answers)

    def answer_for(self, path: str) -> Answer:
        """Return the answer that is next for ``path``."""
        for end, answers in self._answers.items():
            if path.endswith(end):
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return Answer(404, {"message": "page not found"})

    def targets(self, *, pings: bool = False) -> list[str]:
        """Return what was asked, method and target."""
        asked = [one for one in self.asked if pings or one.path != "/_ping"]
        return [f"{one.method} {one.target}" for one in asked]

    def bodies(self) -> list[Any]:
        """Return the JSON bodies of the create requests."""
        return [json.loads(one.body) for one in self.asked if one.path.endswith("/create")]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeDaemon

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_HEAD(self) -> None:
        self._do()

    def do_GET(self) -> None:
        self._do()

    def do_POST(self) -> None:
        self._do()

    def _do(self) -> None:
        body = self._body()
        asked = Asked(self.command, self.path, list(self.headers.items()), body)
        self.server.asked.append(asked)
        if asked.path == "/_ping":
            answer = Answer(200, b"OK", dict(self.server.ping_headers))
        else:
            answer = self.server.answer_for(asked.path)
        payload = answer.payload()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(payload)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


Daemon = TypeVar("Daemon", bound=FakeDaemon)


@contextmanager
def serving(path: Path, kind: Callable[[Path], Daemon]) -> Iterator[Daemon]:
    """Serve on the socket ``path`` for the length of the block."""
    with kind(path) as daemon:
        thread = threading.Thread(target=daemon.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield daemon
        finally:
            daemon.shutdown()
            thread.join()
