"""Users that are not root get a user namespace of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from walkthrough import rootless
from walkthrough.demo import registry

# Root becomes another user for these tests; any other user is one already.
IS_ROOT = os.geteuid() == 0
USER = 65534 if IS_ROOT else os.geteuid()
AS_USER = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if IS_ROOT else []
ROOT = Path(__file__).resolve().parents[2]


def run_as_user(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [*AS_USER, *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home directory of a user without rights, on a host that lets him have a namespace."""
    if IS_ROOT and shutil.which("setpriv") is None:
        pytest.skip("root cannot become another user without util-linux's setpriv")
    for folder in (tmp_path, *tmp_path.parents):
        if IS_ROOT and folder.stat().st_uid == 0 and len(folder.parts) > 2:
            folder.chmod(folder.stat().st_mode | 0o011)
    home = tmp_path / "home"
    home.mkdir()
    if IS_ROOT:
        os.chown(home, USER, USER)
    for probe in (
        ["env", sys.executable, "-c", "import walkthrough, typer"],
        ["env", "unshare", "--user", "--mount", "--map-root-user", "--", "true"],
    ):
        if run_as_user(home, *probe).returncode != 0:
            pytest.skip(f"another user cannot run {probe[1]} here")
    return home


def test_another_user_creates_a_container_below_his_own_home(home: Path) -> None:
    command = [sys.executable, "-m", "walkthrough", "container", "create"]

    with registry.serve() as image:
        run = run_as_user(home, *command, image)

    assert run.returncode == 0, run.stderr
    assert re.fullmatch(r"[0-9a-f]{64}\n", run.stdout)
    data_root = home / ".local/share/container-walkthrough"
    assert [path.name for path in (data_root / "containers").iterdir()] == [run.stdout.strip()]
    assert (data_root / "containers").stat().st_uid == USER


def test_a_user_without_subordinate_ids_is_told_whose_the_files_are(home: Path) -> None:
    if rootless._has_subordinate_ids() and not IS_ROOT:
        pytest.skip("this user has subordinate IDs")
    command = [sys.executable, "-m", "walkthrough", "container", "create"]

    with registry.serve() as image:
        first = run_as_user(home, *command, image)
        second = run_as_user(home, *command, image)

    assert first.stderr.count("only one user ID is mapped") == 1
    assert "only one user ID is mapped" not in second.stderr


def test_a_host_that_refuses_is_told_of_with_the_remedies(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\necho 'unshare failed: Operation not permitted' >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit):
        rootless.become_root(tmp_path / "root")

    said = capsys.readouterr().err
    assert "Operation not permitted" in said
    assert "sudo" in said
    assert "-H" in said


def test_without_unshare_that_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit):
        rootless.become_root(tmp_path / "root")

    assert "`unshare` of util-linux is not there" in capsys.readouterr().err
