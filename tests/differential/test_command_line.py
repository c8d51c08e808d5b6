"""The same command lines to the stock client and to ours: same output, status and requests.

Both talk to a daemon that only listens. The stock client is of 20.10, of a later patch release,
whose few other words are brought back to those of 20.10.13.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.fake_daemon import Answer, FakeDaemon, serving
from tests.support import clients

ROOT = Path(__file__).resolve().parents[2]
OURS = [
    sys.executable,
    "-c",
    "import sys; from cli.cmd.docker import main; sys.exit(main(sys.argv[1:]))",
]
HEX = 64 * "a"


STOCK = clients.stock()
pytestmark = pytest.mark.skipif(STOCK is None, reason=clients.MISSING)

COMMAND_LINES = [
    "create x true",
    "container create --name a -it --rm -e A=b -l x=y -p 80:80 -v /tmp:/x x sh -c true",
    "create -v /dest --tmpfs /t --mount type=bind,source=/a,target=/b x",
    "create --memory 10m --cpus 1.5 --ulimit nofile=1:2 --restart on-failure:3 x",
    "create --network n --network-alias b --ip 1.2.3.4 x",
    "create --health-cmd true --health-interval 1s --stop-timeout 3 --init x",
    "create --platform linux/arm64 x",
    "create --platform foo x",
    "create --platform a/b/c/d x",
    "create --pull always --platform linux/arm64 a.test/x",
    "create --pull never missing",
    "create --pull foo missing",
    "create missing",
    "create a.test/missing:1",
    f"create missing@sha256:{HEX}",
    f"create {HEX}",
    "create warned",
    "create broken",
    "create silent",
    "create -h",
    "create",
    "container create",
    "create --nope x",
    "create -Z x",
    "create --memory",
    "create -m x y",
    "create --oom-kill-disable --dns ::1 x",
    "create --pid foo x",
    "create --rm --restart always x",
    "create --cpu-count 3",
    "create --cidfile / x",
    "create --cidfile /nowhere/x x",
    "create --env-file /nowhere x",
    "create Upper",
    "create --disable-content-trust=foo x",
    "container --nope",
    "foo",
    "foo bar",
    "help foo",
    "help create foo",
    "help create",
    "create --help",
    "container create --help",
    "image pull --help",
    "load --help",
    "import --help",
    "pull",
    "pull a b",
    "pull A",
    "pull -a x:1",
    "pull -q x",
    "pull a.test/x",
    "pull refused.test/x",
    f"pull a.test/x@sha256:{HEX}",
    "load",
    "load -q",
    "load a",
    "image load -i /nowhere",
    "load -i /",
    "import",
    "import /nowhere",
    "import -c 'CMD x' -m hello - me/x:1",
    "import http://there/x.tar",
    "import - x/Y",
    "image --help",
    "image nope",
    "container -h",
    "help container create",
    "pull -aq x",
    "pull --platform nope/x/y/z x",
    "import -c",
    "import https://a.test/x",
    "load -q -i /etc/hostname",
    "create --gpus device=0,device=1 x",
    "create --mount dst=/b --volume-driver d x",
    "-H nope://x create x",
    "-H tcp://127.0.0.1:99999 create x",
    "--log-level foo create x",
    "-H a create x",
    "--context foo create x",
    "--tlscacert /nowhere --tls create x",
]


class Left(NamedTuple):
    """What a command line left behind."""

    status: int
    out: str
    err: str
    requests: list[Any]


class Listening(FakeDaemon):
    """Answers by the name of the image."""

    def answer_for(self, path: str) -> Answer:
        asked = self.asked[-1]
        if path.endswith("/containers/create"):
            return self._create(asked.body)
        if path.endswith("/images/create") and b"fromImage" in asked.target.encode():
            refused = "refused" in asked.target
            return Answer(401, {"message": "who are you"}) if refused else PULLED
        if path.endswith(("/images/load", "/images/create")):
            return Answer(200, b'{"stream":"Loaded\\n"}')
        return super().answer_for(path)

    def _create(self, body: bytes) -> Answer:
        if b"missing" in body:
            return Answer(404, {"message": "No such image"})
        if b'"broken"' in body:
            return Answer(500, {"message": "it broke"})
        if b'"silent"' in body:
            return Answer(409, b"", {})
        warnings = ["mind the gap"] if b'"warned"' in body else []
        return Answer(201, {"Id": HEX, "Warnings": warnings})


PULLED = Answer(
    200,
    b'{"status":"Pulling from x","id":"latest"}\r\n'
    b'{"status":"Downloading","progressDetail":{"current":1,"total":2},"progress":"x","id":"a"}\r\n'
    b'{"status":"Pull complete","progressDetail":{},"id":"a"}\r\n',
)


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Listening]:
    with serving(tmp_path / "docker.sock", Listening) as daemon:
        yield daemon


def _run(client: list[str], line: str, daemon: Listening, home: Path) -> Left:
    daemon.asked.clear()
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    env = {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*client, "-H", daemon.host, *shlex.split(line)],
        input=b"tar",
        capture_output=True,
        env=env,
        timeout=60,
    )
    requests = [
        (one.method, one.target, _steady(one.headers), _body(one.body)) for one in daemon.asked
    ]
    return Left(done.returncode, done.stdout.decode(), _as_13(done.stderr.decode()), requests)


def _steady(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    # The length differs with the body's last key, the name with the release.
    return [
        (name, "*" if name in ("Content-Length", "User-Agent") else value)
        for name, value in headers
    ]


def _body(body: bytes) -> bytes:
    return body.replace(b',"Platform":null', b"")


def _as_13(text: str) -> str:
    text = re.sub(r'^time="[^"]*"', "time=*", text)
    text = re.sub(r"^container ID file found", "Container ID file found", text)
    return re.sub(r"^failed to create the container", "Failed to create the container", text)


def _names_of_commands_left_out(text: str) -> str:
    """Take the list of sub commands out, of which we have fewer."""
    return re.sub(r"\nCommands:\n(  .*\n)+", "\nCommands:\n", text)


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_we_leave_what_the_stock_client_leaves(
    line: str, listening: Listening, tmp_path: Path
) -> None:
    assert STOCK is not None
    theirs = _run([STOCK], line, listening, tmp_path)

    ours = _run(OURS, line, listening, tmp_path)

    assert ours.status == theirs.status
    assert _names_of_commands_left_out(ours.out) == _names_of_commands_left_out(theirs.out)
    assert _names_of_commands_left_out(ours.err) == _names_of_commands_left_out(theirs.err)
    assert ours.requests == theirs.requests
