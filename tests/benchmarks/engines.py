"""Starts a real dockerd and our engine beside it, each with a data-root of its own."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# As pip installs it, so that Python compiles each module once and not at each start.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "PYTHONPATH": str(ROOT),
}


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=120)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


@dataclass
class Engine:
    """One engine: its name, socket, data-root and main process."""

    name: str
    socket: Path
    root: Path
    process: subprocess.Popen[bytes]

    def connect(self) -> http.client.HTTPConnection:
        """Return a connection that may be used for many requests."""
        return _Connection(self.socket)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Send one request on a connection of its own."""
        connection = self.connect()
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        kind = "application/x-tar" if isinstance(body, bytes) else "application/json"
        connection.request(method, path, data, {"Content-Type": kind})
        answer = connection.getresponse()
        result = answer.status, answer.read()
        connection.close()
        return result

    def load(self, archive: Path) -> None:
        """Load an image, piece by piece as a client sends it."""
        connection = self.connect()
        headers = {
            "Content-Type": "application/x-tar",
            "Content-Length": str(archive.stat().st_size),
        }
        with open(archive, "rb") as file:
            connection.request("POST", "/v1.41/images/load?quiet=1", file, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200 or b'"error"' in body:
            raise RuntimeError(f"{self.name}: {body!r}")

    def remove(self, container: str) -> None:
        """Remove a container and its anonymous volumes."""
        self.call("DELETE", f"/v1.41/containers/{container}?v=1&force=1")

    def pids(self) -> list[int]:
        """Return the engine's processes: dockerd has a containerd."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children")
            todo += [int(text) for text in children.read_text().split()]
        return found

    def cpu_seconds(self) -> float:
        """Return what all its processes have used, those that have ended too."""
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        """Return the memory that the main process holds."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def highest_bytes(self) -> int:
        """Return the most memory that the main process has ever held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) << 10


@contextmanager
def filesystem(base: Path, size: str = "16G") -> Iterator[Path]:
    """Mount an ext4 of its own, in a file below ``base``, so that others' files do not count."""
    base.mkdir()
    disk, place = base / "disk", base / "place"
    place.mkdir()
    subprocess.run(["truncate", "-s", size, str(disk)], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(disk)], check=True)
    subprocess.run(["mount", "-o", "loop", str(disk), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--recursive", str(place)], check=True)
        disk.unlink()


@contextmanager
def _running(name: str, base: Path, command: list[str]) -> Iterator[Engine]:
    path = base / f"{name}.sock"
    with open(base / f"{name}.log", "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=ENVIRONMENT, cwd=base)
    engine = Engine(name, path, base / name, process)
    try:
        for _ in range(300):
            if process.poll() is not None:
                break
            try:
                if engine.call("GET", "/_ping")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise RuntimeError(f"{name} does not answer")
        if process.poll() is not None:
            raise RuntimeError((base / f"{name}.log").read_text())
        yield engine
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def dockerd(base: Path) -> Iterator[Engine]:
    """Run Debian's dockerd below ``base``."""
    program = shutil.which("dockerd", path="/usr/sbin:/usr/bin:" + os.environ["PATH"])
    if program is None:
        raise RuntimeError("dockerd is not installed: apt-get install docker.io")
    command = [
        *(program, "--bridge=none", "--iptables=false", "--data-root", str(base / "dockerd")),
        *("--exec-root", str(base / "dockerd-exec"), "-H", f"unix://{base / 'dockerd.sock'}"),
        *("-p", str(base / "dockerd.pid")),
    ]
    with _running("dockerd", base, command) as engine:
        yield engine


@contextmanager
def ours(base: Path) -> Iterator[Engine]:
    """Run our engine below ``base``."""
    command = [
        *(sys.executable, "-m", "walkthrough", "--data-root", str(base / "ours"), "daemon"),
        *("--host", f"unix://{base / 'ours.sock'}", "--exec-root", str(base / "ours-exec")),
    ]
    with _running("ours", base, command) as engine:
        yield engine
