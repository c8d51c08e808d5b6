"""A command line of one's own: a home without settings, a daemon that does nothing."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.cmd.docker import main
from tests.command_line import Docker, Said
from tests.fake_daemon import FakeDaemon, serving


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory without settings, and an environment that says nothing to docker."""
    for name in [name for name in os.environ if name.startswith(("DOCKER", "_DOCKER"))]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[FakeDaemon]:
    """A daemon on a socket of its own."""
    with serving(tmp_path / "docker.sock", FakeDaemon) as running:
        yield running


@pytest.fixture
def docker(daemon: FakeDaemon) -> Docker:
    """Run a command line against the daemon."""

    def run(*argv: str, stdin: bytes = b"") -> Said:
        out, err = io.StringIO(), io.StringIO()
        status = main(["-H", daemon.host, *argv], in_=io.BytesIO(stdin), out=out, err=err)
        return Said(status, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def alone() -> Docker:
    """Run a command line without saying where the daemon is."""

    def run(*argv: str, stdin: bytes = b"") -> Said:
        out, err = io.StringIO(), io.StringIO()
        status = main(argv, in_=io.BytesIO(stdin), out=out, err=err)
        return Said(status, out.getvalue(), err.getvalue())

    return run
