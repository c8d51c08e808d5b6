"""What does a told create cost, and what does an engine pay that nobody watches?

    python tests/benchmarks/telling.py [--rounds N] [--creates N]

Client and engine are one process, as in `trace create`; starting the engine, and the text on the
screen, do not count. Each round starts two processes, in turn:

- one that knows no `walkthrough`, and creates containers;
- one that has loaded all lessons, and creates as many; then some are told to a recorder, as
  `trace create` does, some are not, and so on: these show an engine that was watched before.

Compared are medians, of the time on the clock and of that on the processor (with the helpers for
mounting), which is less moved by what else the machine does. Needs root.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import images
from engines import ENVIRONMENT

BARE, LOADED, AFTER, TOLD = "no walkthrough", "loaded", "after a told create", "told"
NAME = "telling"
OFF, ON = "create, not told", "create, told"
# The most that a ratio should be. Off, the code is the same: what differs is noise.
TARGETS = {OFF: 1.05, ON: 1.5}
LAYER = images.layer({"bin/app": b"x"}, ("bin",))
_WARM_UP, _BLOCKS = 5, 4
Cost = tuple[float, float]  # seconds on the clock and on the processor


@dataclass(frozen=True)
class Result:
    """A ratio, of the time on the clock and of that on the processor, and what it is made of."""

    name: str
    what: str
    base: str
    costs: Cost
    base_costs: Cost

    @property
    def ratio(self) -> float:
        """By the clock."""
        return self.costs[0] / self.base_costs[0]

    @property
    def cpu_ratio(self) -> float:
        """On the processor."""
        return self.costs[1] / self.base_costs[1]

    def row(self) -> str:
        """A row of a table in Markdown."""
        (time, cpu), (base_time, base_cpu) = self.costs, self.base_costs
        clock = f"{time * 1e3:.1f} ms | {base_time * 1e3:.1f} ms | {self.ratio:.2f}"
        on_cpu = f"{cpu * 1e3:.1f} / {base_cpu * 1e3:.1f} ms: {self.cpu_ratio:.2f}"
        return f"| {self.what} / {self.base} | {clock} | {TARGETS[self.name]} | {on_cpu} |"


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in used)


class Creates:
    """Creates containers in an engine inside this process, and measures each."""

    def __init__(self, host: str, root: Path) -> None:
        self._host = host
        self._root = root

    def docker(self, *words: str) -> str:
        """Run a command of docker's; return what it says."""
        from cli.cmd import docker

        out, err = io.StringIO(), io.StringIO()
        if docker.main(["-H", self._host, *words], out=out, err=err) != 0:
            raise RuntimeError(err.getvalue())
        return out.getvalue().strip()

    def measured(self, number: int) -> list[Cost]:
        """Create containers, and remove each when that is measured; the first is to warm up."""
        costs = []
        for _ in range(number + 1):
            start, cpu = time.perf_counter(), _cpu()
            id = self.docker("container", "create", "one")
            costs.append((time.perf_counter() - start, _cpu() - cpu))
            self._remove(id)
        return costs[1:]

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what happens while the block runs."""
        from walkthrough import lessons
        from walkthrough.recording import Recorder
        from walkthrough.story import Story

        with Story(lessons.everything(), str(self._root), Recorder([], str(self._root))) as story:
            yield
        if story.failure is not None:
            raise story.failure

    def _remove(self, id: str) -> None:
        from tests.support.census import ask

        ask(Path(self._host.removeprefix("unix://")), "DELETE", f"/containers/{id}?v=1")


def _work(place: Path, archive: Path, number: int, *, bare: bool) -> dict[str, list[Cost]]:
    """Measure in this process."""
    from tests.support.census import Engine

    if not bare:
        from walkthrough import lessons, story

        assert story.Story
        assert lessons.everything()
    place.mkdir()
    with Engine(place).running() as engine:
        creates = Creates(f"unix://{engine.socket}", engine.root)
        creates.docker("image", "load", "-i", str(archive))
        creates.measured(_WARM_UP)
        if bare:
            assert "walkthrough" not in sys.modules
            return {BARE: creates.measured(number)}
        costs = {LOADED: creates.measured(number), AFTER: [], TOLD: []}
        for _ in range(_BLOCKS):
            with creates.telling():
                costs[TOLD] += creates.measured(number // _BLOCKS)
            costs[AFTER] += creates.measured(number // _BLOCKS)
        return costs


def _round(base: Path, archive: Path, number: int, *, bare: bool) -> dict[str, list[Cost]]:
    """Measure in a process of its own."""
    place = Path(tempfile.mkdtemp(dir=base)) / "engine"
    command = [sys.executable, __file__, "--work", str(place), "--creates", str(number)]
    command += ["--archive", str(archive), *(["--bare"] if bare else [])]
    quiet = {**ENVIRONMENT, "DOCKER_CONFIG": str(base / "settings")}
    done = subprocess.run(command, env=quiet, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, list[Cost]] = json.loads(done.stdout)
    return found


def measure(base: Path, rounds: int, number: int) -> list[Result]:
    """Return what was found, below ``base``."""
    archive = images.save(base / "one.tar", "one", [LAYER], {"Cmd": ["/bin/app"]})
    costs: dict[str, list[Cost]] = {}
    for turn in range(rounds):
        for bare in (True, False) if turn % 2 else (False, True):
            for name, found in _round(base, archive, number, bare=bare).items():
                costs.setdefault(name, []).extend(found)
    medians = {
        name: (
            statistics.median(cost[0] for cost in found),
            statistics.median(cost[1] for cost in found),
        )
        for name, found in costs.items()
    }
    pairs = ((OFF, LOADED, BARE), (OFF, AFTER, BARE), (OFF, AFTER, LOADED), (ON, TOLD, AFTER))
    return [Result(name, a, b, medians[a], medians[b]) for name, a, b in pairs]


def table(results: list[Result]) -> str:
    """Return a table in Markdown."""
    head = "| what | time | beside | ratio | target | on the processor |\n|---|---|---|---|---|---|"
    return "\n".join([head, *(result.row() for result in results)])


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--creates", type=int, default=40)
    for hidden in ("--work", "--archive"):
        parser.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        found = _work(options.work, options.archive, options.creates, bare=options.bare)
        print(json.dumps(found))
        return
    base = Path(tempfile.mkdtemp(prefix="telling-"))
    try:
        results = measure(base, options.rounds, options.creates)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print(f"Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}\n")
    print(table(results))


if __name__ == "__main__":
    main()
