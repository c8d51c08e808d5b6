from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

ROOT = Path(__file__).resolve().parents[4]
UNSHARE = [shutil.which("unshare") or "unshare", "--user", "--map-root-user", "--"]
UNPACK = """
import sys
from engine.pkg import archive
archive.apply_layer(sys.argv[1], sys.stdin.buffer)
"""
OWNED = [
    ("d", {"type": tarfile.DIRTYPE, "uid": 1000, "gid": 1000, "mode": 0o2775}),
    ("d/f", {"content": b"x", "uid": 1000, "gid": 1000, "mode": 0o4755}),
    ("d/l", {"type": tarfile.SYMTYPE, "linkname": "f", "uid": 7, "gid": 7}),
    ("d/.wh.gone", {"uid": 8}),
]


def a_user_namespace_can_be_made() -> bool:
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(
    not a_user_namespace_can_be_made(), reason="`unshare --user` is refused here"
)


def unpack_alone(dest: Path, layer: BinaryIO) -> subprocess.CompletedProcess[str]:
    """Apply a layer as root of a user namespace that has no other user."""
    run = subprocess.run(
        [*UNSHARE, sys.executable, "-c", UNPACK, str(dest)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=layer.read(),
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(run.args, run.returncode, "", run.stderr.decode())


def test_all_files_become_the_users_where_nobody_else_is_known(
    tmp_path: Path, pack: Callable[..., BinaryIO]
) -> None:
    run = unpack_alone(tmp_path, pack(*OWNED))

    assert run.returncode == 0, run.stderr
    found = {path.name: path.lstat() for path in tmp_path.rglob("*")}
    assert found.keys() == {"d", "f", "l"}
    assert {info.st_uid for info in found.values()} == {os.geteuid()}
    assert found["d"].st_mode & 0o7777 == 0o2775
    assert found["f"].st_mode & 0o7777 == 0o4755


def test_that_is_told_once(tmp_path: Path, pack: Callable[..., BinaryIO]) -> None:
    run = unpack_alone(tmp_path, pack(*OWNED))

    assert run.stderr.count("only one user ID is mapped") == 1


def test_nothing_is_told_where_all_files_are_roots(
    tmp_path: Path, pack: Callable[..., BinaryIO]
) -> None:
    run = unpack_alone(tmp_path, pack(("f", {"content": b"x"})))

    assert (run.returncode, run.stderr) == (0, "")
