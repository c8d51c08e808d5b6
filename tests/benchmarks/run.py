"""How fast is this engine beside dockerd?

    python tests/benchmarks/run.py [--rounds N] [--json FILE]

Both run on this machine at the same time; each figure is measured on one and the other in turn,
and what counts is the ratio of the medians. Needs root and docker.io.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import images
from engines import Engine, dockerd, ours

CREATE = "/v1.41/containers/create"
# The most that a ratio should be: ours by dockerd's.
TARGETS = {
    "create: 1 layer": 2.5,
    "create: anonymous volume": 2.5,
    "create: 100 layers": 1.5,
    "create: copy-up of 3000 files, 96 MB": 1.5,
    "create: 8 clients at once": 2.5,
    "command line: container create": 5.0,
    "image load: 96 MB": 1.5,
    "resident memory": 1.0,
}


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _create(engine: Engine, body: dict[str, Any]) -> str:
    status, answer = engine.call("POST", CREATE, body)
    if status != 201:
        raise RuntimeError(f"{engine.name}: {status} {answer!r}")
    return str(json.loads(answer)["Id"])


def _remove(engine: Engine, container: str) -> None:
    engine.call("DELETE", f"/v1.41/containers/{container}?v=1&force=1")


def _time_create(engine: Engine, body: dict[str, Any]) -> float:
    made = []
    seconds = _seconds(lambda: made.append(_create(engine, body)))
    _remove(engine, made[0])
    return seconds


def _eight_at_once(engine: Engine) -> float:
    made: list[str] = []

    def client() -> None:
        made.extend(_create(engine, {"Image": "one"}) for _ in range(4))

    threads = [threading.Thread(target=client) for _ in range(8)]

    def all_of_them() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    seconds = _seconds(all_of_them)
    for container in made:
        _remove(engine, container)
    return seconds


def _command_line(engine: Engine) -> float:
    if engine.name == "dockerd":
        program = ["/usr/bin/docker" if Path("/usr/bin/docker").exists() else "docker"]
    else:
        program = [sys.executable, "-m", "walkthrough"]
    command = [*program, "-H", f"unix://{engine.socket}", "container", "create", "one"]
    made: list[str] = []

    def run() -> None:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        made.append(done.stdout.strip())

    seconds = _seconds(run)
    _remove(engine, made[0])
    return seconds


def _load(engine: Engine, archive: Path) -> float:
    engine.call("DELETE", "/v1.41/images/volume:latest?force=1")
    return _seconds(lambda: engine.load(archive))


def _cases(archives: dict[str, Path]) -> dict[str, Callable[[Engine], float]]:
    anonymous = {"Image": "one", "Volumes": {"/data": {}}}
    big = {"Image": "volume", "Volumes": {"/data": {}}}
    return {
        "create: 1 layer": lambda engine: _time_create(engine, {"Image": "one"}),
        "create: anonymous volume": lambda engine: _time_create(engine, anonymous),
        "create: 100 layers": lambda engine: _time_create(engine, {"Image": "hundred"}),
        "create: copy-up of 3000 files, 96 MB": lambda engine: _time_create(engine, big),
        "create: 8 clients at once": _eight_at_once,
        "command line: container create": _command_line,
        "image load: 96 MB": lambda engine: _load(engine, archives["volume"]),
    }


def measure(base: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Return the medians of ours and of dockerd's for each case, in seconds; memory in bytes."""
    archives = images.build(base)
    results: dict[str, tuple[float, float]] = {}
    with ours(base) as mine, dockerd(base) as real:
        for archive in archives.values():
            mine.load(archive)
            real.load(archive)
        for name, case in _cases(archives).items():
            slow = "copy-up" in name or "load" in name
            pairs = [
                (case(mine), case(real)) for _ in range(max(3, rounds // 4 if slow else rounds))
            ]
            left, right = zip(*pairs[1:], strict=True)
            results[name] = (statistics.median(left), statistics.median(right))
            print(f"  {name}", file=sys.stderr)
        memory = (mine.resident_bytes(main_only=True), real.resident_bytes(main_only=True))
        results["resident memory"] = (float(memory[0]), float(memory[1]))
    return results


def _show(name: str, value: float) -> str:
    return f"{value / 1e6:.1f} MB" if name == "resident memory" else f"{value * 1000:.1f} ms"


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    base = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        results = measure(base, options.rounds)
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print("| what | ours | dockerd | ratio | target |\n|---|---|---|---|---|")
    for name, (mine, real) in results.items():
        shown = f"| {name} | {_show(name, mine)} | {_show(name, real)}"
        print(f"{shown} | {mine / real:.2f} | {TARGETS[name]:.1f} |")
    if options.json:
        options.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
