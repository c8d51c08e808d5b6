"""Whatever fails while a container is created, nothing of it stays.

Each step of a create is made to fail once as it begins, and once more as its caller goes on after
it. Then the client has been told, and all that the engine holds is what it held before.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.golang.errors import GoError
from engine.golang.panic import Panic
from engine.vendor.golang.x.sys import unix
from engine.vendor.moby.sys import mount
from tests.support import faults
from tests.support.census import (
    Answer,
    Census,
    Engine,
    answers,
    differences,
    disk,
    files,
    mounts,
    whole,
)
from tests.support.faults import Fault, Moment, Steps
from tests.support.mortal import Mortals
from walkthrough.demo import registry

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")

NAME = "mine"
CREATE = "engine.daemon.create.create"


@dataclass(frozen=True)
class Case:
    """A create, and the named volumes that it makes, which stay as with dockerd."""

    body: Mapping[str, Any]
    named: tuple[str, ...] = ()


def _host(**config: Any) -> dict[str, Any]:
    return {"HostConfig": config}


_MOUNTS = [
    {"Type": "volume", "Target": "/etc"},
    {"Type": "volume", "Source": "kept", "Target": "/srv", "VolumeOptions": {"Labels": {"a": "b"}}},
    {"Type": "bind", "Source": "/usr/share", "Target": "/mnt/share"},
    {"Type": "tmpfs", "Target": "/run"},
]
# The image has a volume with content at /data.
PLAIN = Case({})
EVERYTHING = Case(
    {
        "WorkingDir": "/home/work/today",
        "Volumes": {"/usr": {}, "/new": {}},
        "HostConfig": {
            "Binds": ["notes:/root", "/usr/share:/mnt/host:ro", "/anonymous"],
            "Tmpfs": {"/tmp": "size=16m"},
            "Mounts": _MOUNTS,
            "VolumesFrom": ["other"],
            "Links": ["other:friend"],
        },
        "NetworkingConfig": {"EndpointsConfig": {"bridge": {"Aliases": ["me"]}}},
    },
    ("notes", "kept"),
)
KILLED = {
    "WorkingDir": "/home/work/today",
    "HostConfig": {"Binds": ["notes:/root", "/anonymous"], "Mounts": _MOUNTS},
}
KILLED_NAMED = ("notes", "kept")
SINGLE = {
    "working-directory": Case({"WorkingDir": "/srv/work/today"}),
    "named-volume": Case(_host(Binds=["notes:/data"]), ("notes",)),
    "bind": Case(_host(Binds=["/usr/share:/mnt/host:ro"])),
    "tmpfs": Case(_host(Tmpfs={"/tmp": "size=16m"})),
    "mount": Case(_host(Mounts=_MOUNTS), ("kept",)),
    "volumes-from": Case(_host(VolumesFrom=["other:ro"])),
    "endpoint": Case(
        {
            "HostConfig": {"NetworkMode": "backbone"},
            "NetworkingConfig": {"EndpointsConfig": {"backbone": {"Aliases": ["me"]}}},
        }
    ),
    "link": Case(_host(Links=["other:friend"])),
}

# What becomes of an error on its way up: the step that it leaves, the one above (or any), and the
# status. Without a word about it, it stays what it was, at first the engine's own fault: 500.
_FATES = (
    ("verify_container_settings", "_container_create", 400),
    ("verify_networking_config", "_container_create", 400),
    ("adapt_container_settings", "_container_create", 400),
    ("merge_and_verify_config", "daemon.create.create", 400),
    ("merge_and_verify_log_config", "daemon.create.create", 400),
    ("parse_any_reference", "get_image", 400),
    ("parse_volumes_from", "register_mount_points", 400),
    ("get_container", "register_mount_points", 400),
    ("parse_mount_spec", "register_mount_points", 400),
    # An image that cannot be read is as good as none.
    ("image.store.Store.get", "get_image", 404),
    ("images.image._get", "get_image", 404),
    ("reference.store.Store.get", "get_image", 404),
    # At first only its platform is asked for: wrong settings are to be told before.
    ("images.image.get_image", "_container_create", 201),
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


# What takes something away again. Were that not to begin, nothing would be taken away.
_CLEAN_UP = frozenset(("close", "release", "release_layer", "_release", "<lambda>"))


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
def steps() -> Steps:
    return faults.engine_steps()


@pytest.fixture(scope="module")
def image() -> Iterator[str]:
    with registry.serve() as reference:
        yield reference


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, image: str) -> Iterator[Engine]:
    place = tmp_path_factory.mktemp("failures") / "disk"
    with disk(place), Engine(place).running() as running:
        assert running.pull(image).status == 200
        other = {"Image": image, "Volumes": {"/data": {}, "/lent": {}}}
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
    engine: Engine, steps: Steps, image: str
) -> None:
    trials = Trials(engine, steps, image, PLAIN)

    wrong = trials.fail_each(trials.moments, _injected, _judge)

    assert len(trials.moments) > 300
    assert wrong == []


def test_no_failed_step_of_a_create_with_everything_leaves_anything(
    engine: Engine, steps: Steps, image: str
) -> None:
    trials = Trials(engine, steps, image, EVERYTHING)

    wrong = trials.fail_each(trials.moments, _injected, _judge)

    assert len(trials.moments) > 400
    assert wrong == []


@pytest.mark.parametrize("case", SINGLE)
def test_no_step_leaves_anything_that_fails_because_of(
    case: str, engine: Engine, steps: Steps, image: str
) -> None:
    plain = set(Trials(engine, steps, image, PLAIN).moments)
    trials = Trials(engine, steps, image, SINGLE[case])
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
    image: str,
) -> None:
    trials = Trials(engine, steps, image, EVERYTHING)

    def judge(fault: Fault, answer: Answer) -> list[str]:
        return [] if answer.status in statuses else [f"{answer} is none of {statuses}"]

    wrong = trials.fail_each(_once(trials.moments), error, judge)

    assert wrong == []


def test_after_failures_the_image_can_be_removed_and_takes_its_layers_with_it(
    tmp_path: Path, steps: Steps, image: str
) -> None:
    with disk(tmp_path / "disk") as place, Engine(place).running() as engine:
        assert engine.pull(image).status == 200
        with faults.recorded(steps) as moments:
            assert engine.create(NAME, {"Image": image}).status == 201
        engine.clear()
        for moment in random.Random(20).sample(moments, 20):
            with faults.failing(steps, moment, _injected()):
                engine.create(NAME, {"Image": image})
        engine.clear()

        removed = engine.ask("DELETE", f"/images/{image}")

        assert removed.status == 200
        assert [path.name for path in (engine.root / "overlay2").iterdir()] == ["l"]
        assert list((engine.root / "overlay2" / "l").iterdir()) == []
        assert list((engine.root / "image/overlay2/layerdb/sha256").iterdir()) == []


def test_no_failed_step_of_a_pull_leaves_half_an_image(
    tmp_path: Path, steps: Steps, image: str
) -> None:
    with disk(tmp_path / "disk") as place, Engine(place).running() as engine:
        pulls = Pulls(engine, steps, image)

        wrong = pulls.fail_each()

    assert len(pulls.moments) > 100
    assert wrong == []


class Pulls:
    """Pulls one image, again and again."""

    def __init__(self, engine: Engine, steps: Steps, image: str) -> None:
        self._engine = engine
        self._steps = steps
        self._image = image
        # A download that may succeed is tried again, after a while.
        engine.daemon.image_service.download_manager.wait_seconds = 0.001
        assert engine.pull(image).status == 200
        self._remove()
        self._before = engine.census()
        with faults.recorded(steps) as moments:
            assert engine.pull(image).status == 200
        steps_once = {(moment.step, moment.after): moment for moment in moments}
        self.moments = [
            moment
            for moment in steps_once.values()
            if moment.after or moment.step.rsplit(".", 1)[-1] not in _CLEAN_UP
        ]
        self._remove()

    def fail_each(self) -> list[str]:
        """Fail at each moment; return what was wrong then."""
        wrong = []
        for moment in self.moments:
            with faults.failing(self._steps, moment, _injected(), spare=_CLEAN_UP) as fault:
                answer = self._engine.pull(self._image)
            told = self._judge(fault, answer)
            self._remove()
            after = self._engine.census()
            wrong += [f"{moment}: {line}" for line in told + differences(self._before, after)]
            self._before = after
        return wrong

    def _judge(self, fault: Fault, answer: Answer) -> list[str]:
        """See that answer and name are both there or both missing, unless the error came last."""
        failed = answer.status != 200 or answer.message != ""
        named = self._engine.ask("GET", f"/images/{self._image}/json").status == 200
        if not failed:
            return [] if named else ["no error, and no image"]
        within = " ".join(fault.within)
        told = [] if answer.message.endswith("injected") else [f"{answer} does not tell of it"]
        if named and "V2Puller.pull_v2_tag" in within:
            told.append("an error, and an image")
        return told

    def _remove(self) -> None:
        """Remove what images there are, also one that did not get its name any more."""
        for id in self._engine.daemon.image_service.image_store.map():
            assert self._engine.ask("DELETE", f"/images/{id}?force=1").status == 200


@pytest.fixture
def lone_engine(tmp_path: Path, image: str) -> Iterator[Engine]:
    """An engine on a disk of its own, that things may be done to."""
    with disk(tmp_path / "disk", "16m") as place, Engine(place).running() as engine:
        assert engine.pull(image).status == 200
        assert engine.create("other", {"Image": image}).status == 201
        yield engine


@contextmanager
def _blocks_left(engine: Engine, number: int) -> Iterator[None]:
    filler = engine.root.parent / "filler"
    status = os.statvfs(filler.parent)
    size = (status.f_bavail - number) * status.f_frsize
    with open(filler, "wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _inodes_left(engine: Engine, number: int) -> Iterator[None]:
    place = engine.root.parent
    status = os.statvfs(place)
    used = status.f_files - status.f_ffree
    mount.mount("disk", str(place), "tmpfs", f"remount,nr_inodes={used + number}")
    try:
        yield
    finally:
        mount.mount("disk", str(place), "tmpfs", f"remount,nr_inodes={status.f_files}")


# Without room for its own directory, overlayfs mounts read-only, and the daemon misses that one.
_FULL = "no space left on device$|/work/work: no such file or directory$"


@pytest.mark.parametrize("left", [_blocks_left, _inodes_left], ids=["blocks", "inodes"])
def test_a_disk_that_fills_up_at_any_moment_leaves_nothing(
    left: Callable[[Engine, int], AbstractContextManager[None]], lone_engine: Engine, image: str
) -> None:
    body = {"Image": image, **KILLED}
    wrong = []
    failures = 0
    before = lone_engine.census()

    for number in range(80):
        with left(lone_engine, number):
            answer = lone_engine.create(NAME, body)
        lone_engine.clear(keep="other", volumes=KILLED_NAMED)
        wrong += differences(before, before := lone_engine.census())
        if answer.status == 201:
            break
        failures += 1
        if answer.status != 500 or not re.search(_FULL, answer.message):
            wrong.append(f"with {number} left: {answer}")

    assert wrong == []
    assert failures > 10
    assert answer.status == 201


@pytest.mark.parametrize(
    "directory",
    ["containers", "overlay2", "overlay2/l", "image/overlay2/layerdb/mounts", "volumes"],
)
def test_a_directory_that_cannot_be_written_to_leaves_nothing(
    directory: str, lone_engine: Engine, image: str
) -> None:
    body = {"Image": image, **KILLED}
    before = lone_engine.census()
    place = str(lone_engine.root / directory)

    mount.mount(place, place, "none", "bind,ro")
    try:
        refused = lone_engine.create(NAME, body)
    finally:
        mount.unmount(place)

    lone_engine.clear(keep="other", volumes=KILLED_NAMED)
    assert refused.status == 500
    assert refused.message.endswith("read-only file system")
    assert differences(before, lone_engine.census()) == []
    assert lone_engine.create(NAME, body).status == 201


class Program:
    """A program in front of the real one of its name; of its calls some fail."""

    def __init__(self, name: str, folder: Path) -> None:
        self._path = folder / name
        self._calls = folder / f"{name}.calls"
        self._name = name
        self._real = shutil.which(name)

    def fail(self, first: int, last: int) -> None:
        """Fail with EIO from the first to the last of the calls that come now."""
        self._calls.write_text("")
        self._path.write_text(
            f"""#!/bin/sh
