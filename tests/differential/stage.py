"""Two data-roots, and the programs that serve them: ended, killed, started again, exchanged."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.engines import Engine, kill, lodging, start, stop
from walkthrough.demo import registry

PROGRAMS = ("dockerd", "ours")


@dataclass
class Stage:
    """The engines by data-root: the first is dockerd's own, the second ours.

    Their directories have names of one length: an answer longer than 2048 bytes comes in chunks.
    """

    engines: tuple[Engine, Engine]
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, programs: tuple[str, str] = PROGRAMS) -> None:
        """Let these programs serve the data-roots."""
        for engine, program in zip(self.engines, programs, strict=True):
            self._running.append(start(engine, program))

    def stop(self) -> None:
        """End what serves, as an operator would."""
        while self._running:
            process = self._running.pop()
            stop(self.engines[len(self._running)], process)

    def kill(self) -> None:
        """End what serves without a chance to put anything in order."""
        while self._running:
            process = self._running.pop()
            kill(self.engines[len(self._running)], process)


@contextmanager
def set_up(base: Path) -> Iterator[Stage]:
    """Lend a stage below ``base``; nothing serves yet."""
    with ExitStack() as lent:
        demo = lent.enter_context(registry.serve())
        engines = [lent.enter_context(lodging(name, base)) for name in ("dockerd", "engines")]
        for engine in engines:
            engine.registry = demo.partition("/")[0]
        stage = Stage((engines[0], engines[1]))
        lent.callback(stage.stop)
        yield stage
