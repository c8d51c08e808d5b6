"""Steps as spans: a real exporter, a real receiver on loopback, real creates."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.receiver import Receiver, held
from tests.support.traces import call, chapter, trace
from walkthrough import otlp, trace_file
from walkthrough.step import COMMAND_RUNS

needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="layers need root: owners are set and overlayfs is mounted"
)
ERROR = 2


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as running:
        yield running


def events(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def by_step(spans: list[Any]) -> dict[int, Any]:
    told = {held(span.attributes).get("walkthrough.step"): span for span in spans}
    told.pop(None)  # the span around all
    return told


@needs_root
def test_each_step_is_a_span_nested_as_the_calls_nest(
    run_trace: Any, tmp_path: Path, receiver: Receiver
) -> None:
    kept = tmp_path / "kept.jsonl"

    run = run_trace("--otlp", receiver.url, f"--save={kept}")

    assert run.returncode == 0, run.stderr
    opened = {event["step"]: event for event in events(kept) if event["event"] == "open"}
    (root,) = [span for span in receiver.spans if not span.parent_span_id]
    spans = by_step(receiver.spans)
    assert set(spans) == set(opened)
    assert len(receiver.spans) == len(opened) + 1
    assert len({span.span_id for span in receiver.spans}) == len(receiver.spans)
    for number, event in opened.items():
        parent = spans[event["parent"]] if event["parent"] else root
        assert spans[number].parent_span_id == parent.span_id
    assert receiver.services == {"container-walkthrough"}
    assert {span.trace_id.hex() for span in receiver.spans} == {events(kept)[0]["trace_id"]}
    assert root.name == "docker create"
    assert set(receiver.paths) == {"/v1/traces"}


@needs_root
def test_a_span_says_what_was_told_of_its_step(run_trace: Any, receiver: Receiver) -> None:
    run_trace("--otlp", receiver.url, "-v=/data")

    spans = {held(span.attributes).get("walkthrough.lesson"): span for span in receiver.spans}
    made = spans["daemon.create.createLayer.createRWLayer.createReadWrite.create"]
    told = held(made.attributes)
    assert made.name == "(*Driver).create"
    assert told["code.function.name"].endswith("overlay2.overlay.Driver._create")
    assert told["code.file.path"] == "engine/daemon/graphdriver/overlay2/overlay.py"
    assert told["code.line.number"] > 1
    assert re.fullmatch(
        r"https://github.com/moby/moby/blob/v20.10.13/daemon/graphdriver/overlay2/overlay.go#L.+",
        told["walkthrough.go.url"],
    )
    assert (told["walkthrough.side"], told["walkthrough.half"]) == ("graphdriver", "engine")
    assert "id" in {name.rpartition(".")[2] for name in told if ".argument." in name}
    assert told["walkthrough.result"] == "None"
    made_links = [held(event.attributes) for event in made.events if event.name == "symlink"]
    assert made_links
    assert made_links[0]["target"].startswith("overlay2/l/")


@needs_root
def test_the_times_are_real_and_what_is_inside_lies_inside(
    run_trace: Any, receiver: Receiver
) -> None:
    before = time.time_ns()

    run_trace("--otlp", receiver.url)

    known = {span.span_id: span for span in receiver.spans}
    assert all(before < span.start_time_unix_nano < time.time_ns() for span in known.values())
    for span in known.values():
        assert span.start_time_unix_nano <= span.end_time_unix_nano
        around = known.get(span.parent_span_id, span)
        assert around.start_time_unix_nano <= span.start_time_unix_nano
        assert span.end_time_unix_nano <= around.end_time_unix_nano
        for event in span.events:
            assert span.start_time_unix_nano <= event.time_unix_nano <= span.end_time_unix_nano


@needs_root
def test_the_request_carries_the_span_that_sends_it(
    run_trace: Any, tmp_path: Path, receiver: Receiver
) -> None:
    kept = tmp_path / "kept.jsonl"

    run_trace("--otlp", receiver.url, f"--save={kept}")

    sent = [event for event in events(kept) if event.get("direction") == "sent"]
    create = next(e for e in sent if (e["first_line"] or "").startswith("POST /v1.41/containers"))
    header = next(pair["value"] for pair in create["headers"] if pair["name"] == "Traceparent")
    span = by_step(receiver.spans)[create["step"]]
    assert header == f"00-{span.trace_id.hex()}-{span.span_id.hex()}-01"
    told = held(span.attributes)
    assert told["http.request.method"] == "POST"
    assert told["http.response.status_code"] == 201
    assert span.kind == span.SPAN_KIND_CLIENT


@needs_root
def test_the_command_hangs_under_the_span_that_ran_it(
    run_trace: Any, trace: Any, tmp_path: Path, receiver: Receiver
) -> None:
    kept, id, span = tmp_path / "kept.jsonl", "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    around = {"TRACEPARENT": f"00-{id}-{span}-01"}

    run_trace("--otlp", receiver.url, f"--save={kept}", **around)
    again = [trace("replay", str(kept), "--otlp", receiver.url) for _ in "12"]
    run_trace("--otlp", receiver.url, **around)

    assert [run.returncode for run in again] == [0, 0]
    assert {one.trace_id.hex() for one in receiver.spans} == {id}
    roots = [one.span_id for one in receiver.spans if one.parent_span_id.hex() == span]
    assert all(one.parent_span_id for one in receiver.spans)
    # Told three times, the first run is the same three times; another run is another one.
    assert len(roots) == 4
    assert len(set(roots)) == 2
    count = sum(one["event"] == "open" for one in events(kept)) + 1
    assert len({one.span_id for one in receiver.spans}) > count * 1.5


@needs_root
@pytest.mark.parametrize("said", ["", "yes", f"00-{'0' * 32}-{'1' * 16}-01"])
def test_what_names_no_span_is_nobodys(run_trace: Any, receiver: Receiver, said: str) -> None:
    run = run_trace("--otlp", receiver.url, TRACEPARENT=said)

    assert run.returncode == 0, run.stderr
    assert len([span for span in receiver.spans if not span.parent_span_id]) == 1


@needs_root
def test_what_raised_has_an_error_and_an_exception(run_trace: Any, receiver: Receiver) -> None:
    run = run_trace("--otlp", receiver.url, "--fail-at=init_mount")

    assert run.returncode == 1
    failed = [span for span in receiver.spans if span.status.code == ERROR]
    assert {"(*layerStore).initMount", "docker create"} <= {one.name for one in failed}
    (span,) = (one for one in failed if one.name == "(*layerStore).initMount")
    (event,) = (one for one in span.events if one.name == "exception")
    assert held(event.attributes)["exception.type"] == "MadeToFail"
    assert "made to fail before" in held(event.attributes)["exception.message"]


@needs_root
def test_without_a_receiver_the_container_is_there_all_the_same(run_trace: Any) -> None:
    run = run_trace("--otlp", "http://127.0.0.1:9")

    assert run.returncode == 0
    assert re.fullmatch(r"[0-9a-f]{64}\n", run.stdout)
    warning = "The spans could not be sent to http://127.0.0.1:9: Connection refused"
    assert run.stderr.count(warning) == 1
    assert "Traceback" not in run.stderr
    assert "Transient" not in run.stderr


@needs_root
def test_without_the_option_no_request_carries_a_header(run_trace: Any, tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"

    run_trace(f"--save={kept}")

    assert "Traceparent" not in kept.read_text()
    assert "trace_id" not in events(kept)[0]


@pytest.mark.parametrize("words", [["create"], ["demo"], ["daemon"]], ids=lambda words: words[0])
def test_without_the_extra_it_says_what_to_install(
    trace: Any, tmp_path: Path, words: list[str]
) -> None:
    # Another package of that name hides the real one: nothing of it can be loaded.
    (tmp_path / "hidden" / "opentelemetry").mkdir(parents=True)
    (tmp_path / "hidden" / "opentelemetry" / "__init__.py").touch()
    root = Path(__file__).resolve().parents[2]
    paths = f"{tmp_path}/hidden:{root}"

    run = trace(
        f"--data-root={tmp_path}/root", *words, "--otlp=http://127.0.0.1:9", PYTHONPATH=paths
    )

    assert run.returncode == 2
    assert run.stderr.startswith("trace: --otlp: OpenTelemetry is not installed")
    assert "pip install 'container-walkthrough[otlp]'" in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize("url", ["localhost:4318", "grpc://x:4317", "http://", "http://x:port"])
def test_what_is_no_address_is_refused(trace: Any, tmp_path: Path, url: str) -> None:
    run = trace(f"--data-root={tmp_path}/root", "create", f"--otlp={url}", "x")

    assert run.returncode == 2
    assert run.stderr.startswith("trace: --otlp: ")
    assert not (tmp_path / "root").exists()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("http://localhost:4318", "http://localhost:4318/v1/traces"),
        ("http://localhost:4318/", "http://localhost:4318/v1/traces"),
        ("https://x/otlp", "https://x/otlp/v1/traces"),
        ("http://x:1/v1/traces", "http://x:1/v1/traces"),
    ],
)
def test_the_path_is_otlps_own(given: str, wanted: str) -> None:
    assert otlp.endpoint(given) == wanted


SMALL = trace(
    chapter(COMMAND_RUNS, "docker create bb"),
    call("daemon.create", call("layer.init_mount", "mkdir a/ (mode 0755)", error="OSError: no")),
)


def test_a_kept_trace_is_the_same_spans_each_time(
    tmp_path: Path, trace: Any, receiver: Receiver
) -> None:
    trace_file.write(SMALL, tmp_path / "small.jsonl")

    runs = [trace("replay", str(tmp_path / "small.jsonl"), "--otlp", receiver.url) for _ in "12"]

    assert [(run.returncode, run.stdout, run.stderr) for run in runs] == [(0, "", "")] * 2
    first, second = ([s.span_id for s in one] for one in (receiver.spans[:3], receiver.spans[3:]))
    assert first == second
    assert len({span.trace_id for span in receiver.spans}) == 1


def test_a_receiver_that_refuses_is_told_of(tmp_path: Path, trace: Any) -> None:
    trace_file.write(SMALL, tmp_path / "small.jsonl")

    with Receiver(status=400) as receiver:
        run = trace("replay", str(tmp_path / "small.jsonl"), "--otlp", receiver.url)

    assert run.returncode == 1
    assert run.stderr == (
        f"trace: the spans could not be sent to {receiver.url}: HTTP 400 Bad Request\n"
    )
