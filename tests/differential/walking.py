"""Two engines that go the same way, and a look at everything that there is at its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import quote

from tests.differential import harness
from tests.differential.disk import tree
from tests.differential.harness import Notes, Step
from tests.differential.images import archive, images
from tests.differential.walks import LOOK, VOLUMES, nameless
from tests.support.engines import Engine
from tests.support.steady import Steady, masked_json

_OF_THE_KERNEL = re.compile(r".*/work/work/.*")

Engines = tuple[Engine, Engine]


class Walk:
    """Two engines that go the same way."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._began = harness.moment()
        self._steady = [Steady(engine) for engine in engines]

    def go(self, steps: Iterable[Step]) -> str | None:
        """Send each request to both; return where the answers first part, if so."""
        for step in steps:
            found = self._both(partial(self._take, step))
            if found is not None:
                return found
        return None

    def look(self) -> str | None:
        """Return where the engines part in what they tell of all that they have, if so."""
        return self._both(self._look)

    def _both(self, note: Callable[[Engine, Steady], Notes]) -> str | None:
        with ThreadPoolExecutor(2) as pool:
            return harness.parting(*pool.map(note, self._engines, self._steady))

    def _take(self, step: Step, engine: Engine, steady: Steady) -> Notes:
        notes = Notes()
        answer = harness.send(engine, step, self._began)
        steady.look_again(engine)
        if answer.status >= 400 and "/containers/create" in step.path:
            _forget_nameless_volumes(engine)
        harness.note_answer(notes, f"{step.method} {step.path}", step, answer, steady)
        return notes

    def _look(self, engine: Engine, steady: Steady) -> Notes:
        notes = Notes()
        steady.look_again(engine)
        for step in LOOK:
            answer = harness.send(engine, step, self._began)
            harness.note_answer(notes, step.path, step, answer, steady)
        harness.note_containers(notes, engine, steady)
        for name in VOLUMES:
            text = engine.send("GET", f"/volumes/{name}").body.decode()
            notes.add(f"volume {name}", masked_json(text, steady))
        notes.add("disk", tree(engine.root, steady, _OF_THE_KERNEL))
        return notes


def _forget_nameless_volumes(engine: Engine) -> None:
    """Remove what dockerd leaves of a failed create, and ours does not: docs/agreement.md."""
    unused = engine.call("GET", '/volumes?filters={"dangling":["true"]}')["Volumes"] or ()
    for volume in unused:
        if nameless(volume["Name"]):
            engine.send("DELETE", f"/volumes/{volume['Name']}")


def clear(engine: Engine) -> None:
    """Bring an engine back to where a walk begins."""
    for container in engine.call("GET", "/containers/json?all=1"):
        engine.send("DELETE", f"/containers/{container['Id']}?force=1&v=1")
    for volume in engine.call("GET", "/volumes")["Volumes"] or ():
        engine.send("DELETE", f"/volumes/{volume['Name']}?force=1")
    expected = {f"{name}:latest" for name in images()}
    pulled = f"{engine.registry}/demo:latest"
    there = {tag for one in engine.call("GET", "/images/json") for tag in one["RepoTags"] or ()}
    for tag in there - expected - {pulled}:
        engine.send("DELETE", f"/images/{quote(tag)}")
    if not expected <= there:
        engine.load(archive())
    if pulled not in there:
        engine.call("POST", f"/images/create?fromImage={pulled}")
