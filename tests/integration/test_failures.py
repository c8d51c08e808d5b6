"""Whatever fails while a container is created, nothing of it stays.

Each step of a create is made to fail once as it begins, and once more as its caller goes on after
it. Then the client has been told, and all that the engine holds is what it held before.
"""

from __future__ import annotations

import errno
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from engine.golang.panic import Panic
from tests.support import faults
from tests.support.census import Answer, Census, Engine, differences, disk
from tests.support.creates import EVERYTHING, PLAIN, SINGLE, Case
from tests.support.faults import Fault, Moment, Steps

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")

NAME = "mine"
CREATE = "engine.daemon.create.create"


# What becomes of an error on its way up: the step that it leaves, the one above (or any), and the
# status. Without a word about it, it stays what it was, at first the engine's own fault: 500.
_FATES = (
    ("verify_container_settings", "_container_create", 400),
    ("verify_networking_config", "_container_create", 400),
    ("adapt_container_settings", "_container_create", 400),
    ("merge_and_verify_config", "daemon.create.create", 400),
    ("merge_and_verify_log_config", "daemon.create.create", 400),
    ("parse_any_reference", "get_image", 400),
    ("parse_volumes_from", "_volumes_from", 400),
    ("get_container", "_volumes_from", 400),
    ("parse_mount_spec", "volumes._mounts", 400),
    # An image that cannot be read is as good as none.
    ("image.store.Store.get", "get_image", 404),
    ("images.image._get", "get_image", 404),
    ("reference.store.Store.get", "get_image", 404),
    # At first only its platform is asked for: wrong settings are to be told before.
    ("images.image.get_image", "_lookup_image", 201),
    ("image.store.Store.get_parent", "", 201),
    # All drivers are asked whether they know the volume, before it is made.
    ("VolumeStore.get_volume", "VolumeStore._create", 201),
    # It may be there already.
    ("TruncIndex.add", "register", 201),
    # What fails to end is logged; removing the container will try again.
    ("volume_wrapper.VolumeWrapper.unmount", "", 201),
    ("daemon_mount.unmount", "", 201),
    ("unix.unmount", "mounted.put", 201),
)
# After these a container is there with something too much or too little, as with dockerd: it is
# mounted until it is removed, or is found by its whole ID only.
_LASTING = ("daemon_mount.unmount", "unix.unmount", "TruncIndex.add")


def _fate(fault: Fault) -> int:
    """Return the status that the failure leads to."""
    status = 500
    for step, above in zip(fault.within, (*fault.within[1:], ""), strict=True):
        for left, entered, found in _FATES:
            if step.endswith(left) and above.endswith(entered):
                status = found
        if status == 201:
            return status
    return status


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, demo_image: str) -> Iterator[Engine]:
    place = tmp_path_factory.mktemp("failures") / "disk"
    with disk(place), Engine(place).running() as running:
        assert running.pull(demo_image).status == 200
        other = {"Image": demo_image, "Volumes": {"/data": {}, "/lent": {}}}
        assert running.create("other", other).status == 201
        yield running


class Trials:
    """Creates the container of one case, again and again."""

    def __init__(self, engine: Engine, steps: Steps, image: str, case: Case) -> None:
        self._engine = engine
        self._steps = steps
        self._body = {"Image": image, **case.body}
        self._named = case.named
        before = engine.census()
        with faults.recorded(steps) as moments:
            assert self._create().status == 201
        self.moments = moments
        self._whole = _shape(differences(before, engine.census()))
        assert self._remove() == []
        assert differences(before, engine.census()) == []

    def fail_each(
        self,
        moments: Iterable[Moment],
        error: Callable[[], BaseException],
        judge: Callable[[Fault, Answer], list[str]],
    ) -> list[str]:
        """Fail at each moment, and have the answer judged; return what was wrong then."""
        wrong: list[str] = []
        before = self._engine.census()
        for moment in moments:
            with faults.failing(self._steps, moment, error()) as fault:
                answer = self._create()
            told = judge(fault, answer)
            if self._is_there():
                told += self._judge_container(fault, answer, before)
            self._remove_named_volumes()
            after = self._engine.census()
            told += differences(before, after)
            before = after
            wrong += [f"{moment}: {line}" for line in told]
        return wrong

    def _create(self) -> Answer:
        return self._engine.create(NAME, self._body)

    def _is_there(self) -> bool:
        return any(ctr.name == f"/{NAME}" for ctr in self._engine.daemon.containers.list())

    def _judge_container(self, fault: Fault, answer: Answer, before: Census) -> list[str]:
        """See that a container which is there has a reason to be, and is whole."""
        told = []
        if answer.status != 201 and CREATE in fault.within:
            told.append(f"the container stays, although the answer is {answer}")
        if not any(step.endswith(_LASTING) for step in fault.within):
            shape = _shape(differences(before, self._engine.census()))
            told += [f"too much: {line}" for line in shape - self._whole]
            told += [f"missing: {line}" for line in self._whole - shape]
        return told + self._remove()

    def _remove(self) -> list[str]:
        answer = self._engine.ask("DELETE", f"/containers/{NAME}?v=1")
        self._remove_named_volumes()
        return [] if answer.status == 204 else [f"cannot be removed: {answer}"]

    def _remove_named_volumes(self) -> None:
        """Remove what stays even without its container; one that is in use is told by others."""
        for name in self._named:
            self._engine.ask("DELETE", f"/volumes/{name}")


