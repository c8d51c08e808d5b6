"""Made-up ``docker create`` lines to the stock client 20.10 and to ours: the same in all.

Output, errors, exit status, and every request that reaches the daemon. ``$LINES_MADE_UP`` asks
for more of them.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from cli.cmd.docker import main
from tests.clients.made_up_lines import FILES, Line, lines
from tests.fake_daemon import Answer, FakeDaemon, serving
from tests.support import clients

_HEX = 64 * "a"
_TIME = re.compile(r'^time="[0-9T:+Z-]+"')
_EXAMPLES = int(os.environ.get("LINES_MADE_UP", "400"))


STOCK = clients.stock()
pytestmark = pytest.mark.skipif(STOCK is None, reason=clients.MISSING)


class Left(NamedTuple):
    """What a command line left behind."""

    status: int
    out: str
    err: str
    requests: list[Any]
    files: dict[str, str]


class Listening(FakeDaemon):
    """Answers by the name of the image."""

    def answer_for(self, path: str) -> Answer:
        asked = self.asked[-1]
        if path.endswith("/images/create"):
            return Answer(200, b'{"status":"Pulled"}\r\n')
        if not path.endswith("/containers/create"):
            return super().answer_for(path)
        image = json.loads(asked.body)["Image"]
        if image == "missing" and sum("/containers/create" in a.target for a in self.asked) == 1:
            return Answer(404, {"message": "No such image: missing"})
        answers = {
            "gone": Answer(404, {"message": "No such image"}),
            "broken": Answer(500, {"message": "it broke"}),
            "silent": Answer(409, b"", {}),
            "warned": Answer(201, {"Id": _HEX, "Warnings": ["mind the gap", ""]}),
        }
        return answers.get(image, Answer(201, {"Id": _HEX, "Warnings": []}))


class Desk:
    """Where command lines are run: a directory with files, a daemon, two clients."""

    def __init__(self, daemon: Listening, folder: Path) -> None:
        self.daemon = daemon
        self.folder = folder
        self.env = {"HOME": str(folder), "GIVEN": "given", "EMPTY": ""}
        for name, content in FILES.items():
            (folder / name).write_bytes(content)

    def stock(self, line: Line, *, host: bool = True) -> Left:
        """Run the stock client; without ``host`` the line says itself where the daemon is."""
        self._prepare(line)
        assert STOCK is not None
        done = subprocess.run(
            [STOCK, *self._host(host), *line.argv],
            input=b"",
            capture_output=True,
            cwd=self.folder,
            env=self.env,
            timeout=60,
        )
        err = done.stderr.decode("utf-8", "surrogateescape")
        out = done.stdout.decode("utf-8", "surrogateescape")
        return self._left(done.returncode, out, _TIME.sub("time=*", _as_13(err)))

    def ours(self, line: Line, *, host: bool = True) -> Left:
        """Run our client, in this process."""
        self._prepare(line)
        out, err = io.StringIO(), io.StringIO()
        with contextlib.chdir(self.folder), _environment(self.env), contextlib.redirect_stderr(err):
            argv = [*self._host(host), *line.argv]
            status = main(argv, in_=io.BytesIO(), out=out, err=err)
        return self._left(status, out.getvalue(), _TIME.sub("time=*", err.getvalue()))

    def _host(self, wanted: bool) -> list[str]:
        return ["-H", self.daemon.host] if wanted else []

    def _prepare(self, line: Line) -> None:
        self.daemon.asked.clear()
        for name in self._new_files():
            (self.folder / name).unlink()
        (self.folder / "env.made").write_bytes(line.made)

    def _left(self, status: int, out: str, err: str) -> Left:
        asked = [
            (one.method, one.target, _steady(one.headers), _body(one.body))
            for one in self.daemon.asked
        ]
        return Left(status, out, err, asked, self._new_files())

    def _new_files(self) -> dict[str, str]:
        new = {file.name for file in self.folder.iterdir()} - {*FILES, "env.made"}
        return {name: (self.folder / name).read_text() for name in new}


@contextlib.contextmanager
def _environment(env: dict[str, str]) -> Iterator[None]:
    kept, level = dict(os.environ), logging.getLogger().level
    os.environ.clear()
    os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
        logging.getLogger().setLevel(level)


def _steady(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    # The length differs with the body's last key, the name with the release.
    return [
        (name, "*" if name in ("Content-Length", "User-Agent") else value)
        for name, value in headers
    ]


def _body(body: bytes) -> str:
    """Return the body with what Go takes from a map in order; the order of keys counts."""
    if not body.startswith(b"{"):
        return body.decode()
    value = json.loads(body)
    if value.get("Platform", ...) is None:
        del value["Platform"]
    if value["Env"]:
        value["Env"].sort()
    for name in ("Binds", "Ulimits"):
        if value["HostConfig"].get(name):
            value["HostConfig"][name].sort(key=str)
    return json.dumps(value)


def _as_13(text: str) -> str:
    """Bring the words of a later patch release back to those of 20.10.13."""
    text = re.sub(r"^container ID file found", "Container ID file found", text)
    return re.sub(r"^failed to create the container", "Failed to create the container", text)
    return text


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serving(tmp_path / "d.sock", Listening) as daemon:
        folder = tmp_path / "desk"
        folder.mkdir()
        yield Desk(daemon, folder)


def test_made_up_lines_leave_what_the_stock_client_leaves(desk: Desk) -> None:
    @given(line=lines())
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def same(line: Line) -> None:
        theirs = desk.stock(line)

        ours = desk.ours(line)

        assert ours == theirs, line

    same()
