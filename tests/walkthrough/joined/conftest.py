from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import answering
from walkthrough.demo import registry


@dataclass(frozen=True)
class Daemon:
    """An engine that runs as a process of its own."""

    host: str
    root: Path
    process: subprocess.Popen[bytes]
    log: Path

    def descriptors(self) -> int:
        """Return how many files and sockets it has open."""
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))


Start = Callable[..., Daemon]
TRACE = (sys.executable, "-m", "walkthrough", "daemon")
DOCKERD = (sys.executable, "-m", "engine.cmd.dockerd.docker")


@contextmanager
def running(
    place: Path, environment: dict[str, str], program: tuple[str, ...], words: tuple[str, ...]
) -> Iterator[Daemon]:
    place.mkdir()
    path, log = place / "engine.sock", place / "log"
    where = (f"--data-root={place}/root", f"--exec-root={place}/exec", f"--host=unix://{path}")
    with log.open("wb") as errors:
        process = subprocess.Popen([*program, *where, *words], env=environment, stderr=errors)
    try:
        answering.wait_for(str(path), process, log)
        yield Daemon(f"unix://{path}", place / "root", process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture
def start(tmp_path: Path, environment: dict[str, str]) -> Iterator[Start]:
    """Starts `trace daemon`, or another engine, with words of one's own."""
    with ExitStack() as stack:
        count = iter(range(9))

        def start(*words: str, program: tuple[str, ...] = TRACE) -> Daemon:
            place = tmp_path / f"engine{next(count)}"
            return stack.enter_context(running(place, environment, program, words))

        yield start


@pytest.fixture(scope="session")
def image() -> Iterator[str]:
    """The reference of the demo image, while its registry serves it."""
    with registry.serve() as reference:
        yield reference
