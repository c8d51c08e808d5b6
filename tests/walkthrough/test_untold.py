"""What nobody watches runs as if the narrator had never been there.

Each test has a process of its own, since it is about what a process is like before and after. How
fast it then is, `tests/benchmarks/telling.py` measures.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)

# What runs in the engine, and what CPython has been asked to do about it.
STATE = """
import gc, io, sys, threading
from pathlib import Path
from types import FunctionType

def functions():
    ours = ("engine", "cli")
    found = [f for f in gc.get_objects() if isinstance(f, FunctionType)]
    return {id(f): f for f in found if f.__module__ and f.__module__.split(".")[0] in ours}

def codes(functions):
    return {number: (f.__code__, f.__code__.co_code) for number, f in functions.items()}

def hooks():
    asked = [sys.gettrace(), sys.getprofile(), threading.gettrace(), threading.getprofile()]
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is not None:
        for tool in range(6):
            asked.append(monitoring.get_tool(tool))
            asked.append(monitoring.get_tool(tool) and monitoring.get_events(tool))
    return asked

def watched(functions):
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None:
        return []
    for tool in (3, 4):
        monitoring.use_tool_id(tool, "test")
    found = [
        f.__qualname__ for f in functions.values()
        if any(monitoring.get_local_events(tool, f.__code__) for tool in (3, 4))
    ]
    for tool in (3, 4):
        monitoring.free_tool_id(tool)
    return found
"""

CREATE = """
from cli.cmd import docker
from tests.support.census import Engine

def create(engine):
    out = io.StringIO()
    words = ["-H", f"unix://{engine.socket}", "container", "create", "IMAGE"]
    assert docker.main(words, out=out, err=io.StringIO()) == 0
    assert len(out.getvalue()) == 65
"""

TOLD_ONCE = """
from walkthrough import audit, lessons
from walkthrough.recording import Recorder
from walkthrough.story import Story

with Engine(Path(sys.argv[1])).running() as engine:
    assert engine.pull("IMAGE").status == 200
    create(engine)
    before, asked = functions(), hooks()
    codes_before = codes(before)
    told = Recorder([], str(engine.root))
    with Story(lessons.everything(), str(engine.root), told) as story:
        codes_told = codes(before)
        create(engine)
    assert story.failure is None
    heard = len(told._heard)
    after = codes(before)
    create(engine)
    assert heard > 500
    assert sum(codes_told[n] != codes_before[n] for n in before) > 300
    assert len(before) > 2000
    assert all(after[n][0] is codes_before[n][0] for n in before), "another code object"
    assert after == codes_before
    assert hooks() == asked
    assert watched(before) == []
    assert audit._handlers == {}
    assert len(told._heard) == heard
"""

NEVER_LOADED = """
with Engine(Path(sys.argv[1])).running() as engine:
    assert engine.pull("IMAGE").status == 200
    create(engine)
assert not [name for name in sys.modules if name.split(".")[0] == "walkthrough"]
"""


def run(program: str, place: Path) -> subprocess.CompletedProcess[str]:
    from walkthrough.demo import registry

    place.joinpath("engine").mkdir()
    settings = {"PYTHONPATH": str(ROOT), "DOCKER_CONFIG": str(place / "settings")}
    with registry.serve() as image:
        return subprocess.run(
            [sys.executable, "-c", program.replace("IMAGE", image), str(place / "engine")],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )


def test_after_a_told_create_the_engine_is_the_same_code_and_nothing_listens(
    tmp_path: Path,
) -> None:
    done = run(STATE + CREATE + TOLD_ONCE, tmp_path)

    assert done.returncode == 0, done.stderr


def test_a_create_that_is_not_told_loads_no_narrator(tmp_path: Path) -> None:
    done = run(STATE + CREATE + NEVER_LOADED, tmp_path)

    assert done.returncode == 0, done.stderr
