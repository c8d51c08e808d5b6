"""A host that is full, read-only or broken leaves no half-made container, and mends."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from engine.vendor.golang.x.sys import unix
from engine.vendor.moby.sys import mount
from tests.support.census import Engine, differences, disk, mounts
from tests.support.creates import VOLUMES

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")

NAME = "mine"


@pytest.fixture
def lone_engine(tmp_path: Path, demo_image: str) -> Iterator[Engine]:
    """An engine on a disk of its own, that things may be done to."""
    with disk(tmp_path / "disk", "16m") as place, Engine(place).running() as engine:
        assert engine.pull(demo_image).status == 200
        assert engine.create("other", {"Image": demo_image}).status == 201
        yield engine


@contextmanager
def _blocks_left(engine: Engine, number: int) -> Iterator[None]:
    filler = engine.root.parent / "filler"
    status = os.statvfs(filler.parent)
    size = (status.f_bavail - number) * status.f_frsize
    with open(filler, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _inodes_left(engine: Engine, number: int) -> Iterator[None]:
    place = engine.root.parent
    status = os.statvfs(place)
    used = status.f_files - status.f_ffree
    mount.mount("disk", str(place), "tmpfs", f"remount,nr_inodes={used + number}")
    try:
        yield
    finally:
        mount.mount("disk", str(place), "tmpfs", f"remount,nr_inodes={status.f_files}")


# Without room for its own directory, overlayfs mounts read-only, and the daemon misses that one.
_FULL = "no space left on device$|/work/work: no such file or directory$"


@pytest.mark.parametrize("left", [_blocks_left, _inodes_left], ids=["blocks", "inodes"])
def test_a_disk_that_fills_up_at_any_moment_leaves_nothing(
    left: Callable[[Engine, int], AbstractContextManager[None]],
    lone_engine: Engine,
    demo_image: str,
) -> None:
    body = {"Image": demo_image, **VOLUMES.body}
    wrong = []
    failures = 0
    before = lone_engine.census()

    for number in range(80):
        with left(lone_engine, number):
            answer = lone_engine.create(NAME, body)
        lone_engine.clear(keep="other", volumes=VOLUMES.named)
        wrong += differences(before, before := lone_engine.census())
        if answer.status == 201:
            break
        failures += 1
        if answer.status != 500 or not re.search(_FULL, answer.message):
            wrong.append(f"with {number} left: {answer}")

    assert wrong == []
    assert failures > 10
    assert answer.status == 201


@pytest.mark.parametrize(
    "directory",
    ["containers", "overlay2", "overlay2/l", "image/overlay2/layerdb/mounts", "volumes"],
)
def test_a_directory_that_cannot_be_written_to_leaves_nothing(
    directory: str, lone_engine: Engine, demo_image: str
) -> None:
    body = {"Image": demo_image, **VOLUMES.body}
    before = lone_engine.census()
    place = str(lone_engine.root / directory)

    mount.mount(place, place, "none", "bind,ro")
    try:
        refused = lone_engine.create(NAME, body)
    finally:
        mount.unmount(place)

    lone_engine.clear(keep="other", volumes=VOLUMES.named)
    assert refused.status == 500
    assert refused.message.endswith("read-only file system")
    assert differences(before, lone_engine.census()) == []
    assert lone_engine.create(NAME, body).status == 201


class Program:
    """A program in front of the real one of its name; of its calls some fail."""

    def __init__(self, name: str, folder: Path) -> None:
        self._path = folder / name
        self._calls = folder / f"{name}.calls"
        self._name = name
        self._real = shutil.which(name)

    def fail(self, first: int, last: int) -> None:
        """Fail with EIO from the first to the last of the calls that come now."""
        self._calls.write_text("")
        self._path.write_text(
            f"""#!/bin/sh
echo >>{self._calls}
count=$(wc -l <{self._calls})
for target; do :; done
if [ $count -ge {first} ] && [ $count -le {last} ]; then
    echo "{self._name}: $target: {self._name}(2) system call failed: Input/output error." >&2
    exit 32
fi
exec {self._real} "$@"
"""
        )
        self._path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose programs come first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    caches = (unix._mount_program, unix._umount_program)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        for cache in caches:
            cache.cache_clear()
        yield folder
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize("which", [1, 2], ids=["init", "container"])
def test_a_mount_that_fails_leaves_nothing(
    which: int, lone_engine: Engine, demo_image: str, programs: Path
) -> None:
    before = lone_engine.census()
    Program("mount", programs).fail(which, which)

    answer = lone_engine.create(NAME, {"Image": demo_image})

    assert answer.status == 500
    assert re.fullmatch(
        "error creating overlay mount to .*/merged: input/output error", answer.message
    )
    assert differences(before, lone_engine.census()) == []
    assert lone_engine.create(NAME, {"Image": demo_image}).status == 201


@pytest.mark.parametrize("which", [1, 2], ids=["init", "container"])
def test_an_unmount_that_fails_is_made_up_for_when_the_container_goes(
    which: int, lone_engine: Engine, demo_image: str, programs: Path
) -> None:
    before = lone_engine.census()
    Program("umount", programs).fail(which, which)

    answer = lone_engine.create(NAME, {"Image": demo_image})

    assert answer.status == 201
    assert len(mounts(lone_engine.root)) == 1
    lone_engine.clear(keep="other")
    assert differences(before, lone_engine.census()) == []


def test_a_container_whose_layer_cannot_be_unmounted_can_be_removed_later(
    lone_engine: Engine, demo_image: str, programs: Path
) -> None:
    before = lone_engine.census()
    umount = Program("umount", programs)
    umount.fail(2, 99)
    assert lone_engine.create(NAME, {"Image": demo_image}).status == 201

    refused = lone_engine.ask("DELETE", f"/containers/{NAME}?v=1")

    assert refused.status == 500
    assert 'driver "overlay2" failed to remove root filesystem' in refused.message
    umount.fail(0, 0)
    assert lone_engine.ask("DELETE", f"/containers/{NAME}?v=1").status == 204
    assert differences(before, lone_engine.census()) == []
