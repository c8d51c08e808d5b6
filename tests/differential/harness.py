"""Runs a case on one engine and notes everything that came of it; compares two such notes."""

from __future__ import annotations

import base64
import io
import json
import re
import tarfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.differential.disk import tree
from tests.support.engines import Answer, Engine
from tests.support.steady import Steady, first_difference, masked_json

# Answers to those are written when they come, not when they were made.
_VARYING_HEADERS = ("date", "content-length")
_PATH_STAT = "X-Docker-Container-Path-Stat"
_UNORDERED = {"Containers", "Images", "Links", "Mounts", "Volumes"}
_ID_OF = re.compile(r"<(id|short) of ([\w.-]+)>")

Headers = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One request.

    ``<id of NAME>`` in path or body becomes that container's ID, ``<registry>`` the host that
    serves the demo image, ``<began>`` and ``<now>`` times.

    A body of bytes is sent as it is, or made first if it is large; anything else is sent as JSON,
    None not at all. ``shown`` turns the JSON of an answer into what is to agree, where not all of
    it can.
    """

    method: str = "GET"
    path: str
    body: Any = None
    headers: Headers | None = None
    shown: Callable[[Any], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Case:
    """Requests that both engines are to answer alike; ``known`` is why they do not, if so."""

    name: str
    steps: tuple[Step, ...]
    known: str = ""


@dataclass
class Notes:
    """What came of a case, in an order that says where to look first."""

    sections: list[tuple[str, object]] = field(default_factory=list)

    def add(self, name: str, value: object) -> None:
        """Note ``value`` under ``name``."""
        self.sections.append((name, value))


def compare(engines: Iterable[Engine], case: Case) -> str | None:
    """Run ``case`` on both engines at once; return where their answers first part, if so."""
    with ThreadPoolExecutor(2) as pool:
        real, python = pool.map(lambda engine: _run(engine, case), engines)
    return parting(real, python)


def parting(real: Notes, python: Notes) -> str | None:
    """Return where the notes of dockerd and of our engine first part, if so."""
    for (name, expected), (other, found) in zip(real.sections, python.sections, strict=False):
        if name != other:
            return f"{name} of dockerd stands against {other}"
        difference = first_difference(expected, found)
        if difference is not None:
            return f"{name}: {difference}\n(dockerd first, ours second)"
    return None


def _run(engine: Engine, case: Case) -> Notes:
    """Run the case; whatever happens in it, the next one finds the engine empty."""
    try:
        return run(engine, case)
    except BaseException:
        _clean_up(engine, _containers(engine), Notes(), Steady(engine))
        raise


def run(engine: Engine, case: Case) -> Notes:
    """Send the requests of ``case``, look at what there is then, and clean up."""
    began = moment()
    notes, answers, steady = Notes(), [], Steady(engine)
    for number, step in enumerate(case.steps):
        name = f"step {number} ({step.method} {step.path})"
        answers.append((name, step, send(engine, step, began)))
        steady.look_again(engine)
    for name, step, answer in answers:
        note_answer(notes, name, step, answer, steady)
    containers = note_containers(notes, engine, steady)
    notes.add("disk", tree(engine.root, steady))
    if _clean_up(engine, containers, notes, steady):
        left = tree(engine.root, Steady(engine))
        of_containers = {path: entry for path, entry in left.items() if path[0] != "i"}
        notes.add("disk after removal", of_containers)
    return notes


def note_containers(notes: Notes, engine: Engine, steady: Steady) -> list[dict[str, Any]]:
    """Note what an inspect says of each container; return them all."""
    containers = _containers(engine)
    for container in containers:
        answer = engine.send("GET", f"/containers/{container['Id']}/json")
        role = steady(container["Id"])
        notes.add(f"inspect of {role}", in_order(masked_json(answer.body.decode(), steady)))
    return containers


def moment() -> str:
    """Return the time as events are asked for."""
    return "{}.{:09d}".format(*divmod(time.time_ns(), 1_000_000_000))


def send(engine: Engine, step: Step, began: str) -> Answer:
    """Send a request as ``engine`` is to hear it."""
    body = step.body() if callable(step.body) else step.body
    if body is not None and not isinstance(body, bytes):
        body = _filled(engine, json.dumps(body), began).encode()
    headers = step.headers
    if headers is None:
        headers = {"Content-Type": "application/json"} if body is not None else {}
    return engine.send(step.method, _filled(engine, step.path, began), body, headers)


def _filled(engine: Engine, text: str, began: str) -> str:
    def id_of(found: re.Match[str]) -> str:
        full = str(engine.call("GET", f"/containers/{found[2]}/json")["Id"])
        return full if found[1] == "id" else full[:12]

    for name, value in (("registry", engine.registry), ("began", began), ("now", moment())):
        text = text.replace(f"<{name}>", value)
    return _ID_OF.sub(id_of, text)


def note_answer(notes: Notes, name: str, step: Step, answer: Answer, steady: Steady) -> None:
    """Note what of an answer is to agree."""
    body: object = answer.body.decode("utf-8", "surrogateescape")
    events = step.path.startswith("/v1") and "/events?" in step.path
    progress = step.shown is not None and "/images/create?" in step.path
    if (events or progress) and answer.status == 200:
        body = json.dumps([json.loads(line) for line in answer.body.splitlines()])
    if step.shown is not None and answer.status < 400:
        body = json.dumps(step.shown(json.loads(str(body))))
    shown = in_order(masked_json(str(body), steady))
    if (
        dict(answer.headers).get("Content-Type") == "application/x-tar"
        or "ustar" in str(body)[:300]
    ):
        shown = _entries(answer.body)
    notes.add(f"{name}: status and body", [answer.status, shown])
    headers = [
        (key, base64.b64decode(value).decode() if key == _PATH_STAT else value)
        for key, value in answer.headers
        if key.lower() not in _VARYING_HEADERS
    ]
    notes.add(f"{name}: headers", sorted(steady(f"{key}: {value}") for key, value in headers))


def _entries(archive: bytes) -> list[dict[str, object]]:
    """Return what is in an archive; today's times do not count."""
    found = []
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for entry in tar:
            about: dict[str, Any] = dict(entry.get_info())
            del about["chksum"]
            if about["mtime"] > time.time() - 86400:
                about["mtime"] = "<time>"
            content = tar.extractfile(entry) if entry.isreg() else None
            about["pax"] = {k: v for k, v in entry.pax_headers.items() if "time" not in k}
            about["content"] = content.read() if content is not None else b""
            found.append(about)
    return found


def in_order(value: Any) -> Any:
    """Put in order what Go takes from a map as it comes."""
    if isinstance(value, dict):
        value = {key: in_order(item) for key, item in value.items()}
        for key in _UNORDERED.intersection(value):
            if isinstance(value[key], list):
                value[key].sort(key=str)
    elif isinstance(value, list):
        value = [in_order(item) for item in value]
    return value


def _containers(engine: Engine) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = engine.call("GET", "/containers/json?all=1")
    return sorted(found, key=lambda one: str(one["Names"]))


def _clean_up(
    engine: Engine, containers: list[dict[str, Any]], notes: Notes, steady: Steady
) -> bool:
    """Remove all containers and volumes; say whether there were any."""
    for container in containers:
        answer = engine.send("DELETE", f"/containers/{container['Id']}?force=1&v=1")
        notes.add(steady(f"removal of {container['Names']}"), [answer.status, answer.body])
    volumes = engine.call("GET", "/volumes")["Volumes"] or ()
    for volume in volumes:
        engine.send("DELETE", f"/volumes/{volume['Name']}?force=1")
    return bool(containers or volumes)