echo >>{self._calls}
count=$(wc -l <{self._calls})
for target; do :; done
if [ $count -ge {first} ] && [ $count -le {last} ]; then
    echo "{self._name}: $target: {self._name}(2) system call failed: Input/output error." >&2
    exit 32
fi
exec {self._real} "$@"
"""
        )
        self._path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose programs come first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    caches = (unix._mount_program, unix._umount_program)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        for cache in caches:
            cache.cache_clear()
        yield folder
    for cache in caches:
        cache.cache_clear()


@pytest.mark.parametrize("which", [1, 2], ids=["init", "container"])
def test_a_mount_that_fails_leaves_nothing(
    which: int, lone_engine: Engine, image: str, programs: Path
) -> None:
    before = lone_engine.census()
    Program("mount", programs).fail(which, which)

    answer = lone_engine.create(NAME, {"Image": image})

    assert answer.status == 500
    assert re.fullmatch(
        "error creating overlay mount to .*/merged: input/output error", answer.message
    )
    assert differences(before, lone_engine.census()) == []
    assert lone_engine.create(NAME, {"Image": image}).status == 201


@pytest.mark.parametrize("which", [1, 2], ids=["init", "container"])
def test_an_unmount_that_fails_is_made_up_for_when_the_container_goes(
    which: int, lone_engine: Engine, image: str, programs: Path
) -> None:
    before = lone_engine.census()
    Program("umount", programs).fail(which, which)

    answer = lone_engine.create(NAME, {"Image": image})

    assert answer.status == 201
    assert len(mounts(lone_engine.root)) == 1
    lone_engine.clear(keep="other")
    assert differences(before, lone_engine.census()) == []


def test_a_container_whose_layer_cannot_be_unmounted_can_be_removed_later(
    lone_engine: Engine, image: str, programs: Path
) -> None:
    before = lone_engine.census()
    umount = Program("umount", programs)
    umount.fail(2, 99)
    assert lone_engine.create(NAME, {"Image": image}).status == 201

    refused = lone_engine.ask("DELETE", f"/containers/{NAME}?v=1")

    assert refused.status == 500
    assert 'driver "overlay2" failed to remove root filesystem' in refused.message
    umount.fail(0, 0)
    assert lone_engine.ask("DELETE", f"/containers/{NAME}?v=1").status == 204
    assert differences(before, lone_engine.census()) == []


def test_an_engine_that_was_killed_in_the_midst_of_a_create_leaves_nothing_to_the_next(
    tmp_path: Path, image: str
) -> None:
    with (
        disk(tmp_path / "disk") as place,
        closing(Mortals(place, image, KILLED, KILLED_NAMED)) as mortals,
    ):
        moments = mortals.begin()

        wrong = [
            f"{moment}: {line}"
            for moment in random.Random(20100).sample(moments, 16)
            for line in mortals.kill_at(moment)
        ]

    assert wrong == []


def test_a_trace_daemon_that_was_killed_while_many_created_leaves_nothing_to_the_next(
    tmp_path: Path, image: str
) -> None:
    moments = random.Random(1013)
    with disk(tmp_path / "disk") as place:
        with Engine(place).running() as engine:
            assert engine.pull(image).status == 200
            assert engine.create(NAME, {"Image": image}).status == 201
            engine.clear()
        before = files(engine.root)
        wrong = []

        for _ in range(3):
            with trace_daemon(place) as killed, clients(engine, {"Image": image, **KILLED}):
                time.sleep(moments.uniform(0.05, 0.5))
                killed.kill()
            with trace_daemon(place):
                wrong += list(mounts(engine.root)) + whole(engine)
                engine.clear(volumes=KILLED_NAMED)
                wrong += differences(before, files(engine.root))
                assert engine.create(NAME, {"Image": image}).status == 201
                engine.clear()

    assert wrong == []


@contextmanager
def trace_daemon(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `trace daemon` where `Engine` would, until the block ends."""
    socket = place / "engine.sock"
    socket.unlink(missing_ok=True)
    daemon = subprocess.Popen(
        [
            *(sys.executable, "-m", "walkthrough", "--data-root", str(place / "root"), "daemon"),
            *("--host", f"unix://{socket}", "--exec-root", str(place / "exec")),
        ],
        cwd=Path(__file__).resolve().parents[2],
        stderr=subprocess.DEVNULL,
    )
    try:
        while not answers(socket):
            assert daemon.poll() is None
            time.sleep(0.02)
        yield daemon
    finally:
        daemon.terminate()
        daemon.wait(30)


@contextmanager
def clients(engine: Engine, body: Mapping[str, Any]) -> Iterator[None]:
    """Create containers, three at a time, until the engine is gone."""

    def create(number: int) -> None:
        for count in itertools.count():
            try:
                answer = engine.create(f"{NAME}-{number}-{count}", body)
            except OSError:
                return
            if answer.status != 201:
                return

    threads = [threading.Thread(target=create, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()
