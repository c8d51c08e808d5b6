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
        # Names of one length: an answer longer than 2048 bytes comes in chunks.
        real, python = dockerd(base), ours(base, name="engines")
        engines = running.enter_context(real), running.enter_context(python)
        for engine in engines:
            engine.registry = demo.partition("/")[0]
            engine.load(archive())
            engine.call("POST", f"/images/create?fromImage={demo}")
        yield engines
