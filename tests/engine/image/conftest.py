from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine import layer
from engine.image.fs import new_fs_store_backend
from engine.image.store import Store, new_image_store
from engine.reference import Store as ReferenceStore
from engine.reference import new_reference_store
from engine.vendor.moby.sys import mount

MakeLayer = Callable[..., bytes]


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


@pytest.fixture
def make_layer() -> MakeLayer:
    """Make a layer's archive with empty files of these names."""

    def make(*names: str) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as out:
            for name in names:
                info = tarfile.TarInfo(name)
                info.size = len(name)
                out.addfile(info, io.BytesIO(name.encode()))
        return buffer.getvalue()

    return make


@pytest.fixture
def layers(tmp_path: Path) -> Iterator[layer.LayerStore]:
    """A layer store without mounts, so that it works everywhere."""
    (tmp_path / "image/vfs").mkdir(parents=True)
    options = layer.StoreOptions(root=str(tmp_path), graph_driver="vfs")
    yield layer.new_store_from_options(options)
    mount.recursive_unmount(str(tmp_path))


@pytest.fixture
def images(tmp_path: Path, layers: layer.LayerStore) -> Store:
    return new_image_store(new_fs_store_backend(str(tmp_path / "imagedb")), {"linux": layers})


@pytest.fixture
def references(tmp_path: Path) -> ReferenceStore:
    return new_reference_store(str(tmp_path / "repositories.json"))


@pytest.fixture
def config() -> Callable[..., bytes]:
    """Make an image's configuration."""

    def make(*diff_ids: str, **fields: object) -> bytes:
        root_fs = {"type": "layers", "diff_ids": list(diff_ids)}
        return json.dumps({"os": "linux", "rootfs": root_fs, **fields}).encode()

    return make
