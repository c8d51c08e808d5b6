"""Which steps run, in which order and nesting, and what each changes on disk: golden files."""

from __future__ import annotations

import io
import itertools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.cmd import docker
from walkthrough import embedded, lessons
from walkthrough.demo import registry
from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.step import Step, Teller
from walkthrough.story import Story

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)


class Outline(Teller):
    """Writes names of steps, changes and errors, and nothing else."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def _line(self, step: Step, text: str) -> None:
        self.lines.append("  " * step.depth + text)

    def opened(self, step: Step) -> None:
        assert step.lesson is not None
        self._line(step, step.lesson.name.rsplit(".", 1)[-1])

    def effect(self, step: Step, effect: Effect) -> None:
        detail = f" ({effect.detail})" if effect.detail else ""
        if not effect.changed:
            return
        self._line(step, f"  + {effect.kind} {effect.target}{detail}")

    def exchange(self, step: Step, exchange: Exchange) -> None:
        if exchange.first_line:
            self._line(step, f"  {exchange.direction} {exchange.first_line}")

    def closed(self, step: Step) -> None:
        if step.error is not None:
            self._line(step, f"  raised {step.error}")


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An engine that has the demo image as `127.0.0.1:…/demo:latest`."""
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker-config"))
    with embedded.engine(tmp_path / "root") as engine:
        yield engine.host


@pytest.fixture
def image(host: str) -> Iterator[str]:
    with registry.serve() as reference:
        words = ["-H", host, "image", "pull", reference]
        assert docker.main(words, out=io.StringIO(), err=io.StringIO()) == 0
        yield reference


def outline(host: str, root: Path, *words: str) -> tuple[int, str]:
    """Run a create and return its status and outline."""
    teller = Outline()
    command = ["-H", host, "container", "create", *words]
    with Story(lessons.everything(), str(root), teller) as story:
        status = docker.main(command, out=io.StringIO(), err=io.StringIO())
    assert story.failure is None
    return status, "\n".join(teller.lines) + "\n"


def made_steady(text: str, steady: Any, root: Path, image: str) -> str:
    """Return `text` without what differs from run to run; removals have no fixed order."""
    lines: list[str] = []
    for removal, group in itertools.groupby(text.splitlines(), lambda line: "+ remove" in line):
        found = list(group)
        lines.extend(sorted(found) if removal else found)
    text = re.sub(r"work/#\w+", "work/#<inode>", "\n".join(lines) + "\n")
    text = text.replace(str(root), "<root>").replace(image.split("/")[0], "<registry>")
    text = re.sub(r"(Error response from daemon: )+", r"\1", text)
    return re.sub(r"connect unix://\S+", "connect <socket>", str(steady(text)))


def test_a_create_with_one_of_everything(
    tmp_path: Path, host: str, image: str, steady: Any, snapshot: Any
) -> None:
    mounts = ("-v=named:/srv/named", "-v=/usr/share:/mnt:ro", "--tmpfs=/tmp")
    words = ("--name=all", *mounts, "-w=/new", "-e=A=b", image)

    status, text = outline(host, tmp_path / "root", *words)

    assert status == 0
    snapshot.assert_match(made_steady(text, steady, tmp_path / "root", image), "outline.txt")


def test_a_create_that_fails_late_is_undone_step_by_step(
    tmp_path: Path, host: str, image: str, steady: Any, snapshot: Any
) -> None:
    status, text = outline(host, tmp_path / "root", "--name=late", "-v=/etc/passwd", image)

    assert status == 1
    snapshot.assert_match(made_steady(text, steady, tmp_path / "root", image), "outline.txt")
