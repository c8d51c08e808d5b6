"""Limits that no file system here can set."""

import os
import stat
from pathlib import Path

import pytest

from engine.quota import ErrQuotaNotSupported, new_control

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make device nodes")


def test_trying_leaves_a_node_for_the_disk(tmp_path: Path) -> None:
    with pytest.raises(ErrQuotaNotSupported):
        new_control(str(tmp_path))

    node = (tmp_path / "backingFsBlockDev").stat()
    assert stat.S_ISBLK(node.st_mode)
    assert stat.S_IMODE(node.st_mode) == 0o600
    assert node.st_rdev == tmp_path.stat().st_dev


def test_trying_again_makes_the_node_anew(tmp_path: Path) -> None:
    (tmp_path / "backingFsBlockDev").write_text("of another disk")

    with pytest.raises(ErrQuotaNotSupported):
        new_control(str(tmp_path))

    assert stat.S_ISBLK((tmp_path / "backingFsBlockDev").stat().st_mode)
