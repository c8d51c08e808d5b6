from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.daemon.graphdriver.overlay2.check import does_support_native_diff
from engine.golang.errors import GoError
from engine.vendor.moby.sys import mountinfo

pytestmark = pytest.mark.usefixtures("overlay_driver")


def test_a_trial_leaves_nothing_whatever_it_finds(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    try:
        does_support_native_diff(str(scratch))
    except GoError as found:
        assert "redirect" in str(found).lower() or "opaque" in str(found)

    assert os.listdir(scratch) == []
    assert not mountinfo.get_mounts(mountinfo.prefix_filter(str(scratch)))
