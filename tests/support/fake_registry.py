"""A registry that misbehaves to order: late, broken, lying or short of patience."""

from __future__ import annotations

import contextlib
import json
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.images import Blob, Image

_PATIENCE = 20.0


@dataclass
class Asked:
    """One request as it arrived; the names of the headers in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Reply:
    """What to answer instead of what is right.

    ``cut`` hangs up after so many bytes of the body; ``hold`` waits there until the event is set.
    ``length`` is the Content-Length to claim.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    hold: threading.Event | None = None
    length: int | None = None


def refusal(status: int, code: str, message: str = "", **headers: str) -> Reply:
    """Return an error as the registry API has them."""
    error = {"code": code, "message": message or code.lower(), "detail": {}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps({"errors": [error]}).encode(), named)


Rule = tuple[re.Pattern[str], list[Reply | Callable[[Asked], Reply | None]]]


class FakeRegistry(ThreadingHTTPServer):
    """Serves what was added, unless a rule says otherwise.

    ``asked`` are all requests but the pings. ``ranges`` tells whether it can start in the middle.
    """

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        super().__init__((host, 0), _Handler)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.tls = tls
        self.host = host
        self.asked: list[Asked] = []
        self.ranges = True
        self.challenge = ""
        self.accepted: set[str] = set()
        self.gone = threading.Event()
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._blobs: dict[str, Blob] = {}
        self._manifests: dict[str, Blob] = {}
        self._rules: list[Rule] = []

    @property
    def address(self) -> str:
        return f"{self.host}:{self.server_address[1]}"

    def name(self, repository: str) -> str:
        """Return the name of an image in it."""
        return f"{self.address}/{repository}"

    def add(self, repository: str, tag: str, top: Image | Blob, *images: Image) -> None:
        """Serve an image, or a list of them."""
        manifest = top.manifest if isinstance(top, Image) else top
        for one in (*([top] if isinstance(top, Image) else []), *images):
            self._manifests[f"{repository}/{one.manifest.digest}"] = one.manifest
            self._blobs.update({blob.digest: blob for blob in one.blobs})
        self._manifests[f"{repository}/{manifest.digest}"] = manifest
        self._manifests[f"{repository}/{tag}"] = manifest

    def forget(self, blob: Blob) -> None:
        """Do not serve ``blob``."""
        del self._blobs[blob.digest]

    def on(self, pattern: str, *replies: Reply | Callable[[Asked], Reply | None]) -> None:
        """Answer requests whose ``METHOD target`` matches with ``replies``, once each, in turn.

        A function may answer, or return None for what is right.
        """
        self._rules.append((re.compile(pattern), list(replies)))

    def forget_rules(self) -> None:
        """Answer rightly from now on."""
        with self._lock:
            self._rules.clear()

    def targets(self, pattern: str = "") -> list[str]:
        """Return what was asked, method and target, as far as it matches."""
        said = [f"{one.method} {one.target}" for one in self.asked]
        return [one for one in said if re.search(pattern, one)]

    def reply(self, asked: Asked) -> Reply:
        """Return the answer to a request."""
        said = f"{asked.method} {asked.target}"
        with self._lock:
            for pattern, replies in self._rules:
                if pattern.search(said) and replies:
                    reply = replies.pop(0)
                    found = reply(asked) if callable(reply) else reply
                    if found is not None:
                        return found
        if self.challenge and asked.headers.get("authorization", "") not in self.accepted:
            return refusal(
                401, "UNAUTHORIZED", "authentication required", WWW_Authenticate=self.challenge
            )
        return self._right(asked)

    def _right(self, asked: Asked) -> Reply:
        place = re.fullmatch(r"/v2/(.+)/(manifests|blobs|tags)/([^/?]+).*", asked.target)
        if place is None:
            return Reply(200, b"{}", {"Content-Type": "application/json"})
        repository, kind, name = place.groups()
        if kind == "tags":
            tags = [key.rpartition("/")[2] for key in self._manifests if f"{repository}/" in key]
            listing = {"name": repository, "tags": [tag for tag in tags if ":" not in tag]}
            return Reply(200, json.dumps(listing).encode(), {"Content-Type": "application/json"})
        table = self._manifests if kind == "manifests" else self._blobs
        blob = table.get(f"{repository}/{name}" if kind == "manifests" else name)
        if blob is None:
            code = "MANIFEST_UNKNOWN" if kind == "manifests" else "BLOB_UNKNOWN"
            return refusal(404, code)
        return self._content(asked, blob)

    def _content(self, asked: Asked, blob: Blob) -> Reply:
        headers = {"Content-Type": blob.media_type, "Docker-Content-Digest": blob.digest}
        wanted = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        if wanted is None or not self.ranges:
            return Reply(200, blob.content, headers)
        start, size = int(wanted[1]), len(blob.content)
        headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        return Reply(206, blob.content[start:], headers)

    @contextlib.contextmanager
    def counted(self, asked: Asked) -> Iterator[None]:
        """Count how many blobs are being sent."""
        blob = "/blobs/" in asked.target
        with self._lock:
            self._at_once += blob
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield
        finally:
            with self._lock:
                self._at_once -= blob


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeRegistry

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        asked = Asked(self.command, self.path, headers, body)
        if self.path != "/v2/":
            self.server.asked.append(asked)
        reply = self.server.reply(asked)
        # A client that is gone is what some tests are about.
        with self.server.counted(asked), contextlib.suppress(OSError):
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        if self.command == "HEAD" and reply.hold is not None:
            self._hold(reply.hold)
        self.send_response(reply.status)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        length = len(reply.body) if reply.length is None else reply.length
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command == "HEAD":
            return
        stop = reply.cut
        self.wfile.write(reply.body[:stop])
        if reply.hold is not None:
            self._hold(reply.hold)
        if stop is not None:
            if reply.hold is not None and reply.hold.is_set():
                self.wfile.write(reply.body[stop:])
            else:
                self.close_connection = True

    def _hold(self, event: threading.Event) -> None:
        """Wait, and notice when the client hangs up."""
        self.connection.settimeout(0.02)
        waited = 0.0
        while not event.is_set() and waited < _PATIENCE:
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1):
                    self.server.gone.set()
                    return
            waited += 0.02
        self.connection.settimeout(None)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextlib.contextmanager
def serving(
    host: str = "127.0.0.1", certificate: Path | None = None, key: Path | None = None
) -> Iterator[FakeRegistry]:
    """Serve for the length of the block."""
    tls = None
    if certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
    with FakeRegistry(host, tls) as registry:
        thread = threading.Thread(target=registry.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield registry
        finally:
            registry.shutdown()
            thread.join()
