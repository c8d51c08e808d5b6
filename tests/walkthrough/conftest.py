from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Trace = Callable[..., "subprocess.CompletedProcess[str]"]


def _environment(**more: str) -> dict[str, str]:
    """Return an environment in which `trace` behaves the same everywhere."""
    clean = {k: v for k, v in os.environ.items() if k not in ("DOCKER_HOST", "FORCE_COLOR")}
    steady = {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    return {**clean, **steady, **more}


@pytest.fixture
def trace(tmp_path: Path) -> Trace:
    """Runs `trace` as a process of its own, with the docker settings of nobody."""

    folders = {
        "DOCKER_CONFIG": str(tmp_path / "docker-config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
    }

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "walkthrough", *words],
            env=_environment(**{**folders, **more}),
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )

    return run


@pytest.fixture
def run_trace(trace: Trace, tmp_path: Path) -> Trace:
    """Runs `trace create` with words before the demo image, in an engine that has it."""
    from walkthrough.demo import registry

    root = ("--data-root", str(tmp_path / "root"))

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        with registry.serve() as image:
            pulled = trace(*root, "image", "pull", image)
            assert pulled.returncode == 0, pulled.stderr
            return trace(*root, "create", *words, image, **more)

    return run


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment that `trace` runs in."""
    return _environment()


@pytest.fixture
def steady() -> Callable[[str], str]:
    """Makes IDs, short names, times and line numbers the same in each run."""
    return _steady


def _steady(text: str) -> str:
    """Return `text` with IDs, short names, times and numbers of lines made steady."""
    names: dict[str, str] = {}

    def numbered(kind: str) -> Callable[[re.Match[str]], str]:
        def replace(match: re.Match[str]) -> str:
            return names.setdefault(match.group(0), f"<{kind} {len(names) + 1}>")

        return replace

    text = re.sub(r"\b[0-9a-f]{64}\b|\b[0-9a-f]{12}…", lambda m: m.group(0)[:12], text)
    text = re.sub(r"\b[0-9a-f]{12}\b", numbered("id"), text)
    text = re.sub(r"\b[A-Z2-7]{26}\b", numbered("short name"), text)
    text = re.sub(r"(\.tmp-[\w.]*?json)\d+", r"\1<random>", text)
    text = re.sub(r"(removing-)\w+|trace-\w{8}", "<random>", text)
    text = re.sub(r"\d+ bytes", "<size> bytes", text)
    text = re.sub(r"\(\d[\d.]* m?s\b", "(<time>", text)
    text = re.sub(r"(\.py):\d+", r"\1", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "<moment>", text)
