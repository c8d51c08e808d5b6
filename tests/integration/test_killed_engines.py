"""An engine that is killed while it creates leaves nothing that the next one would keep."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.census import Engine, answers, differences, disk, files, mounts, whole
from tests.support.creates import VOLUMES
from tests.support.mortal import Mortals

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")

NAME = "mine"


def test_an_engine_that_was_killed_in_the_midst_of_a_create_leaves_nothing_to_the_next(
    tmp_path: Path, demo_image: str
) -> None:
    with (
        disk(tmp_path / "disk") as place,
        closing(Mortals(place, demo_image, VOLUMES)) as mortals,
    ):
        moments = mortals.begin()

        wrong = [
            f"{moment}: {line}"
            for moment in random.Random(20100).sample(moments, 16)
            for line in mortals.kill_at(moment)
        ]

    assert wrong == []


def test_a_trace_daemon_that_was_killed_while_many_created_leaves_nothing_to_the_next(
    tmp_path: Path, demo_image: str
) -> None:
    moments = random.Random(1013)
    body = {"Image": demo_image, **VOLUMES.body}
    with disk(tmp_path / "disk") as place:
        with Engine(place).running() as engine:
            assert engine.pull(demo_image).status == 200
            assert engine.create(NAME, {"Image": demo_image}).status == 201
            engine.clear()
        before = files(engine.root)
        wrong = []

        for _ in range(3):
            with trace_daemon(place) as killed, clients(engine, body):
                time.sleep(moments.uniform(0.05, 0.5))
                killed.kill()
            with trace_daemon(place):
                wrong += list(mounts(engine.root)) + whole(engine)
                engine.clear(volumes=VOLUMES.named)
                wrong += differences(before, files(engine.root))
                assert engine.create(NAME, {"Image": demo_image}).status == 201
                engine.clear()

    assert wrong == []


@contextmanager
def trace_daemon(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `trace daemon` where `Engine` would, until the block ends."""
    socket = place / "engine.sock"
    socket.unlink(missing_ok=True)
    daemon = subprocess.Popen(
        [
            *(sys.executable, "-m", "walkthrough", "--data-root", str(place / "root"), "daemon"),
            *("--host", f"unix://{socket}", "--exec-root", str(place / "exec")),
        ],
        cwd=Path(__file__).resolve().parents[2],
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(socket):
            assert daemon.poll() is None
            time.sleep(0.02)
        yield daemon
    finally:
        daemon.terminate()
        daemon.wait(30)


@contextmanager
def clients(engine: Engine, body: Mapping[str, Any]) -> Iterator[None]:
    """Create containers, three at a time, until the engine is gone."""

    def create(number: int) -> None:
        for count in itertools.count():
            try:
                answer = engine.create(f"{NAME}-{number}-{count}", body)
            except OSError:
                return
            if answer.status != 201:
                return

    threads = [threading.Thread(target=create, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
