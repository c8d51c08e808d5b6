"""Pulls of a large image, from a real registry on loopback; needs docker-registry.

python tests/benchmarks/pulls.py [--rounds N]
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from engines import Engine, dockerd, ours

from tests.support import images, registries

LAYERS, LAYER_BYTES = 8, 37_500_000
TIME, MEMORY = "pull: 300 MB in 8 layers", "memory: at the height of a pull"
# The most that a ratio should be: ours by dockerd's.
TARGETS = {TIME: 1.0, MEMORY: 0.6}
_LOOK_SECONDS = 0.01


def image() -> images.Image:
    """Return 300 MB of text, in files of every size, that compress to half of that."""
    return images.image(*[_layer(number) for number in range(LAYERS)])


def _layer(number: int) -> bytes:
    chance = random.Random(number)
    words = [chance.randbytes(4).hex()[: chance.randint(2, 8)].encode() for _ in range(4000)]
    text = b" ".join(chance.choices(words, k=700_000))
    entries, left = [images.directory(f"part-{number}")], LAYER_BYTES
    while left > 0:
        size = min(left, int(chance.lognormvariate(10, 1.6)), len(text) // 2)
        start = chance.randrange(len(text) - size)
        name = f"part-{number}/{len(entries)}"
        entries.append(images.file(name, text[start : start + size]))
        left -= size + 1
    return images.tar(entries)


class Pull:
    """Lets an engine pull the image."""

    def __init__(self, address: str) -> None:
        self._name = f"{address}/large"

    def run(self, engine: Engine) -> None:
        """Pull it."""
        target = f"/v1.41/images/create?fromImage={self._name}&tag=1"
        status, body = engine.call("POST", target)
        if status != 200 or b"Downloaded newer image" not in body:
            raise RuntimeError(f"{engine.name}: {status} {body[-500:]!r}")

    def forget(self, engine: Engine) -> None:
        """Remove it, so that the next pull is as long."""
        engine.call("DELETE", f"/v1.41/images/{self._name}:1?force=1")


@contextmanager
def serving(base: Path) -> Iterator[Pull]:
    """Run a registry with the image below ``base``."""
    if registries.PROGRAM is None:
        raise RuntimeError("docker-registry is not installed: apt-get install docker-registry")
    large = image()
    with registries.docker_registry(base / "registry") as registry:
        if registry.put("large", "1", large.manifest, *large.blobs) != 201:
            raise RuntimeError("the registry does not take the image")
        yield Pull(registry.address)


def height(engine: Engine, action: Callable[[Engine], None]) -> tuple[float, float]:
    """Return how long an action takes, and the most memory of the main process meanwhile."""
    most, over = [engine.resident_bytes()], threading.Event()

    def look() -> None:
        while not over.wait(_LOOK_SECONDS):
            most.append(engine.resident_bytes())

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        start = time.perf_counter()
        action(engine)
        return time.perf_counter() - start, max(most)
    finally:
        over.set()
        watcher.join()


def measure(base: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the medians of ours and of dockerd's: seconds, and bytes."""
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "dockerd": []}
    with serving(base) as pull, ours(base) as mine, dockerd(base) as real:
        for number in range(rounds + 1):
            for engine in (mine, real) if number % 2 else (real, mine):
                measured = height(engine, pull.run)
                pull.forget(engine)
                if number:  # the first is there to warm up
                    found[engine.name].append(measured)
    (left, left_most), (right, right_most) = (
        [statistics.median(column) for column in zip(*found[name], strict=True)]
        for name in ("ours", "dockerd")
    )
    return {TIME: (left, right), MEMORY: (left_most, right_most)}


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="pulls-"))
    try:
        results = measure(base, options.rounds)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print("| what | ours | dockerd | ratio | target |\n|---|---|---|---|---|")
    for name, (mine, real) in results.items():
        unit, factor = ("MB", 1e-6) if name == MEMORY else ("ms", 1e3)
        shown = f"{mine * factor:.1f} {unit} | {real * factor:.1f} {unit}"
        print(f"| {name} | {shown} | {mine / real:.2f} | {TARGETS[name]:.1f} |")


if __name__ == "__main__":
    main()
