"""Every lesson is reached by some create: what is never told needs no lesson."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from cli.cmd import docker
from walkthrough import embedded, lessons
from walkthrough.demo import registry
from walkthrough.step import Step, Teller
from walkthrough.story import Story

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)

VOLUME_WITH_OPTIONS = (
    "--mount=type=volume,src=optional,dst=/o,volume-driver=local,volume-opt=type=tmpfs,"
    "volume-opt=device=tmpfs"
)

# Each create reaches some lessons that no other one does; most of these fail on purpose.
CREATES = {
    "plain": ["IMAGE"],
    "tty": ["-it", "--name=kept", "-v=/data", "-v=named:/srv/named", "IMAGE", "/bin/hello"],
    "mounts": ["--mount=type=volume,src=mounted,dst=/m,volume-driver=local", "IMAGE"],
    "volumes from": ["--volumes-from=kept:ro", "IMAGE"],
    "link": ["--link=kept:alias", "IMAGE"],
    "network": ["--network=name=own,alias=a", "--ip=10.0.0.9", "IMAGE"],
    "shared": ["--network=container:kept", "--ipc=container:kept", "IMAGE"],
    "resources": ["--memory=64m", "--memory-swap=-1", "--cpus=0.5", "--ulimit=nofile=9", "IMAGE"],
    "devices": ["--device=/dev/null:/dev/x:r", "--device-cgroup-rule=c 1:3 r", "IMAGE"],
    "throttles": ["--device-read-bps=/dev/null:1mb", "--device-write-iops=/dev/null:9", "IMAGE"],
    "weight": ["--blkio-weight-device=/dev/null:500", "IMAGE"],
    "gpus": ["--gpus=all", "IMAGE"],
    "ports": ["-p=8080:80", "--publish=target=81,published=8081", "IMAGE"],
    "names": ["--dns=127.0.0.1", "--dns-search=example.org", "--add-host=a:10.0.0.1", "IMAGE"],
    "checked": [
        "--sysctl=net.core.somaxconn=9",
        "--stop-signal=TERM",
        "-l=a=b",
        "-a=stdin",
        "IMAGE",
    ],
    "cpuset": ["--cpuset-cpus=0", "IMAGE"],
    "oom": ["--oom-kill-disable", "IMAGE"],
    "platform": ["--platform=linux/amd64", "IMAGE"],
    "cid file": ["--cidfile=CIDFILE", "IMAGE"],
    "env file": ["--env-file=ENVFILE", "IMAGE"],
    "bad flag": ["--no-such-flag", "IMAGE"],
    "no image": [],
    "bad mode": ["--pid=nonsense", "IMAGE"],
    "fails late": ["--name=late", "--link=kept:other", "-v=/new", "-v=/etc/passwd", "IMAGE"],
    "volume options": [VOLUME_WITH_OPTIONS, "IMAGE"],
    "same place twice": ["-v=one:/same", "--mount=type=volume,src=two,dst=/same", "IMAGE"],
    "other platform": ["--platform=linux/arm64", "IMAGE"],
    "missing tag": ["ABSENT"],
    "signed": ["--disable-content-trust=false", "IMAGE"],
    "tmpfs": ["--tmpfs=/run", "-w=/new", "-e=A", "IMAGE"],
}

# Why each of these lessons is not reached here.
NOT_REACHED = {
    "api.server.makeHTTPHandler.debug": "only in an engine started with --debug",
    "cli.createContainer.pullImage.resolveAuthConfig.electAuthServer": "would ask Docker Hub",
    "cli.createContainer.tagTrusted": "needs a notary that signed the image",
    "image.pull.v2Pull.newV2Repository.fetchToken": "needs a registry with a login",
    "image.pull.v2Pull.newV2Repository.fetchToken.basic": "needs a registry with a login",
}


class Register(Teller):
    """Keeps the ids of the lessons that were told."""

    def __init__(self) -> None:
        self.told: set[str] = set()

    def opened(self, step: Step) -> None:
        assert step.lesson is not None
        self.told.add(step.lesson.id)


def create(data_root: Path, commands: Iterable[list[str]]) -> None:
    """Run creates one after the other in an engine; some fail."""
    with embedded.engine(data_root) as host:
        for words in commands:
            out, err = io.StringIO(), io.StringIO()
            docker.main(["-H", host, "container", "create", *words], out=out, err=err)


def test_every_lesson_is_told_in_some_create(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker-config"))
    (tmp_path / "env").write_text("A=b\n")
    # So long that the options of a mount do not fit a page of memory.
    long_root = tmp_path.joinpath(*(letter * 240 for letter in "abc"))
    register = Register()

    with registry.serve() as image, Story(lessons.everything(), None, register) as story:
        places = {
            "IMAGE": image,
            "ABSENT": image.replace("latest", "absent"),
            "CIDFILE": str(tmp_path / "cid"),
            "ENVFILE": str(tmp_path / "env"),
        }
        create(tmp_path / "root", (filled(words, places) for words in CREATES.values()))
        create(long_root, [[image]])

    assert story.failure is None
    all_ids = {lesson.id for lesson in lessons.everything()}
    assert all_ids - register.told == set(NOT_REACHED)


def filled(words: list[str], places: dict[str, str]) -> list[str]:
    """Return `words` with the places in capitals filled in."""
    return [re.sub("[A-Z]{5,}", lambda m: places.get(m[0], m[0]), word) for word in words]
