"""skopeo's ``docker-daemon:`` against our engine, in both directions."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.engines import Engine

SKOPEO = shutil.which("skopeo")
pytestmark = pytest.mark.skipif(SKOPEO is None, reason="skopeo is not installed (apt-get install)")


def _skopeo(*args: str) -> str:
    ran = subprocess.run([str(SKOPEO), *args], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _copy(source: str, target: str, *options: str) -> None:
    _skopeo("--insecure-policy", "copy", "-q", *options, source, target)


def test_an_image_is_copied_out_of_the_engine_and_back_in(
    clean: Engine, demo: str, tmp_path: Path
) -> None:
    clean.call("POST", f"/images/create?fromImage={demo}")
    image_id = clean.call("GET", f"/images/{demo}/json")["Id"]

    _copy(f"docker-daemon:{demo}", f"oci:{tmp_path}/out:x", "--src-daemon-host", clean.host)
    clean.call("DELETE", f"/images/{image_id}?force=1")
    _copy(
        f"oci:{tmp_path}/out:x", "docker-daemon:back.test/demo:1", "--dest-daemon-host", clean.host
    )

    found = clean.call("GET", "/images/back.test/demo:1/json")
    assert found["Id"].startswith("sha256:")
    assert found["Config"]["Cmd"] == ["/bin/hello"]
    made = clean.call("POST", "/containers/create", {"Image": "back.test/demo:1"})
    assert len(made["Id"]) == 64


def test_an_image_in_the_engine_is_inspected(clean: Engine, demo: str) -> None:
    clean.call("POST", f"/images/create?fromImage={demo}")

    said = _skopeo("inspect", "--daemon-host", clean.host, f"docker-daemon:{demo}")

    assert json.loads(said)["Architecture"] == "amd64"
    assert len(json.loads(said)["Layers"]) == 3
