"""A server on a real unix socket, and a client that sees every byte."""

import http.client
import json
import socket
import threading
from dataclasses import dataclass, field

import pytest

from engine.api import common
from engine.api.server import middleware
from engine.api.server.server import Config, Server
from engine.vendor.docker.go_connections import sockets


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("docker")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(self.path)


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def message(self):
        return self.json["message"]


@dataclass
class Client:
    path: str
    open: list = field(default_factory=list)

    def request(self, method, path, body=None, headers=None):
        connection = UnixConnection(self.path)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def post_json(self, path, value):
        body = value if isinstance(value, (str, bytes)) else json.dumps(value)
        return self.request("POST", path, body, {"Content-Type": "application/json"})

    def connect(self):
        sock = socket.socket(socket.AF_UNIX)
        sock.settimeout(10)
        sock.connect(self.path)
        self.open.append(sock)
        return sock

    def raw(self, data):
        """Send bytes, say no more, and return everything up to the end of the connection."""
        sock = self.connect()
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: sock.recv(65536), b""))


@pytest.fixture
def serve(tmp_path):
    """Return a function that serves routers and returns a client."""
    running = []

    def start(*routers, experimental=False, config=None):
        server = Server(config or Config(version="20.10.13"))
        server.use_middleware(middleware.ExperimentalMiddleware(experimental))
        server.use_middleware(
            middleware.VersionMiddleware("20.10.13", common.DEFAULT_VERSION, common.MIN_VERSION)
        )
        server.init_router(*routers)
        path = str(tmp_path / f"d{len(running)}.sock")
        server.accept(path, sockets.new_unix_socket(path, -1))
        thread = threading.Thread(target=server.wait)
        thread.start()
        client = Client(path)
        running.append((server, thread, client))
        return client

    yield start
    for server, thread, client in running:
        for sock in client.open:
            sock.close()
        server.close()
        server.shutdown(5)
        thread.join(5)
        assert not thread.is_alive()
