"""One story in each form: golden files, and the terminal's text beside the plain one."""

from __future__ import annotations

import fcntl
import html
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import xml.etree.ElementTree
from pathlib import Path
from typing import Any

import pytest

from tests.support.traces import call, chapter, trace
from walkthrough import trace_file
from walkthrough.choice import EVERYTHING
from walkthrough.render import new_console
from walkthrough.render_files import tell
from walkthrough.renderers import RENDERERS, Look, UnknownEnding, ending_of, writer

CODES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")
STORY = trace(
    chapter("engine-start"),
    call("start", "mkdir overlay2/ (mode 0710)"),
    chapter("command", "docker container create -v /data bb"),
    call(
        "create",
        {
            "event": "exchange",
            "direction": "sent",
            "first_line": "POST /v1.41/containers/create HTTP/1.1",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "body": '{"Image": "bb", "Volumes": {"/data": {}}, "Cmd": null}',
        },
        call(
            "layer",
            call("mkdir_as", "mkdir overlay2/x/ (mode 0710)", main=False),
            side="layer",
            arguments=[("name", "'x'")],
        ),
        {"event": "output", "stream": "stdout", "text": "0123abc\n"},
        side="client",
        result="'0123abc'",
    ),
    chapter("engine-stop"),
)


@pytest.mark.parametrize("ending", ["jsonl", "txt", "svg"])
def test_each_form(tmp_path: Path, snapshot: Any, ending: str) -> None:
    path = tmp_path / f"story.{ending}"

    writer(path)(STORY, path, Look())

    snapshot.assert_match(path.read_text(encoding="utf-8"), f"story.{ending}")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_plain_text_is_the_terminals_without_its_control_codes(lang: str) -> None:
    from rich.console import Console

    look = Look(lang, EVERYTHING)
    plain, terminal = io.StringIO(), io.StringIO()

    tell(STORY, new_console(plain), look)
    console = Console(file=terminal, force_terminal=True, width=80, color_system="truecolor")
    tell(STORY, console, look)

    assert CODES.sub("", terminal.getvalue()) == plain.getvalue()
    assert terminal.getvalue() != plain.getvalue()


def test_a_picture_has_each_line_of_the_text(tmp_path: Path) -> None:
    for name in ("x.svg", "x.txt"):
        writer(Path(name))(STORY, tmp_path / name, Look(lang="zh"))

    root = xml.etree.ElementTree.parse(tmp_path / "x.svg").getroot()
    drawn = "".join(root.itertext()).replace("\N{NO-BREAK SPACE}", " ")
    for line in (tmp_path / "x.txt").read_text().splitlines():
        assert "https://" in line or line.strip() in drawn


def test_a_picture_gives_chinese_two_columns_a_character(tmp_path: Path) -> None:
    writer(Path("x.svg"))(STORY, tmp_path / "x.svg", Look(lang="zh"))

    picture = (tmp_path / "x.svg").read_text(encoding="utf-8")
    texts = re.findall(r'Length="([\d.]+)"[^>]*>([^<]+)<', picture)
    lengths = {html.unescape(text).strip(): float(length) for length, text in texts}
    assert lengths["关于\N{NO-BREAK SPACE}create"] == pytest.approx(
        lengths["0123abc"] / 7 * 13  # two blanks, two wide characters, a blank, six letters
    )


def test_a_form_is_known_by_its_ending() -> None:
    assert {ending_of(Path(f"x{ending}".upper())) for ending in RENDERERS} == set(RENDERERS)
    assert all(callable(writer(Path(f"x{ending}"))) for ending in RENDERERS)


@pytest.mark.parametrize("name", ["x", "x.doc", ".jsonl", "x.jsonl.gz"])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(UnknownEnding, match=r"ends in none of \.jsonl, \.txt, \.svg"):
        ending_of(Path(name))


@pytest.mark.skipif(os.geteuid() != 0, reason="an engine of its own makes layers and mounts")
def test_what_is_saved_as_text_is_what_the_terminal_showed(
    run_trace: Any, tmp_path: Path, environment: dict[str, str]
) -> None:
    run = run_trace(f"--save={tmp_path}/x.txt", f"--save={tmp_path}/x.jsonl", "--name=seen")
    assert run.returncode == 0, run.stderr
    shown = in_a_terminal(["replay", f"{tmp_path}/x.jsonl"], environment)

    # Standard output is a pipe of its own here: the ID does not stand among the steps.
    told = (tmp_path / "x.txt").read_text()
    assert told.replace(run.stdout, "", 1) == run.stderr
    assert CODES.sub("", shown).replace("\r\n", "\n") == told


def in_a_terminal(words: list[str], environment: dict[str, str]) -> str:
    """Return what `trace` writes to a terminal of 80 columns."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    command = [sys.executable, "-m", "walkthrough", *words]
    written = b""
    with subprocess.Popen(
        command, stdout=slave, env={**environment, "TERM": "xterm-256color"}
    ) as process:
        os.close(slave)
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the last writer has closed it
                break
            if not piece:
                break
            written += piece
    os.close(master)
    assert process.returncode == 0
    return written.decode()


def test_a_file_that_cannot_be_written_is_reported(trace: Any, tmp_path: Path) -> None:
    trace_file.write(STORY, tmp_path / "x.jsonl")
    (tmp_path / "folder.txt").mkdir()

    run = trace("replay", f"{tmp_path}/x.jsonl", f"--save={tmp_path}/folder.txt")

    assert run.returncode == 1
    assert "Is a directory" in run.stderr
