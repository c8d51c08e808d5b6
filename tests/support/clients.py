"""The docker command lines that are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

MISSING = "the expectation is a docker client 20.10, and none is installed"


@cache
def installed() -> dict[str, str]:
    """Return their paths by version: ``$DOCKER_20_10``, and those on the usual paths."""
    found: dict[str, str] = {}
    candidates = (os.environ.get("DOCKER_20_10"), shutil.which("docker"))
    for program in (*candidates, "/usr/bin/docker", "/usr/local/bin/docker"):
        if program and Path(program).exists():
            said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
            words = said.split()
            if words[:2] == ["Docker", "version"]:
                found.setdefault(words[2].rstrip(","), program)
    return found


def stock() -> str | None:
    """Return a client of 20.10, None if there is none."""
    return next((path for version, path in installed().items() if version[:6] == "20.10."), None)


def each() -> list[object]:
    """Return all of them as parameters of a test; without any the test is skipped, and says so."""
    none = pytest.mark.skip(reason="no docker client is installed")
    found = [pytest.param(path, id=version) for version, path in installed().items()]
    return [*found] or [pytest.param("", id="none", marks=none)]
