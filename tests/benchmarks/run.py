"""How fast is this engine beside dockerd?

    python tests/benchmarks/run.py [--rounds N] [--only WORD] [--json FILE]

Both run on this machine at the same time. Each case is run by one and by the other, in turn and
with the order changed from round to round; the disk is synced before, since whoever calls fsync(2)
first also pays for what the other has left. What counts is the ratio of the medians. The time on
the processor (of engine and client, with all their processes) is less moved by what else the
machine does. Needs root and docker.io.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import images
import pulls
import telling
from engines import ENVIRONMENT, ROOT, Engine, dockerd, ours
from results import HEAD, Result

CREATE = "/v1.41/containers/create"
KEPT = 50  # containers that are there when memory is measured
# What the script `trace` does that pip installs.
TRACE = [sys.executable, "-c", "import sys; from walkthrough.main import main; sys.exit(main())"]


@dataclass(frozen=True)
class Case:
    """Something to measure; `run` returns the containers that it has made.

    `target` is the most that the ratio should be, ours by dockerd's.
    """

    name: str
    target: float
    run: Callable[[Engine], list[str]]
    prepare: Callable[[Engine], object] = lambda engine: None
    slow: bool = False


def _create(engine: Engine, body: dict[str, Any]) -> list[str]:
    status, answer = engine.call("POST", CREATE, body)
    if status != 201:
        raise RuntimeError(f"{engine.name}: {status} {answer!r}")
    return [str(json.loads(answer)["Id"])]


def _creates(image: str, **more: Any) -> Callable[[Engine], list[str]]:
    return lambda engine: _create(engine, {"Image": image, **more})


def _eight_at_once(engine: Engine) -> list[str]:
    made: list[str] = []

    def client() -> None:
        for _ in range(4):
            made.extend(_create(engine, {"Image": "one"}))

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return made


def _command_line(engine: Engine) -> list[str]:
    stock = "/usr/bin/docker" if Path("/usr/bin/docker").exists() else "docker"
    program = [stock] if engine.name == "dockerd" else TRACE
    command = [*program, "-H", f"unix://{engine.socket}", "container", "create", "one"]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=ENVIRONMENT, cwd=ROOT
    )
    return [done.stdout.strip()]


def _load(name: str, target: float, archive: Path) -> Case:
    image = archive.stem

    def run(engine: Engine) -> list[str]:
        engine.load(archive)
        return []

    def forget(engine: Engine) -> None:
        engine.call("DELETE", f"/v1.41/images/{image}:latest?force=1")

    return Case(name, target, run, forget, slow=True)


def _cases(archives: dict[str, Path]) -> list[Case]:
    volume: dict[str, Any] = {"/data": {}}
    copy_up = "create: copy-up of 3000 files, 96 MB"
    return [
        Case("create: 1 layer", 2.5, _creates("one")),
        Case("create: anonymous volume", 2.5, _creates("one", Volumes=volume)),
        Case("create: 100 layers", 1.5, _creates("hundred")),
        Case(copy_up, 1.5, _creates("volume", Volumes=volume), slow=True),
        Case("create: 8 clients at once", 2.5, _eight_at_once),
        Case("command line: container create", 5.0, _command_line),
        _load("image load: 3000 files, 96 MB", 1.0, archives["volume"]),
        _load("image load: 10000 small files", 1.0, archives["small"]),
        _load("image load: one file, 200 MB", 1.0, archives["big"]),
    ]


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _once(case: Case, engine: Engine) -> tuple[float, float]:
    """Return the time that a run takes, and that on the processor."""
    case.prepare(engine)
    os.sync()
    cpu = engine.cpu_seconds() + _children_seconds()
    start = time.perf_counter()
    made = case.run(engine)
    seconds = time.perf_counter() - start
    cpu = engine.cpu_seconds() + _children_seconds() - cpu
    for container in made:
        engine.remove(container)
    return seconds, cpu


def _compare(case: Case, mine: Engine, real: Engine, rounds: int) -> Result:
    times: dict[str, list[tuple[float, float]]] = {mine.name: [], real.name: []}
    for number in range(rounds + 1):
        for engine in (mine, real) if number % 2 else (real, mine):
            measured = _once(case, engine)
            if number:  # the first is there to warm up
                times[engine.name].append(measured)
    (left, left_cpu), (right, right_cpu) = (
        zip(*times[engine.name], strict=True) for engine in (mine, real)
    )
    return Result(
        case.name,
        case.target,
        statistics.median(left),
        statistics.median(right),
        # The kernel counts in steps of 10 ms, so that only the mean tells.
        statistics.mean(left_cpu),
        statistics.mean(right_cpu),
    )


def _memory(name: str, mine: Engine, real: Engine) -> Result:
    """Compare the main processes; dockerd's containerd is left out."""
    return Result(name, 1.0, float(mine.resident_bytes()), float(real.resident_bytes()))


def measure(base: Path, rounds: int, only: str) -> list[Result]:
    """Return the results of all cases whose name has ``only`` in it."""
    archives = images.build(base)
    results = []
    with ours(base) as mine, dockerd(base) as real:
        results.append(_memory("memory: at rest", mine, real))
        for archive in archives.values():
            mine.load(archive)
            real.load(archive)
        for case in _cases(archives):
            if only in case.name:
                number = max(4, rounds // 4) if case.slow else rounds
                results.append(_compare(case, mine, real, number))
                print(f"  {case.name}", file=sys.stderr)
        for engine in (mine, real):
            for _ in range(KEPT):
                _create(engine, {"Image": "one"})
        results.append(_memory(f"memory: with {KEPT} containers, after all", mine, real))
    if only in f"image pull, image load: {pulls.WHAT}":
        results += pulls.measure(max(4, rounds // 4))
    return results


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", default="", help="the cases whose name has this in it")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        results = measure(base, options.rounds, options.only)
        told = telling.measure(base, 3, 40) if options.only in telling.NAME else []
    finally:
        shutil.rmtree(base, ignore_errors=True)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f}, Python {sys.version.split()[0]}\n")
    print(HEAD)
    for result in results:
        print(result.row())
    if told:
        print(f"\n{telling.table(told)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(result) for result in results], indent=2))


if __name__ == "__main__":
    main()
