from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.pkg import containerfs


def test_a_root_is_its_own_path(tmp_path: Path) -> None:
    root = containerfs.new_local_container_fs(str(tmp_path))

    assert root.path() == str(tmp_path)
    assert os.path.join(root, "x") == f"{tmp_path}/x"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/etc/passwd", "/etc/passwd"),
        ("etc", "/etc"),
        ("../../etc", "/etc"),
        ("", ""),
        ("/", ""),
        ("/absolute/x", "/target/x"),
        ("/escape", "/"),
        ("/not/there/..", "/not"),
    ],
)
def test_no_path_leaves_the_root(path: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "absolute").symlink_to("/target")
    (tmp_path / "escape").symlink_to("../../..")
    root = containerfs.new_local_container_fs(str(tmp_path))

    found = root.resolve_scoped_path(path, False)

    assert found == str(tmp_path) + expected.rstrip("/")
