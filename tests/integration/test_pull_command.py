"""`trace image pull` beside `docker pull`: the same words, from either engine."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import clients, images, registries
from tests.support.fake_registry import FakeRegistry
from tests.support.pulling import Puller
from tests.support.registries import PASSWORD, USER, Registry

BUSYBOX = images.image(*images.busybox())
OTHER = images.image(images.tar([images.file("other")]))
TRACE = [sys.executable, "-m", "walkthrough"]


DOCKER = clients.stock()


@pytest.fixture(scope="module")
def full(registry: Registry) -> Registry:
    """The real registry with two images."""
    registry.push("command/busybox:1", BUSYBOX)
    registry.push("command/busybox:latest", BUSYBOX)
    registry.push("command/busybox:other", OTHER)
    return registry


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, full: Registry) -> Iterator[Registry]:
    """A real registry that wants a password."""
    with registries.docker_registry(tmp_path_factory.mktemp("closed"), password=True) as registry:
        registry.push("busybox:1", BUSYBOX)
        yield registry


def run(
    program: list[str], engine: Puller, *words: str, config: Path | None = None, path: str = ""
) -> tuple[int, list[str], str]:
    """Run a client against an engine; return its status, what it printed, and complained."""
    environment = {
        **os.environ,
        "DOCKER_CONFIG": str(config or "/nonexistent"),
        "PATH": f"{path}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [*program, "-H", engine.engine.host, "image", "pull", *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def told(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return what was said of the image, in order, and of its layers, in any, without haste."""
    hurried = ("Waiting", "Verifying Checksum", "Download complete")
    kept = [line for line in lines if not line.endswith(hurried)]
    layers = [line for line in kept if len(line.partition(":")[0]) == 12]
    return [line for line in kept if line not in layers], sorted(layers)


@pytest.mark.skipif(DOCKER is None, reason=clients.MISSING)
@pytest.mark.parametrize(
    "words",
    [
        ["command/busybox"],
        ["command/busybox:1"],
        ["-q", "command/busybox:1"],
        ["--all-tags", "command/busybox"],
        ["--platform", "linux/arm64", "command/busybox"],
        ["command/busybox@" + BUSYBOX.manifest.digest],
        ["command/nothing"],
        ["command/busybox:nothing"],
    ],
    ids=" ".join,
)
def test_every_client_hears_the_same_from_every_engine(
    words: list[str], full: Registry, stock: Puller, engine: Puller
) -> None:
    *options, name = words
    asked = [*options, f"{full.address}/{name}"]
    programs = [[str(DOCKER)], TRACE]

    said = []
    for one in (stock, engine):
        for client in programs:
            said.append(run(client, one, *asked))
            one.remove_all()

    status, out, complaint = said[0]
    for other in said[1:]:
        assert other[0] == status
        assert told(other[1]) == told(out)
        assert other[2] == complaint


def _config(target: Path, **tree: object) -> Path:
    target.mkdir()
    (target / "config.json").write_text(json.dumps(tree))
    return target


def test_the_password_in_the_users_file_is_used(
    closed: Registry, engine: Puller, tmp_path: Path
) -> None:
    both = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    config = _config(tmp_path / "docker", auths={closed.address: {"auth": both}})

    without = run(TRACE, engine, f"{closed.address}/busybox:1")
    said = run(TRACE, engine, f"{closed.address}/busybox:1", config=config)

    assert without[0] == 1
    assert without[2].endswith("no basic auth credentials\n")
    assert said[0] == 0, said[2]
    assert said[1][-1] == f"{closed.address}/busybox:1"


@pytest.mark.parametrize("key", ["credsStore", "credHelpers"])
def test_a_credential_helper_is_asked(
    key: str, closed: Registry, engine: Puller, tmp_path: Path
) -> None:
    helper = tmp_path / "bin" / "docker-credential-lesson"
    helper.parent.mkdir()
    answer = json.dumps({"ServerURL": closed.address, "Username": USER, "Secret": PASSWORD})
    helper.write_text(f"#!/bin/sh\nread server\n[ $1 = get ] && echo '{answer}'\n")
    helper.chmod(0o755)
    value: object = "lesson" if key == "credsStore" else {closed.address: "lesson"}
    config = _config(tmp_path / "docker", auths={closed.address: {}}, **{key: value})

    said = run(TRACE, engine, f"{closed.address}/busybox:1", config=config, path=str(helper.parent))

    assert said[0] == 0, said[2]


def test_a_client_that_is_interrupted_stops_the_pull(
    fake: FakeRegistry, engine: Puller, tmp_path: Path
) -> None:
    import signal
    import threading

    from tests.support.fake_registry import Reply

    slow = images.image(images.noise(1))
    layer = slow.layers[0]
    fake.add("slow", "1", slow)
    never = threading.Event()
    fake.on(f"blobs/{layer.digest}", Reply(200, layer.content, cut=100_000, hold=never))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(
        [*TRACE, "-H", engine.engine.host, "image", "pull", fake.name("slow") + ":1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        # Whoever runs the tests in the background has it ignore this signal.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            if b"Pulling fs layer" in line:
                break

        process.send_signal(signal.SIGINT)

        assert fake.gone.wait(10)
        process.communicate(timeout=10)
    assert process.returncode not in (0, None)
    assert engine.layers() == {}
