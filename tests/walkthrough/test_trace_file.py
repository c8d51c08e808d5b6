"""A trace on disk: complete, held to its schema, and told again as it was."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.support.traces import call, chapter, trace
from walkthrough import trace_file
from walkthrough.recording import VERSION, Recorder
from walkthrough.trace_file import NoTrace, Trace

ROOT = Path(__file__).resolve().parents[2]
NEEDS_ROOT = pytest.mark.skipif(
    os.geteuid() != 0, reason="an engine of its own makes layers and mounts"
)
SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "trace.schema.json").read_text())
SMALL = trace(
    chapter("engine-start"),
    call("start", "mkdir overlay2/ (mode 0710)", main=False),
    chapter("command", "docker container create bb"),
    call(
        "create",
        call("check", error="GoError: no", arguments=[("name", "'x'")]),
        {
            "event": "exchange",
            "direction": "received",
            "first_line": "HTTP/1.1 500 Internal Server Error",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "body": '{"message": "no"}',
        },
        {"event": "output", "stream": "stderr", "text": "Error response from daemon: no\n"},
        call("clean_up", "undo remove(x)", after_error="GoError: no"),
        error="GoError: no",
    ),
)


def complaints(trace: Trace) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [error.message for event in trace.events for error in validator.iter_errors(event)]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)

    assert SCHEMA["$defs"]["trace"]["properties"]["version"] == {"const": VERSION}


def test_a_small_trace_keeps_to_the_schema() -> None:
    assert complaints(SMALL) == []


@NEEDS_ROOT
@pytest.mark.parametrize("words", [["--name=xy", "-v=/data"], ["-v=/etc/passwd"]])
def test_the_trace_of_a_run_keeps_to_the_schema_and_is_complete(
    run_trace: Any, tmp_path: Path, words: list[str]
) -> None:
    file = tmp_path / "run.jsonl"

    run_trace("--depth=1", "--only=cli", f"--save={file}", *words)

    kept = trace_file.read(file)
    assert complaints(kept) == []
    assert kept.status == (0 if "--name=xy" in words else 1)
    opened = [event["step"] for event in kept.of("open")]
    assert opened == list(range(1, len(opened) + 1))
    assert sorted(event["step"] for event in kept.of("close")) == opened
    assert {event["side"] for event in kept.of("open")} >= {"cli", "layer", "graphdriver"}
    assert [event["kind"] for event in kept.of("chapter")] == [
        "engine-start",
        "command",
        "engine-stop",
    ]


@NEEDS_ROOT
def test_the_last_run_is_kept_for_its_owner(run_trace: Any, tmp_path: Path) -> None:
    run_trace("--name=last")

    file = tmp_path / "state" / "container-walkthrough" / "last.jsonl"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert trace_file.read(file).command[-2] == "--name=last"


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    trace_file.write(SMALL, tmp_path / "x.jsonl")

    assert list(trace_file.read(tmp_path / "x.jsonl").events) == list(SMALL.events)
    assert os.listdir(tmp_path) == ["x.jsonl"]


def test_odd_texts_survive(tmp_path: Path) -> None:
    odd = trace(call("create", "mkdir \udcff\u2028步/"))
    trace_file.write(odd, tmp_path / "x.jsonl")

    assert list(trace_file.read(tmp_path / "x.jsonl").events) == list(odd.events)


def test_what_is_told_again_is_recorded_alike() -> None:
    recorder = Recorder(SMALL.command, SMALL.data_root)
    lessons = {event["id"]: event for event in SMALL.of("lesson")}

    SMALL.tell(recorder)

    end = {"status": 0, "stopped_early": None}
    assert recorder.events(lambda id, line: lessons[id], **end)[1:] == list(SMALL.events)[1:]


def broken(tmp_path: Path, change: Any) -> Path:
    lines = [json.dumps(event) for event in SMALL.events]
    path = tmp_path / "broken.jsonl"
    path.write_text("\n".join(change(lines)) + "\n")
    return path


@pytest.mark.parametrize(
    ("change", "text"),
    [
        pytest.param(lambda lines: lines[:-1], "the trace is cut off", id="cut off"),
        pytest.param(lambda lines: [*lines[:3], lines[3][:9]], "line 4 is no JSON", id="half"),
        pytest.param(lambda lines: ["[]"], "line 1 is no event", id="list"),
        pytest.param(lambda lines: lines[1:], "not a trace", id="no head"),
        pytest.param(lambda lines: [""], "line 1 is no JSON", id="empty"),
        pytest.param(
            lambda lines: [lines[0].replace('"version": 1', '"version": 2'), *lines[1:]],
            "a trace of version 2; this reads 1",
            id="later",
        ),
    ],
)
def test_a_file_that_is_no_trace_says_why(tmp_path: Path, change: Any, text: str) -> None:
    with pytest.raises(NoTrace, match=text):
        trace_file.read(broken(tmp_path, change))


def test_a_file_that_is_not_there_or_not_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")

    with pytest.raises(NoTrace, match="No such file"):
        trace_file.read(tmp_path / "none")
    with pytest.raises(NoTrace, match="not text"):
        trace_file.read(tmp_path / "binary")


def test_an_event_that_lacks_something_says_what() -> None:
    events = [dict(event) for event in SMALL.events]
    del next(event for event in events if event["event"] == "open")["lesson"]

    with pytest.raises(NoTrace, match="line 4: open without 'lesson'"):
        Trace(events).tell(Recorder([], None))


def test_what_a_later_version_adds_is_skipped() -> None:
    events = [*SMALL.events[:-1], {"event": "applause"}, SMALL.events[-1]]

    Trace(events).tell(Recorder([], None))