def _shape(lines: Iterable[str]) -> Counter[str]:
    """Return what is there, without the names that are new each time."""
    steady = (re.sub(r"[0-9a-f]{64}|\b[A-Z2-7]{26}$", "ID", line) for line in lines)
    # The kernel keeps notes of its own while and after it stacks layers.
    return Counter(line for line in steady if "/work/work/" not in line)


def _judge(fault: Fault, answer: Answer) -> list[str]:
    """See that the client was told of the failure, in its words, unless it does not matter."""
    status = _fate(fault) if fault.struck else 201
    if answer.status != status:
        return [f"{answer} is not {status}"]
    if status == 404:
        return [] if answer.message.startswith("No such image: ") else [repr(answer)]
    if status != 201 and not answer.message.endswith("injected"):
        return [f"{answer} does not tell of the failure"]
    return []


def _injected() -> GoError:
    return GoError("injected")


def _once(moments: Iterable[Moment]) -> list[Moment]:
    """Return the first time that each step begins."""
    first: dict[str, Moment] = {}
    for moment in moments:
        if not moment.after:
            first.setdefault(moment.step, moment)
    return list(first.values())


def test_no_failed_step_of_a_create_leaves_anything(
    engine: Engine, steps: Steps, demo_image: str
) -> None:
    trials = Trials(engine, steps, demo_image, PLAIN)
    moments = {(moment.step, moment.after): moment for moment in trials.moments}.values()

    wrong = trials.fail_each(moments, _injected, _judge)

    assert len(moments) > 200
    assert wrong == []


def test_no_failed_step_of_a_create_with_everything_leaves_anything(
    engine: Engine, steps: Steps, demo_image: str
) -> None:
    trials = Trials(engine, steps, demo_image, EVERYTHING)
    moments = {(m.step, m.way[:1], m.after): m for m in trials.moments}.values()

    wrong = trials.fail_each(moments, _injected, _judge)

    assert len(moments) > 300
    assert wrong == []


@pytest.mark.parametrize("case", SINGLE)
def test_no_step_leaves_anything_that_fails_because_of(
    case: str, engine: Engine, steps: Steps, demo_image: str
) -> None:
    plain = set(Trials(engine, steps, demo_image, PLAIN).moments)
    trials = Trials(engine, steps, demo_image, SINGLE[case])
    own = [moment for moment in trials.moments if moment not in plain]
    later = trials.moments[trials.moments.index(own[0]) :]

    wrong = trials.fail_each(dict.fromkeys(own + _once(later)), _injected, _judge)

    assert wrong == []


@pytest.mark.parametrize(
    ("error", "statuses"),
    [
        pytest.param(lambda: OSError(errno.EIO, "injected"), (201, 400, 404, 500), id="OSError"),
        pytest.param(lambda: Panic("injected"), (0,), id="panic"),
    ],
)
def test_no_kind_of_failure_leaves_anything(
    error: Callable[[], BaseException],
    statuses: Sequence[int],
    engine: Engine,
    steps: Steps,
    demo_image: str,
) -> None:
    trials = Trials(engine, steps, demo_image, EVERYTHING)

    def judge(fault: Fault, answer: Answer) -> list[str]:
        return [] if answer.status in statuses else [f"{answer} is none of {statuses}"]

    wrong = trials.fail_each(_once(trials.moments), error, judge)

    assert wrong == []


def test_after_failures_the_image_can_be_removed_and_takes_its_layers_with_it(
    tmp_path: Path, steps: Steps, demo_image: str
) -> None:
    with disk(tmp_path / "disk") as place, Engine(place).running() as engine:
        assert engine.pull(demo_image).status == 200
        with faults.recorded(steps) as moments:
            assert engine.create(NAME, {"Image": demo_image}).status == 201
        engine.clear()
        for moment in random.Random(20).sample(moments, 20):
            with faults.failing(steps, moment, _injected()):
                engine.create(NAME, {"Image": demo_image})
        engine.clear()

        removed = engine.ask("DELETE", f"/images/{demo_image}")

        assert removed.status == 200
        assert [path.name for path in (engine.root / "overlay2").iterdir()] == ["l"]
        assert list((engine.root / "overlay2" / "l").iterdir()) == []
        assert list((engine.root / "image/overlay2/layerdb/sha256").iterdir()) == []
