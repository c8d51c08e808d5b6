"""A proxy as offices have them: it passes requests on, and opens tunnels."""

from __future__ import annotations

import base64
import contextlib
import http.client
import select
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Proxy(ThreadingHTTPServer):
    """``asked`` is what it was asked for; with ``password`` it wants one (``name:secret``)."""

    daemon_threads = True

    def __init__(self, password: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        said = base64.b64encode(password.encode()).decode()
        self.wanted = f"Basic {said}" if password else None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        if not self._allowed():
            return
        parts = urlsplit(self.path)
        with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=20)) as onward:
            target = parts._replace(scheme="", netloc="").geturl()
            headers = {name: value for name, value in self.headers.items() if name[:5] != "Proxy"}
            onward.request(self.command, target, headers=headers)
            answer = onward.getresponse()
            body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_CONNECT(self) -> None:
        if not self._allowed():
            return
        host, _, port = self.path.partition(":")
        with socket.create_connection((host, int(port))) as onward:
            self.send_response(200, "Connection established")
            self.end_headers()
            self._pass_on(onward)

    def _pass_on(self, onward: socket.socket) -> None:
        other = {self.connection: onward, onward: self.connection}
        while True:
            ready, _, _ = select.select(list(other), [], [], 20)
            for source in ready:
                data = source.recv(1 << 16)
                if not data:
                    return
                other[source].sendall(data)
            if not ready:
                return

    def _allowed(self) -> bool:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.wanted in (None, self.headers.get("Proxy-Authorization")):
            return True
        self.send_response(407)
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@contextlib.contextmanager
def serving(password: str = "") -> Iterator[Proxy]:
    """Run a proxy for the length of the block."""
    with Proxy(password) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
