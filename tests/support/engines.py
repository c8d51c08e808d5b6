"""A real dockerd and our engine, each with a data-root of its own, to be asked the same things."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.cmd.dockerd.daemon import DaemonCli
from engine.daemon.config import Config
from engine.vendor.moby.sys import mount

_WAIT = 30.0
_CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """What came back; ``status`` is 0 where the connection was closed without a word."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def json(self) -> Any:
        """Return the body as what it stands for."""
        return json.loads(self.body)


@dataclass
class Engine:
    """A running engine: where it listens, where it keeps its files, and whom it pulls from."""

    name: str
    socket: Path
    root: Path
    exec_root: Path
    registry: str = ""

    @property
    def host(self) -> str:
        """The address for clients."""
        return f"unix://{self.socket}"

    def connect(self, timeout: float = _WAIT) -> http.client.HTTPConnection:
        """Return a connection to the engine."""
        return _Connection(self.socket, timeout)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request on a connection of its own, and return the answer."""
        connection = self.connect()
        try:
            # A server may answer, and hang up, before it has read everything.
            with contextlib.suppress(BrokenPipeError):
                connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return Answer(response.status, tuple(response.getheaders()), response.read())
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            return Answer(0)
        finally:
            connection.close()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Send JSON (or a tar, as bytes), and return what the JSON of the answer stands for.

        Raises:
            EngineError: the engine refused.
        """
        kind = "application/x-tar" if isinstance(body, bytes) else "application/json"
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        answer = self.send(method, path, data, {"Content-Type": kind} if data is not None else {})
        if not 200 <= answer.status < 300:
            raise EngineError(f"{self.name}: {method} {path}: {answer.status} {answer.body!r}")
        lines = answer.body.splitlines()
        return json.loads(lines[-1]) if lines else None

    def load(self, archive: bytes) -> None:
        """Load images.

        Raises:
            EngineError: one of them cannot be loaded.
        """
        said = self.call("POST", "/v1.41/images/load?quiet=1", archive)
        if "error" in said:
            raise EngineError(f"{self.name}: {said}")


class EngineError(Exception):
    """An engine did not do what a test needs before it can begin."""


class _Connection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("docker", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def why_no_dockerd() -> str | None:
    """Return why no real dockerd can be started here, None if one can."""
    if os.geteuid() != 0:
        return "no root: dockerd cannot be started, so nothing is compared with it"
    program = _dockerd()
    if program is None:
        return (
            "NOTHING IS COMPARED WITH DOCKER: dockerd is not installed "
            "(apt-get install docker.io on Debian 12; it has 20.10)"
        )
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    if "Docker version 20.10." not in said:
        return f"NOTHING IS COMPARED WITH DOCKER: 20.10 is wanted, {program} is: {said.strip()}"
    return None


@contextmanager
def dockerd(base: Path, *options: str, name: str = "dockerd") -> Iterator[Engine]:
    """Run a real dockerd below ``base``; it makes no bridge and no firewall rules.

    Raises:
        EngineError: it does not come up; the text is its log.
    """
    with lodging(name, base) as engine:
        process = start(engine, "dockerd", *options)
        try:
            yield engine
        finally:
            stop(engine, process)


def start(engine: Engine, program: str, *options: str) -> subprocess.Popen[bytes]:
    """Start ``dockerd`` or ``ours`` as a program of its own, where ``engine`` says.

    Raises:
        EngineError: it does not come up; the text is its log.
    """
    command = [
        *_program(program),
        *("--bridge=none", "--data-root", str(engine.root)),
        *("--exec-root", str(engine.exec_root), "-H", engine.host),
        *("-p", str(engine.socket.with_name("pid")), *options),
    ]
    log_path = engine.root.with_name(f"{engine.name}.log")
    with open(log_path, "wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=_CHECKOUT)
    deadline = time.monotonic() + _WAIT
    while not _answers(engine):
        if process.poll() is not None or time.monotonic() > deadline:
            stop(engine, process)
            raise EngineError(log_path.read_text()[-3000:])
        time.sleep(0.05)
    return process


def stop(engine: Engine, process: subprocess.Popen[bytes]) -> None:
    """End a program that serves ``engine``, if it was not killed before."""
    process.terminate()
    process.wait(_WAIT)
    # Started a second time on one data-root, dockerd leaves it mounted on itself.
    mount.recursive_unmount(str(engine.root))


def kill(engine: Engine, process: subprocess.Popen[bytes]) -> None:
    """Kill a program that serves ``engine``, and what serves it in turn."""
    process.kill()
    process.wait(_WAIT)
    # containerd dies with dockerd, but not at once: another dockerd would wait for it.
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        containerd = engine.exec_root / "containerd/containerd.pid"
        pid = int(containerd.read_text())
        containerd.unlink()
        os.kill(pid, signal.SIGKILL)


@contextmanager
def ours(base: Path, *, name: str = "ours") -> Iterator[Engine]:
    """Run our engine below ``base``, in this process."""
    with lodging(name, base) as engine:
        cli = DaemonCli(
            Config(
                root=str(engine.root),
                exec_root=str(engine.exec_root),
                hosts=[engine.host],
                bridge="none",
            )
        )
        cli.start()
        try:
            yield engine
        finally:
            cli.stop()


@contextmanager
def lodging(name: str, base: Path) -> Iterator[Engine]:
    """Lend an engine its places; a short path for sockets: the kernel takes 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="e-", ignore_cleanup_errors=True) as scratch:
        short = Path(scratch)
        yield Engine(name, short / "d.sock", base / name, short / "exec")


def _program(name: str) -> tuple[str, ...]:
    if name == "ours":
        return sys.executable, "-m", "engine.cmd.dockerd.docker"
    found = _dockerd()
    assert found is not None
    return found, "--iptables=false"


def _dockerd() -> str | None:
    return shutil.which("dockerd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin")


def _answers(engine: Engine) -> bool:
    try:
        return engine.send("GET", "/_ping").status == 200
    except OSError:
        return False
