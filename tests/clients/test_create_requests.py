"""The recorded requests of ``docker create`` are still what the stock client 20.10 sends.

A daemon that only listens takes each request and keeps its body. ``--snapshot-update`` writes
what the client does today into the recording.
"""

from __future__ import annotations

import json
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.support import clients

DATA = Path(__file__).resolve().parents[1] / "cli/command/container/data"
RECORDING = DATA / "create_requests.json"


CLIENT = clients.stock()
pytestmark = pytest.mark.skipif(CLIENT is None, reason=clients.MISSING)


class Listener(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """A daemon that says yes to everything and remembers the last body it was sent."""

    daemon_threads = True
    body: bytes = b""


class Handler(BaseHTTPRequestHandler):
    """Answers as an engine with API 1.41 on Linux."""

    protocol_version = "HTTP/1.1"
    server: Listener

    def do_HEAD(self) -> None:
        self.answer(200, b"")

    def do_POST(self) -> None:
        self.server.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, b'{"Id":"x","Warnings":[]}')

    def answer(self, status: int, body: bytes) -> None:
        self.send_response_only(status)
        self.send_header("Api-Version", "1.41")
        self.send_header("OSType", "linux")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    with Listener(str(tmp_path / "d.sock"), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def created(listener: Listener, home: Path, argv: list[str]) -> dict[str, Any]:
    """What the client made of ``argv``: a body, or one of two shapes of error."""
    assert CLIENT is not None
    ran = subprocess.run(
        [CLIENT, "-H", f"unix://{listener.server_address}", "create", *argv],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd=DATA / "files",
        env={"HOME": str(home), "GIVEN": "by the client"},
    )
    if ran.returncode == 0:
        body: dict[str, Any] = json.loads(listener.body)
        return {"body": body}
    text = ran.stderr[: ran.stderr.rindex("\nSee ")]
    if text.startswith("docker: "):
        return {"option": text.removeprefix("docker: ").removesuffix(".")}
    return {"flag": text}


def changed(body: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    """Return in what a body differs from that of a plain request."""
    differs = {key: value for key, value in body.items() if plain.get(key, ...) != value}
    if "HostConfig" in differs:
        host, plain_host = body["HostConfig"], plain["HostConfig"]
        differs["HostConfig"] = {k: v for k, v in host.items() if plain_host.get(k, ...) != v}
    if differs.get("Env"):
        differs["Env"].sort()
    return differs


def as_in_20_10_13(outcome: dict[str, Any]) -> dict[str, Any]:
    """Undo what Debian's build of the client has from a newer go-connections."""
    if outcome.get("option", "").endswith("Empty string specified for ports"):
        return {"option": outcome["option"] + "."}
    return outcome


def test_the_recording_is_what_the_stock_client_sends(
    listener: Listener, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    recorded = json.loads(RECORDING.read_text())
    plain = created(listener, tmp_path, ["bb"])["body"]

    today = []
    for argv, _ in recorded:
        outcome = as_in_20_10_13(created(listener, tmp_path, argv))
        if "body" in outcome:
            outcome["body"] = changed(outcome["body"], plain)
        today.append([argv, outcome])

    if request.config.getoption("--snapshot-update"):
        RECORDING.write_text("[\n" + ",\n".join(json.dumps(case) for case in today) + "\n]\n")
    assert [case for case, old in zip(today, recorded, strict=True) if case != old] == []
