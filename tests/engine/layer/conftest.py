from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from engine import layer
from engine.daemon.graphdriver import driver as graphdriver
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
    """Make an archive of directories (None) and files, always the same for the same files."""

    return lambda files: io.BytesIO(images.tree(files))


@pytest.fixture(params=["vfs", "overlay2"])
def options(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[layer.StoreOptions]:
    """How to open a store below ``tmp_path``, with each driver; nothing stays mounted."""
    if request.param == "overlay2":
        if os.geteuid() != 0:
            pytest.skip("only root may mount overlayfs")
        try:
            graphdriver.new("overlay2", graphdriver.Options(root=str(tmp_path)))
        except graphdriver.NotSupportedError as error:
            pytest.skip(f"no overlayfs below {tmp_path}: {error}")
    yield layer.StoreOptions(root=str(tmp_path), graph_driver=request.param)
    mount.recursive_unmount(str(tmp_path))


@pytest.fixture
def store(options: layer.StoreOptions) -> layer.LayerStore:
    return layer.new_store_from_options(options)
