"""Progress is written as the lines of JSON that Docker's clients draw."""

from __future__ import annotations

import io

import pytest

from engine.golang.errors import GoError
from engine.pkg.progress import progress
from engine.pkg.progress.progress import Progress
from engine.pkg.streamformatter.streamformatter import (
    StreamWriter,
    format_error,
    new_json_progress_output,
)


@pytest.mark.parametrize(
    ("report", "line"),
    [
        (Progress(id="a", action="Waiting"), '{"status":"Waiting","progressDetail":{},"id":"a"}'),
        (
            Progress(id="a", action="Downloading", current=1200, total=2000),
            '{"status":"Downloading","progressDetail":{"current":1200,"total":2000},'
            '"progress":"[==============================\\u003e                    ]'
            '    1.2kB/2kB","id":"a"}',
        ),
        (
            Progress(id="a", action="Downloading", current=1200),
            '{"status":"Downloading","progressDetail":{"current":1200},'
            '"progress":"   1.2kB","id":"a"}',
        ),
        (Progress(id="a", message="Pulling from x"), '{"status":"Pulling from x","id":"a"}'),
        (Progress(message="Digest: <x>"), '{"status":"Digest: \\u003cx\\u003e"}'),
    ],
    ids=["action", "bar", "amount", "message", "escaped"],
)
def test_a_report_is_a_line(report: Progress, line: str) -> None:
    out = io.BytesIO()

    new_json_progress_output(out, new_lines=False).write_progress(report)

    assert out.getvalue().decode() == line + "\r\n"


def test_the_last_report_may_be_followed_by_an_empty_line() -> None:
    out = io.BytesIO()
    output = new_json_progress_output(out, new_lines=True)

    output.write_progress(Progress(id="a", action="Done", last_update=True))
    progress.update(output, "b", "Waiting")

    assert out.getvalue().decode().splitlines() == [
        '{"status":"Done","progressDetail":{},"id":"a"}',
        "{}",
        '{"status":"Waiting","progressDetail":{},"id":"b"}',
    ]


def test_an_error_is_a_line_too() -> None:
    line = format_error(GoError("no & never"))

    assert line == (
        b'{"errorDetail":{"message":"no \\u0026 never"},"error":"no \\u0026 never"}\r\n'
    )


def test_text_is_a_stream() -> None:
    out = io.BytesIO()

    StreamWriter(out).write("Loaded image: x\n")

    assert out.getvalue() == b'{"stream":"Loaded image: x\\n"}\r\n'
