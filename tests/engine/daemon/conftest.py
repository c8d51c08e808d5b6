"""A daemon on a data-root of its own, with one small image."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engine.api.types.configs import ContainerCreateConfig
from engine.api.types.container.config import Config as ContainerConfig
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import NetworkMode
from engine.daemon.config import Config
from engine.daemon.daemon import Daemon, create_daemon_root, new_daemon
from engine.vendor.containerd import platforms
from engine.vendor.moby.sys import mount

FILES: Mapping[str, bytes | None] = {
    "bin/": None,
    "bin/sh": b"#!",
    "data/": None,
    "data/file": b"from the image",
    "etc/": None,
    "etc/passwd": b"root:x:0:0::/:/bin/sh\n",
}
IMAGE_CONFIG: dict[str, Any] = {
    "Env": ["PATH=/bin", "LANG=C"],
    "Cmd": ["sh"],
    "Labels": {"from": "image"},
    "WorkingDir": "/",
}


def _image_archive(
    files: Mapping[str, bytes | None] = FILES,
    config: Mapping[str, Any] = IMAGE_CONFIG,
    name: str = "bb:latest",
    architecture: str = "",
) -> io.BytesIO:
    """Return what `docker save` would write for an image of one layer."""
    layer = _tar(files)
    image = {
        "architecture": architecture or platforms.default_spec().architecture,
        "os": "linux",
        "created": "2022-03-10T17:32:35Z",
        "config": dict(config),
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{hashlib.sha256(layer).hexdigest()}"]},
        "history": [{"created": "2022-03-10T17:32:35Z", "created_by": "test"}],
    }
    content = json.dumps(image).encode()
    config_name = f"{hashlib.sha256(content).hexdigest()}.json"
    manifest = [{"Config": config_name, "RepoTags": [name], "Layers": ["l/layer.tar"]}]
    return io.BytesIO(
        _tar(
            {
                config_name: content,
                "l/layer.tar": layer,
                "manifest.json": json.dumps(manifest).encode(),
            }
        )
    )


def _tar(files: Mapping[str, bytes | None]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name.rstrip("/"))
            info.mode, info.mtime = 0o755, 1646933555
            if content is None:
                info.type = tarfile.DIRTYPE
            else:
                info.size = len(content)
            archive.addfile(info, io.BytesIO(content or b""))
    return buffer.getvalue()


Archive = Callable[..., io.BytesIO]
Start = Callable[..., Daemon]
Request = Callable[..., ContainerCreateConfig]


@pytest.fixture(autouse=True)
def daemons_umask() -> Iterator[None]:
    """Modes are checked as the daemon leaves them."""
    old = os.umask(0o022)
    yield
    os.umask(old)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start daemons, one after the other, on the same data-root."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount, and give files to others")
    root = tmp_path / "root"
    running: list[Daemon] = []

    def begin(**settings: Any) -> Daemon:
        while running:
            running.pop().shutdown()
        config = Config(root=str(root), exec_root=str(tmp_path / "exec"), **settings)
        create_daemon_root(config)
        daemon = new_daemon(config)
        running.append(daemon)
        return daemon

    yield begin
    while running:
        running.pop().shutdown()
    mount.recursive_unmount(str(root))


@pytest.fixture
def image_archive() -> Archive:
    """Make what `docker save` would write for an image of one layer."""
    return _image_archive


@pytest.fixture
def daemon(start: Start) -> Daemon:
    """A daemon that has the image ``bb:latest``."""
    started = start()
    started.image_service.load_image(_image_archive(), io.BytesIO(), True)
    return started


@pytest.fixture
def request_for() -> Request:
    """Make what the API would hand to the daemon."""

    def make(name: str = "", image: str = "bb", **settings: Any) -> ContainerCreateConfig:
        of_config = {
            key: settings.pop(key) for key in [*settings] if hasattr(ContainerConfig(), key)
        }
        # The API's decoder puts the default where nothing was said.
        settings.setdefault("network_mode", NetworkMode("default"))
        return ContainerCreateConfig(
            name=name,
            config=ContainerConfig(image=image, **of_config),
            host_config=HostConfig(**settings),
        )

    return make
