"""A layer is never in memory as a whole, neither as it comes nor as it is unpacked."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import images
from tests.support.engines import Engine
from tests.support.fake_registry import FakeRegistry
from tests.support.images import Blob
from tests.support.pulling import Puller

LAYER = 200 << 20
MOST = 100 << 20
HUGE, MOST_FOR_HUGE = 2 << 30, 150_000_000
_BLOCK = 1 << 20


@contextlib.contextmanager
def separate_engine(base: Path) -> Iterator[tuple[Puller, int]]:
    """Run our engine as a process of its own, so that its memory can be told; give its ID."""
    engine = Engine("ours", base / "ours.sock", base / "ours", base / "ours-exec")
    words = ["--data-root", str(engine.root), "daemon", "--host", engine.host]
    process = subprocess.Popen(
        [sys.executable, "-m", "walkthrough", *words, "--exec-root", str(engine.exec_root)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 20
        while not engine.socket.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        yield Puller(engine), process.pid
    finally:
        process.terminate()
        process.wait(20)


def peak(pid: int) -> int:
    """Return the most memory that a process ever had, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) << 10


@pytest.mark.skipif(os.geteuid() != 0, reason="an engine needs root")
def test_a_large_layer_takes_little_memory(fake: FakeRegistry, tmp_path: Path) -> None:
    block = os.urandom(1 << 20)
    archive = images.tar([images.file("large", block * (LAYER >> 20))])
    layer = Blob(images.gzipped(archive, level=0), images.DOCKER_LAYER)
    config = Blob(images.configuration([images.digest_of(archive)]), images.DOCKER_CONFIG)
    del archive
    fake.add("large", "1", images.describe(config, (layer,)))
    with separate_engine(tmp_path) as (engine, pid):
        said = engine.pull(fake.name("large"), "1")
        highest = peak(pid)

    assert said.error == ""
    assert highest < MOST


def huge_layer() -> tuple[Blob, str, str]:
    """Return a layer of 2 GB that compresses to an eighth; its digest, and its file's.

    Every block is a gzip stream of its own, so that one has to be compressed but once.
    """
    block = os.urandom(_BLOCK // 8) + bytes(_BLOCK - _BLOCK // 8)
    entry = tarfile.TarInfo("huge")
    entry.size = HUGE
    head, end = entry.tobuf(), bytes(1024)
    whole, file = hashlib.sha256(head), hashlib.sha256()
    for _ in range(HUGE // _BLOCK):
        whole.update(block)
        file.update(block)
    whole.update(end)
    squeezed = images.gzipped(block, level=6) * (HUGE // _BLOCK)
    content = images.gzipped(head) + squeezed + images.gzipped(end)
    return Blob(content, images.DOCKER_LAYER), "sha256:" + whole.hexdigest(), file.hexdigest()


@pytest.mark.skipif(os.geteuid() != 0, reason="an engine needs root")
@pytest.mark.timeout(600)
def test_a_layer_of_two_gigabytes_is_pulled_in_less_than_150_megabytes(
    fake: FakeRegistry, tmp_path: Path
) -> None:
    layer, diff_id, content = huge_layer()
    config = Blob(images.configuration([diff_id]), images.DOCKER_CONFIG)
    fake.add("huge", "1", images.describe(config, (layer,)))
    with separate_engine(tmp_path) as (engine, pid):
        said = engine.pull(fake.name("huge"), "1")
        highest = peak(pid)
        [unpacked] = (engine.root / "overlay2").glob("*/diff/huge")
        size, found = unpacked.stat().st_size, digest(unpacked)
        engine.remove(f"{fake.name('huge')}:1")

    assert said.error == ""
    assert (size, found) == (HUGE, content)
    assert highest < MOST_FOR_HUGE, highest


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
