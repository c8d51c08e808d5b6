"""A real dockerd and our engine beside each other, with the same images."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.differential.images import archive
from tests.support.engines import Engine, dockerd, ours
from walkthrough.demo import registry


@contextmanager
def running_pair(base: Path) -> Iterator[tuple[Engine, Engine]]:
    """Run both below ``base``; each has loaded the images and pulled the demo image."""
    with ExitStack() as running:
        demo = running.enter_context(registry.serve())
        engines = running.enter_context(dockerd(base)), running.enter_context(ours(base))
        for engine in engines:
            engine.registry = demo.partition("/")[0]
            engine.load(archive())
            engine.call("POST", f"/images/create?fromImage={demo}")
        yield engines
