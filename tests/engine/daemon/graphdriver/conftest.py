from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.daemon.graphdriver import driver as graphdriver
from engine.daemon.graphdriver.overlay2 import overlay
from engine.vendor.moby.sys import mount
from tests.support import images

Tar = Callable[[Mapping[str, bytes | None]], BinaryIO]


@pytest.fixture(autouse=True)
def daemons_umask() -> Iterator[None]:
    """Modes are checked as the daemon leaves them."""
    old = os.umask(0o022)
    yield
    os.umask(old)


@pytest.fixture
def tar() -> Tar:
    """Make an archive of directories (None) and files."""

    return lambda files: io.BytesIO(images.tree(files))


@pytest.fixture
def overlay_driver(tmp_path: Path) -> Iterator[overlay.Driver]:
    """A driver on real overlayfs; nothing stays mounted."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount overlayfs")
    home = tmp_path / "overlay2"
    try:
        driver = overlay.init(str(home), [], [], [])
    except graphdriver.NotSupportedError as error:
        pytest.skip(f"no overlayfs below {tmp_path}: {error}")
    yield driver
    mount.recursive_unmount(str(home))
