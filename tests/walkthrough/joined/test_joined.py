"""A client that tells and a `trace daemon`: two processes, one story."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support import registries
from tests.support.receiver import Receiver, held
from tests.support.terminal import Terminal
from tests.support.tls_front import tls_in_front_of
from walkthrough import calls, trace_file
from walkthrough.calls import Call
from walkthrough.trace_file import Trace

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)

ID = re.compile(r"[0-9a-f]{64}\n")
ASKS = "client.post.sendRequest.doRequest"
HANDLES, PULLS = "api", "image"


def opened(trace: Trace) -> dict[int, dict[str, Any]]:
    return {event["step"]: event for event in trace.of("open")}


def asking(trace: Trace, lesson: str) -> list[str]:
    """Return what the steps of a lesson stand in."""
    steps = opened(trace)
    return [steps[step["parent"]]["lesson"] for step in steps.values() if step["lesson"] == lesson]


def last_request(trace: Trace) -> Call:
    """Return the call that sent the last request, with all that the engine did for it."""
    found = [one for root in calls.calls(trace) for one in root.all() if one.lesson == ASKS]
    return found[-1]


def course(call: Call) -> list[Any]:
    return [[one.lesson, one.side, one.arguments, one.deeds, one.outcome] for one in call.all()]


def test_the_engines_steps_hang_where_they_were_asked_for(
    trace: Any, start: Any, image: str, tmp_path: Path
) -> None:
    daemon = start()

    run = trace("-H", daemon.host, "create", f"--save={tmp_path}/a.jsonl", image)

    assert ID.fullmatch(run.stdout), run.stderr
    kept = trace_file.read(tmp_path / "a.jsonl")
    # Not found; then, after the pull, created.
    assert asking(kept, HANDLES) == [ASKS, ASKS]
    assert asking(kept, PULLS) == [ASKS]
    assert list(opened(kept)) == list(range(1, len(opened(kept)) + 1))
    assert {"daemon", "layer", "graphdriver", "image", "distribution", "container"} <= {
        step["side"] for step in opened(kept).values()
    }
    assert kept.data_root == str(daemon.root)
    assert (kept.status, kept.events[-1]["stopped_early"]) == (0, None)
    assert "Two layers are made, not one" in run.stderr
    assert daemon.log.read_text().count("level=ERROR") == 0


def test_both_halves_are_told_as_in_one_process(
    trace: Any, start: Any, image: str, tmp_path: Path
) -> None:
    daemon, alone = start(), f"--data-root={tmp_path}/alone"
    for where in (["-H", daemon.host], [alone]):
        made = trace(*where, "container", "create", image)
        assert made.returncode == 0, made.stderr

    trace("-H", daemon.host, "create", f"--save={tmp_path}/two.jsonl", "-v=/data", image)
    trace(alone, "create", f"--save={tmp_path}/one.jsonl", "-v=/data", image)

    one, two = (last_request(trace_file.read(tmp_path / f"{n}.jsonl")) for n in ("one", "two"))
    assert len(course(one)) > 250
    # The request itself names its socket.
    assert course(two)[1:] == course(one)[1:]


def test_a_pull_is_told_while_it_goes_on(
    trace: Any, start: Any, image: str, tmp_path: Path
) -> None:
    daemon = start()

    run = trace("-H", daemon.host, "create", f"--save={tmp_path}/a.jsonl", image)

    assert f"Status: Downloaded newer image for {image}\n" in run.stderr
    kept = trace_file.read(tmp_path / "a.jsonl")
    pull = next(step for step in opened(kept).values() if step["lesson"] == PULLS)
    inside = {pull["step"]}
    for number, step in opened(kept).items():
        if step["parent"] in inside:
            inside.add(number)
    told = {opened(kept)[number]["lesson"] for number in inside}
    assert any(lesson.endswith("download.register") for lesson in told)
    registry = [e for e in kept.of("exchange") if e["step"] in inside and e["first_line"]]
    assert any("/manifests/latest HTTP/1.1" in event["first_line"] for event in registry)
    # What the client tells its engine is not told to a registry.
    assert "Traceparent" not in {p["name"] for event in registry for p in event["headers"]}


def test_it_works_over_tcp(trace: Any, start: Any, image: str) -> None:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    start(f"--host={host}")

    run = trace("-H", host, "create", image)

    assert ID.fullmatch(run.stdout), run.stderr
    assert "Two layers are made, not one" in run.stderr


def test_it_works_over_tls(trace: Any, start: Any, image: str, tmp_path: Path) -> None:
    daemon = start()
    made = registries.certificate(tmp_path / "tls", "127.0.0.1")
    (tmp_path / "ca.pem").write_bytes(made.authority.read_bytes())
    (tmp_path / "cert.pem").write_bytes(made.certificate.read_bytes())
    (tmp_path / "key.pem").write_bytes(made.key.read_bytes())
    wanted = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(tmp_path)}

    path = daemon.host.removeprefix("unix://")
    with tls_in_front_of(path, made.certificate, made.key) as address:
        run = trace("-H", f"tcp://{address}", "create", image, **wanted)

    assert ID.fullmatch(run.stdout), run.stderr
    assert "Two layers are made, not one" in run.stderr
    assert "is not whole" not in run.stderr


def test_clients_at_once_get_their_own_steps_each(
    trace: Any, start: Any, image: str, tmp_path: Path
) -> None:
    daemon = start()
    trace("-H", daemon.host, "container", "create", image)
    names = [f"client{n}" for n in range(4)]

    def create(name: str) -> Any:
        words = (f"--save={tmp_path}/{name}.jsonl", f"--name={name}", image)
        return trace("-H", daemon.host, "create", *words)

    with ThreadPoolExecutor(len(names)) as pool:
        runs = list(pool.map(create, names))

    assert [run.returncode for run in runs] == [0] * len(names)
    kept = [trace_file.read(tmp_path / f"{name}.jsonl") for name in names]
    lessons = [[step["lesson"] for step in opened(one).values()] for one in kept]
    assert lessons == [lessons[0]] * len(names)
    for name, one, run in zip(names, kept, runs, strict=True):
        text = json.dumps(list(one.events))
        assert {other for other in names if other in text} == {name}
        made = {e["target"] for e in one.of("effect") if e["target"].startswith("containers/")}
        assert {target.split("/")[1] for target in made} == {f"{run.stdout[:12]}…"}


def test_an_engine_that_tells_nothing_is_no_error(trace: Any, start: Any, image: str) -> None:
    from tests.walkthrough.joined.conftest import DOCKERD

    daemon = start(program=DOCKERD)

    run = trace("-H", daemon.host, "create", image)

    assert ID.fullmatch(run.stdout), run.stderr
    assert "> POST /v1.41/containers/create HTTP/1.1" in run.stderr
    assert "Two layers are made, not one" not in run.stderr
    assert "half" not in run.stderr


def test_a_silent_client_is_not_told_of(trace: Any, start: Any, image: str) -> None:
    daemon = start()

    run = trace("-H", daemon.host, "container", "create", image)

    assert ID.fullmatch(run.stdout)
    assert not re.search(r"^│", run.stderr, re.MULTILINE)


def test_what_the_engine_refuses_is_told_with_its_clean_up(
    trace: Any, start: Any, image: str
) -> None:
    daemon = start()
    trace("-H", daemon.host, "container", "create", image)

    run = trace("-H", daemon.host, "create", "-v=/etc/passwd", image)

    assert (run.returncode, run.stdout) == (1, "")
    assert "Error response from daemon: " in run.stderr
    first_error = re.search(r"✗ (\d+ )?raised GoError", run.stderr)
    assert first_error is not None
    assert first_error.start() < run.stderr.index("Undo what was made")


def test_the_engines_steps_can_be_chosen_by_name_and_side(
    trace: Any, start: Any, image: str
) -> None:
    daemon = start()
    trace("-H", daemon.host, "container", "create", image)

    run = trace("-H", daemon.host, "create", "--focus=create_rw_layer", image)
    sides = trace("-H", daemon.host, "create", "--only=graphdriver", image)

    assert re.match(r"\d+ create_rw_layer  \[layer\]", run.stderr), run.stderr
    assert set(re.findall(r"\[([a-z]+)\]", sides.stderr)) == {"graphdriver"}


def test_a_joined_trace_is_as_good_as_any(
    trace: Any, start: Any, image: str, tmp_path: Path
) -> None:
    daemon = start()
    words = [f"--save={tmp_path}/a.{form}" for form in ("jsonl", "html", "txt", "svg")]

    run = trace("-H", daemon.host, "create", *words, image)
    covered = trace("coverage", f"{tmp_path}/a.jsonl")
    replayed = trace("replay", f"{tmp_path}/a.jsonl", "--depth=all")

    assert run.returncode == 0, run.stderr
    assert "without -H" not in covered.stdout
    assert re.search(r"✓ \S*create_rw_layer", covered.stdout)
    assert "Two layers are made, not one" in replayed.stdout
    assert "Two layers are made, not one" in (tmp_path / "a.html").read_text()
    assert "Two layers are made, not one" in (tmp_path / "a.txt").read_text()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
def test_a_client_that_is_gone_is_forgotten(
    trace: Any, start: Any, image: str, environment: Any, tmp_path: Path, how: signal.Signals
) -> None:
    daemon = start()
    trace("-H", daemon.host, "create", image)
    _wait(lambda: daemon.descriptors() == daemon.descriptors())
    before = daemon.descriptors()
    command = [sys.executable, "-m", "walkthrough", "-H", daemon.host, "create", "--depth=all"]
    state = {**environment, "XDG_STATE_HOME": str(tmp_path)}

    for _ in range(3):
        with subprocess.Popen(
            [*command, image], env=state, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        ) as client:
            assert client.stderr is not None
            while b"post_containers_create" not in client.stderr.readline():
                assert client.poll() is None
            client.send_signal(how)
            client.stderr.read()

    _wait(lambda: daemon.descriptors() <= before)
    run = trace("-H", daemon.host, "create", "--name=after", image)
    assert ID.fullmatch(run.stdout), run.stderr
    assert "Two layers are made, not one" in run.stderr


def _wait(until: Any) -> None:
    deadline = time.monotonic() + 20
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_engine_that_dies_ends_its_half_only(
    start: Any, image: str, environment: Any, tmp_path: Path
) -> None:
    daemon = start()
    command = [sys.executable, "-m", "walkthrough", "-H", daemon.host, "create"]
    state = {**environment, "XDG_STATE_HOME": str(tmp_path)}

    with subprocess.Popen(
        [*command, "--depth=all", image],
        env=state,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as client:
        assert client.stderr is not None
        while b"post_images_create" not in client.stderr.readline():
            assert client.poll() is None
        daemon.process.send_signal(signal.SIGKILL)
        rest = client.stderr.read().decode()

    assert client.returncode == 1
    assert "The engine's half of the story is not whole: the engine hung up" in rest
    assert "was not over when the telling ended" in rest
    assert "Traceback" not in rest


def test_questions_about_the_engines_half_are_asked_and_marked(
    trace: Any, start: Any, image: str, environment: Any, tmp_path: Path
) -> None:
    daemon = start()
    trace("-H", daemon.host, "container", "create", image)
    words = ["-H", daemon.host, "create", "--predict", "--name=asked", image]
    state = {**environment, "TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)}

    with Terminal([sys.executable, "-m", "walkthrough", *words], state) as terminal:
        terminal.wait_for("Your answer, a/b/c/d/e: ")
        terminal.press("a")
        terminal.wait_for("Your answer, a/b: ")  # has the container a directory by now?
        terminal.press("a")
        terminal.wait_for("Your answer, a/b/c/d: ")
        terminal.press("q")
        status, out, shown = terminal.end()

    assert (status, bool(ID.fullmatch(out))) == (0, True)
    assert "✓ Question 1: right, 201: created." in shown
    assert "✗ Question 2: you said yes; what happened is no." in shown
    assert "Predicted right: 1 of 3." in shown


def test_stepping_says_that_the_engine_does_not_wait(
    trace: Any, start: Any, image: str, environment: Any, tmp_path: Path
) -> None:
    daemon = start()
    trace("-H", daemon.host, "container", "create", image)
    words = ["-H", daemon.host, "create", "--step", "--focus=Daemon.create", image]
    state = {**environment, "TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)}

    with Terminal([sys.executable, "-m", "walkthrough", *words], state) as terminal:
        terminal.wait_for("it does not wait")
        terminal.wait_for("x abort  ?")
        # Nobody pressed a key, and the second container comes all the same.
        _wait(lambda: len(list((daemon.root / "containers").iterdir())) == 2)
        for key in "xg":
            terminal.press(key)
            terminal.wait_for("x abort  ?")
        terminal.press("c")
        status, out, shown = terminal.end()

    assert (status, bool(ID.fullmatch(out))) == (0, True)
    assert "(this step runs elsewhere: it cannot be made to fail here)" in shown
    assert "(the engine's disk is not at hand)" in shown
    assert "no such key" not in shown


def test_one_trace_from_two_processes_when_the_client_sends_all(
    trace: Any, start: Any, image: str, tmp_path: Path
) -> None:
    daemon = start()

    with Receiver() as receiver:
        run = trace("-H", daemon.host, "create", "--otlp", receiver.url, image)

    assert ID.fullmatch(run.stdout), run.stderr
    check_joined(receiver)


def test_one_trace_from_two_processes_when_each_sends_its_own(
    trace: Any, start: Any, image: str
) -> None:
    with Receiver() as theirs, Receiver() as ours:
        daemon = start("--otlp", theirs.url)

        run = trace("-H", daemon.host, "create", "--otlp", ours.url, image)

        assert ID.fullmatch(run.stdout), run.stderr
        _wait(lambda: any(span.name.endswith(".Register") for span in theirs.spans))
        assert {held(span.attributes)["walkthrough.half"] for span in theirs.spans} == {"engine"}
        halves = {held(s.attributes).get("walkthrough.half") for s in ours.spans}
        assert halves == {"client", None}  # the span around all has none
        ours.requests += theirs.requests
        check_joined(ours)


def check_joined(receiver: Receiver) -> None:
    """See that the spans are one tree, the engine's below the requests of the client."""
    spans = {span.span_id: span for span in receiver.spans}
    assert len(spans) == len(receiver.spans)
    assert len({span.trace_id for span in spans.values()}) == 1
    assert [s.name for s in spans.values() if not s.parent_span_id] == ["docker create"]
    for span in spans.values():
        assert not span.parent_span_id or span.parent_span_id in spans
    servers = [span for span in spans.values() if span.kind == span.SPAN_KIND_SERVER]
    names = {span.name for span in servers}
    assert {
        "(*containerRouter).postContainersCreate",
        "(*imageRouter).postImagesCreate",
    } <= names
    for span in servers:
        around = spans[span.parent_span_id]
        assert around.kind == around.SPAN_KIND_CLIENT
        assert around.name == "(*Client).doRequest"
        assert held(around.attributes)["walkthrough.half"] == "client"
        assert around.start_time_unix_nano <= span.start_time_unix_nano


def test_any_client_with_a_traceparent_gets_the_engines_spans(start: Any) -> None:
    import http.client
    import socket

    trace_id, span = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    with Receiver() as receiver:
        daemon = start("--otlp", receiver.url)
        connection = http.client.HTTPConnection("docker")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(daemon.host.removeprefix("unix://"))

        connection.request("GET", "/_ping", headers={"traceparent": f"00-{trace_id}-{span}-01"})
        assert connection.getresponse().read() == b"OK"
        connection.close()

        _wait(lambda: receiver.spans)
    assert {one.trace_id.hex() for one in receiver.spans} == {trace_id}
    assert {one.parent_span_id.hex() for one in receiver.spans if one.kind == 2} == {span}
    assert "(*systemRouter).pingHandler" in {one.name for one in receiver.spans}
