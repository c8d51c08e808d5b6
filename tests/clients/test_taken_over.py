"""A real dockerd takes over our data-root, and starts the container that our engine made."""

from __future__ import annotations

import json
import platform
import subprocess
from pathlib import Path

import pytest

from tests.support.engines import Engine, dockerd, ours, why_no_dockerd
from tests.support.steady import first_difference
from walkthrough.demo.program import MESSAGE

pytestmark = [
    pytest.mark.skipif(why_no_dockerd() is not None, reason=why_no_dockerd() or ""),
    pytest.mark.skipif(platform.machine() != "x86_64", reason="the program is for amd64 here"),
]


def _docker(engine: Engine, *args: str) -> subprocess.CompletedProcess[bytes]:
    command = ["docker", "-H", engine.host, *args]
    return subprocess.run(command, capture_output=True, timeout=60)


def test_a_real_dockerd_starts_what_our_engine_created(tmp_path: Path, demo: str) -> None:
    root = "data"
    with ours(tmp_path, name=root) as engine:
        engine.call("POST", f"/images/create?fromImage={demo}")
        body = {
            "Image": demo,
            "HostConfig": {"Binds": ["named:/more"], "NetworkMode": "none"},
            "Labels": {"made": "here"},
        }
        made = engine.call("POST", "/containers/create?name=web", body)["Id"]
        networks = {one["Name"]: one["Id"] for one in engine.call("GET", "/networks")}
        before = engine.call("GET", "/containers/web/json")

    with dockerd(tmp_path, name=root) as real:
        found = real.call("GET", "/containers/web/json")
        started = _docker(real, "start", "-a", "web")
        after = real.call("GET", "/containers/web/json")
        known = {one["Name"]: one["Id"] for one in real.call("GET", "/networks")}
        removed = _docker(real, "rm", "-v", "web")

    assert found["Id"] == made
    assert json.dumps(found["Config"]) == json.dumps(before["Config"])
    assert (started.stdout, started.stderr) == (MESSAGE, b"")
    assert (after["State"]["Status"], after["State"]["ExitCode"]) == ("exited", 0)
    assert known == networks
    assert removed.returncode == 0


def test_our_engine_shows_what_a_real_dockerd_has_run(tmp_path: Path, demo: str) -> None:
    root = "data"
    with dockerd(tmp_path, name=root) as real:
        real.call("POST", f"/images/create?fromImage={demo}")
        body = {"Image": demo, "HostConfig": {"NetworkMode": "none"}}
        real.call("POST", "/containers/create?name=web", body)
        assert _docker(real, "start", "-a", "web").stdout == MESSAGE
    with dockerd(tmp_path, name=root) as real:
        real_says = real.call("GET", "/containers/web/json")

    with ours(tmp_path, name=root) as engine:
        we_say = engine.call("GET", "/containers/web/json")
        listed = engine.call("GET", "/containers/json?all=1")
        engine.call("DELETE", "/containers/web?v=1")
        left = engine.call("GET", "/containers/json?all=1")

    assert first_difference(real_says, we_say) is None
    assert [one["State"] for one in listed] == ["exited"]
    assert left == []
