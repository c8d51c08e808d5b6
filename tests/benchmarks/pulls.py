"""Pull and load of a large image beside dockerd: time, processor time, and memory.

    python tests/benchmarks/pulls.py [--rounds N] [--only pull|load]

The image of large.py comes from a real registry on loopback, or as `docker save` writes it.
Each round is done by a new engine with a data-root of its own, in turn and with the order changed
from round to round, on an ext4 of their own. Nothing is removed until the end: ext4 looks at every
inode that was freed in the last minutes before it takes one, so that whoever comes after a removal
of thousands of files pays for it. Memory is the most that the main process ever had (VmHWM);
dockerd's containerd, and the processes that unpack for it, are left out. Needs root, docker.io and
docker-registry.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import statistics
import sys
import tarfile
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import large
from engines import Engine, dockerd, filesystem, ours
from results import HEAD, Result

from tests.support import images, registries

Action = Callable[[Engine], None]
# The most that a ratio should be: ours by dockerd's.
TIME, MEMORY = 1.0, 0.6
WHAT = "300 MB in 8 layers, 13000 files"
_SECONDS_TO_REST = 0.5


def save(image: images.Image, target: Path) -> Path:
    """Write the image as `docker save` does, its layers not compressed."""
    names = [f"{number}/layer.tar" for number in range(len(image.layers))]
    manifest = [{"Config": "config.json", "RepoTags": ["large:1"], "Layers": names}]
    with tarfile.open(target, "w") as archive:
        for name, layer in zip(names, image.layers, strict=True):
            _add(archive, name, zlib.decompress(layer.content, 31))
        _add(archive, "config.json", image.config.content)
        _add(archive, "manifest.json", json.dumps(manifest).encode())
    return target


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _pull(name: str) -> Action:
    def run(engine: Engine) -> None:
        status, body = engine.call("POST", f"/v1.41/images/create?fromImage={name}&tag=1")
        if status != 200 or b"Downloaded newer image" not in body:
            raise RuntimeError(f"{engine.name}: {status} {body[-500:]!r}")

    return run


@contextmanager
def actions(base: Path) -> Iterator[dict[str, Action]]:
    """Make the image, and run a registry with it below ``base``."""
    if registries.PROGRAM is None:
        raise RuntimeError("docker-registry is not installed: apt-get install docker-registry")
    image = large.image()
    saved = save(image, base / "large.tar")
    with registries.docker_registry(base / "registry") as registry:
        if registry.put("large", "1", image.manifest, *image.blobs) != 201:
            raise RuntimeError("the registry does not take the image")
        del image
        yield {"pull": _pull(f"{registry.address}/large"), "load": lambda one: one.load(saved)}


def _once(engine: Engine, action: Action) -> tuple[float, float, float]:
    """Return the time that an action takes, that on the processor, and the memory."""
    time.sleep(_SECONDS_TO_REST)
    os.sync()
    cpu, start = engine.cpu_seconds(), time.perf_counter()
    action(engine)
    seconds = time.perf_counter() - start
    return seconds, engine.cpu_seconds() - cpu, engine.highest_bytes()


def compare(name: str, action: Action, base: Path, rounds: int) -> list[Result]:
    """Let each do it in new data-roots below ``base``; return what time and memory it takes."""
    found: dict[str, list[tuple[float, float, float]]] = {"ours": [], "dockerd": []}
    for number in range(rounds):
        for start in (ours, dockerd) if number % 2 else (dockerd, ours):
            place = Path(tempfile.mkdtemp(prefix="round-", dir=base))
            with start(place) as engine:
                found[engine.name].append(_once(engine, action))
    (mine, mine_cpu, mine_most), (real, real_cpu, real_most) = (
        [statistics.median(column) for column in zip(*found[name], strict=True)]
        for name in ("ours", "dockerd")
    )
    return [
        Result(f"image {name}: {WHAT}", TIME, mine, real, mine_cpu, real_cpu),
        Result(f"memory: the most in that {name}", MEMORY, mine_most, real_most),
    ]


def measure(rounds: int, only: str = "") -> list[Result]:
    """Return the results of pull and load."""
    results = []
    base = Path(tempfile.mkdtemp(prefix="pulls-"))
    try:
        with actions(base) as todo:
            for name, action in todo.items():
                if only in name:
                    with filesystem(base / name) as place:
                        results += compare(name, action, place, rounds)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return results


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="pull or load")
    options = parser.parse_args()
    print(HEAD)
    for result in measure(options.rounds, options.only):
        print(result.row())
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
