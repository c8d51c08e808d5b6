"""The engine inside this process: on a private socket for one command, or as `trace daemon`."""

from __future__ import annotations

import logging
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.cmd.dockerd.daemon import DaemonCli
    from engine.daemon.config.config import Config
    from engine.daemon.daemon import Daemon
    from walkthrough.joined.engine import Export

_PATIENCE = 5.0  # seconds for an engine that has started to serve


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What `trace daemon` can be told."""

    data_root: Path
    hosts: list[str] = field(default_factory=list)
    exec_root: Path | None = None
    pidfile: Path | None = None
    debug: bool = False
    storage_driver: str = ""
    socket_group: str = "docker"
    as_20_10: bool = False  # leave behind what v20.10.13 does
    otlp: str = ""  # where the spans of told requests go


@dataclass(frozen=True, slots=True)
class Running:
    """An engine that runs inside this process: where it listens, and its inside."""

    host: str
    daemon: Daemon


class EngineFailed(Exception):
    """The engine inside this process could not start; the text says why."""


@contextmanager
def engine(data_root: Path, *, as_20_10: bool = False) -> Iterator[Running]:
    """Run an engine while the block runs.

    Its socket is in a directory of its own that only this user can enter.

    Raises:
        EngineFailed: the data-root is in use, or cannot be used.
    """
    from engine.cmd.dockerd.daemon import DaemonCli
    from engine.golang import errors

    _keep_the_log_quiet()
    scratch = Path(tempfile.mkdtemp(prefix="trace-"))
    host = f"unix://{scratch}/engine.sock"
    options = EngineOptions(
        data_root=data_root,
        hosts=[host],
        exec_root=scratch / "exec",
        socket_group="",  # private: nobody's but this user's
        as_20_10=as_20_10,
    )
    daemon = DaemonCli(_config(options))
    try:
        with _unwinding_on_sigterm():
            try:
                daemon.start()
                _wait_for_routes(daemon)
            except Exception as error:
                raise EngineFailed(errors.text(error)) from error
            try:
                assert daemon.d is not None  # it has started
                yield Running(host, daemon.d)
            finally:
                daemon.stop()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _wait_for_routes(daemon: DaemonCli) -> None:
    """Return when the engine's start is over: as in Go, a thread still makes the routes.

    What that thread does would else be told after the command has begun.
    """
    from engine.vendor.gorilla.mux import Router

    deadline = time.monotonic() + _PATIENCE
    for server in daemon.api.servers:
        while time.monotonic() < deadline:
            if isinstance(getattr(server.srv.handler, "__self__", None), Router):
                break
            time.sleep(0.001)


def _keep_the_log_quiet() -> None:
    """Show nothing of the engine's log, but for what its user can do something about."""
    logging.getLogger("engine").addHandler(logging.NullHandler())
    if logging.lastResort is not None:
        logging.getLogger("engine.pkg.archive.owners").addHandler(logging.lastResort)


def serve(options: EngineOptions) -> int:
    """Serve until SIGTERM or SIGINT; return the exit status."""
    from engine.golang import errors
    from walkthrough.joined import engine as joined

    logging.basicConfig(format='time="%(asctime)s" level=%(levelname)s msg="%(message)s"')
    try:
        with _exporting(options.otlp) as export:
            joined.run(_config(options), export)
    except Exception as error:
        print(f"trace: {errors.text(error)}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _exporting(url: str) -> Iterator[Export | None]:
    """Give what sends the spans of a request, if that is wanted."""
    if not url:
        yield None
        return
    from walkthrough.joined.exporter import Exporter

    with Exporter(url) as exporter:
        yield exporter.export


def _config(options: EngineOptions) -> Config:
    from engine.daemon.config.config import Config

    config = Config()
    config.root = str(options.data_root)
    config.exec_root = str(options.exec_root or options.data_root / "exec")
    config.hosts = options.hosts or [f"unix://{options.data_root}/engine.sock"]
    config.pidfile = str(options.pidfile or "")
    config.debug = options.debug
    config.socket_group = options.socket_group
    config.graph_driver = options.storage_driver
    config.keep_orphans_as_20_10 = options.as_20_10
    return config


@contextmanager
def _unwinding_on_sigterm() -> Iterator[None]:
    """Leave by way of the clean-up when SIGTERM comes, as Ctrl-C does."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
