"""Our engine for clients that know nothing of it, and the registry that it pulls from."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import clients
from tests.support.engines import Engine, ours
from walkthrough.demo import registry


@dataclass(frozen=True)
class Client:
    """A docker command line of some version, bound to one engine."""

    program: str
    engine: Engine
    home: Path

    def __call__(self, *args: str, code: int = 0, stdin: bytes | None = None) -> str:
        """Run the command and return what it printed; another exit status than ``code`` fails."""
        ran = self.run(*args, stdin=stdin)
        assert ran.returncode == code, f"docker {' '.join(args)}: {ran.stderr.decode()}"
        return ran.stdout.decode()

    def run(self, *args: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run the command."""
        return subprocess.run(
            [self.program, "-H", self.engine.host, *args],
            input=b"" if stdin is None else stdin,
            capture_output=True,
            timeout=60,
            env={"HOME": str(self.home), "PATH": os.environ["PATH"]},
        )


@pytest.fixture(params=clients.each())
def docker(request: pytest.FixtureRequest, engine: Engine, tmp_path: Path) -> Iterator[Client]:
    """Each docker client that is installed; what it leaves in the engine goes after the test."""
    yield Client(request.param, engine, tmp_path)
    _clear(engine)


@pytest.fixture(scope="package")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Our engine."""
    if os.geteuid() != 0:
        pytest.skip("the engine needs root for its mounts")
    with ours(tmp_path_factory.mktemp("clients")) as running:
        yield running


@pytest.fixture
def clean(engine: Engine) -> Iterator[Engine]:
    """Our engine, empty again after the test."""
    yield engine
    _clear(engine)


@pytest.fixture(scope="package")
def demo() -> Iterator[str]:
    """The reference of the demo image; a registry on this host serves it."""
    with registry.serve() as reference:
        yield reference


def _clear(engine: Engine) -> None:
    for container in engine.call("GET", "/containers/json?all=1"):
        engine.call("DELETE", f"/containers/{container['Id']}?force=1&v=1")
    for volume in engine.call("GET", "/volumes")["Volumes"] or ():
        engine.call("DELETE", f"/volumes/{volume['Name']}")
    for image in engine.call("GET", "/images/json?all=1"):
        engine.call("DELETE", f"/images/{image['Id']}?force=1")
