from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from engine.daemon.graphdriver import overlayutils
from engine.golang.errors import GoError, GoPathError
from engine.vendor.moby.sys import mountinfo


@pytest.mark.parametrize("length", [1, 26, 27])
def test_short_names_are_random_capitals_and_digits(length: int) -> None:
    names = {overlayutils.generate_id(length) for _ in range(50)}

    assert all(re.fullmatch(f"[A-Z2-7]{{{length}}}", name) for name in names)
    assert len(names) > 1


@pytest.mark.usefixtures("overlay_driver")
def test_a_trial_leaves_nothing(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    overlayutils.supports_overlay(str(scratch), True)

    assert os.listdir(scratch) == []
    assert not mountinfo.get_mounts(mountinfo.prefix_filter(str(scratch)))


def test_selinux_under_rootlesskit_is_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("_DOCKERD_ROOTLESS_SELINUX", "1")

    with pytest.raises(GoError, match=r"^overlay is not supported for Rootless with SELinux$"):
        overlayutils.supports_overlay(str(tmp_path), True)


def test_a_directory_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoPathError, match=r"no such file or directory"):
        overlayutils.supports_overlay(str(tmp_path / "nope"), True)


@pytest.mark.skipif(
    Path("/proc/self/uid_map").read_text().split() != ["0", "0", "4294967295"],
    reason="this is a user namespace",
)
def test_the_hosts_root_needs_no_user_attributes(tmp_path: Path) -> None:
    assert not overlayutils.needs_user_xattr(str(tmp_path))
