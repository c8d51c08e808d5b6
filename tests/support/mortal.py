"""Engines that are killed, one after another, on the same data-root.

`Mortals` runs this file as a program of one thread, which forks for each engine: that is faster
than starting Python anew, and a process with threads should not fork.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import astuple
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.creates import Case

ROOT = Path(__file__).resolve().parents[2]


class Mortals:
    """The program's other side: asks for one engine after the other.

    ``place`` is where their data-root is, ``image`` a reference to pull, ``case`` what to create.
    """

    def __init__(self, place: Path, image: str, case: Case) -> None:
        self._program = subprocess.Popen(
            [sys.executable, __file__, str(place), image, json.dumps(case.body), *case.named],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(self) -> list[Any]:
        """Pull the image, create once; return the moments of that, in order."""
        return list(self._call("begin"))

    def kill_at(self, moment: Any) -> list[str]:
        """Have an engine killed in the midst of a create; return what the next one finds wrong."""
        return list(self._call(moment))

    def _call(self, what: Any) -> Any:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(what) + "\n")
        self._program.stdin.flush()
        return json.loads(self._program.stdout.readline())

    def close(self) -> None:
        """End the program."""
        self._program.communicate(timeout=60)


def _in_child(work: Callable[[], object]) -> tuple[int, Any]:
    """Run ``work`` in a fork; return how that ended, and what ``work`` returned."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.write(theirs, json.dumps(work()).encode())
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        told = pipe.read()
    _, ended = os.waitpid(pid, 0)
    return ended, json.loads(told or "null")


def main(argv: Sequence[str]) -> int:
    """Answer one line for each line read."""
    from tests.support import faults
    from tests.support.census import Engine, differences, files, mounts, whole
    from tests.support.faults import Moment, engine_steps

    place, image, body = Path(argv[0]), argv[1], {"Image": argv[1], **json.loads(argv[2])}
    named = argv[3:]
    steps = engine_steps()
    before: dict[str, str] = {}

    def begin() -> list[Any]:
        with Engine(place).running() as engine:
            assert engine.pull(image).status == 200
            assert engine.create("other", {"Image": image}).status == 201
            with faults.recorded(steps) as moments:
                assert engine.create("mine", body).status == 201
            engine.clear(keep="other", volumes=named)
        return [astuple(moment) for moment in moments]

    def create_and_die(moment: Moment) -> None:
        with (
            Engine(place).running() as engine,
            faults.acting(steps, moment, lambda: os.kill(os.getpid(), signal.SIGKILL)),
        ):
            engine.create("mine", body)

    def look_around() -> list[str]:
        with Engine(place).running() as engine:
            wrong = [f"mounted: {name}" for name in mounts(engine.root)]
            wrong += whole(engine)
            second = engine.create("second", body)
            wrong += [] if second.status == 201 else [f"another create: {second}"]
            engine.clear(keep="other", volumes=named)
            wrong += differences(before, files(engine.root))
        return wrong

    for line in sys.stdin:
        asked = json.loads(line)
        if asked == "begin":
            _, told = _in_child(begin)
            before = files(place / "root")
        else:
            moment = Moment(asked[0], tuple(asked[1]), asked[2])
            ended, _ = _in_child(partial(create_and_die, moment))
            killed = os.WIFSIGNALED(ended) and os.WTERMSIG(ended) == signal.SIGKILL
            failed, told = _in_child(look_around)
            told = ["the engine does not start again"] if failed else told
            # After the last step nothing comes that could fail.
            told += [] if killed or moment.after else ["the engine was not killed"]
        print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
