"""Progress as the lines of JSON that Docker's clients draw.

Go: pkg/streamformatter/streamformatter.go
"""

from __future__ import annotations

from typing import Protocol

from engine.golang import errors
from engine.golang.struct_tags import marshal
from engine.pkg.jsonmessage.jsonmessage import JSONError, JSONMessage, JSONProgress
from engine.pkg.progress.progress import Progress

STREAM_NEWLINE = b"\r\n"


class Writer(Protocol):
    """Takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Pass ``data`` on."""
        ...


def _line(message: JSONMessage) -> bytes:
    return marshal(message).encode() + STREAM_NEWLINE


def format_status(id: str, text: str) -> bytes:
    """Return a sentence about ``id`` as a line.

    Go: FormatStatus
    """
    return _line(JSONMessage(id=id, status=text))


def format_error(error: BaseException) -> bytes:
    """Return an error as a line; the client ends with it.

    Go: FormatError
    """
    text = errors.text(error)
    return _line(JSONMessage(error=JSONError(message=text), error_message=text))


class JSONProgressOutput:
    """Writes progress to ``out``, a line for each report.

    Go: progressOutput, jsonProgressFormatter
    """

    def __init__(self, out: Writer, new_lines: bool) -> None:
        self._out = out
        self._new_lines = new_lines

    def write_progress(self, progress: Progress) -> None:
        """Write one report.

        Go: progressOutput.WriteProgress
        """
        if progress.message:
            self._out.write(format_status(progress.id, progress.message))
        else:
            self._out.write(self._format_progress(progress))
        if self._new_lines and progress.last_update:
            self._out.write(format_status("", ""))

    def _format_progress(self, progress: Progress) -> bytes:
        bar = JSONProgress(
            current=progress.current,
            total=progress.total,
            hide_counts=progress.hide_counts,
            units=progress.units,
        )
        return _line(
            JSONMessage(
                id=progress.id,
                status=progress.action,
                progress_message=str(bar),
                progress=bar,
                aux=progress.aux,
            )
        )


def new_json_progress_output(out: Writer, new_lines: bool) -> JSONProgressOutput:
    """Return an output that writes lines of JSON.

    Go: NewJSONProgressOutput
    """
    return JSONProgressOutput(out, new_lines)


class StreamWriter:
    """Turns text into ``{"stream": text}`` lines.

    Go: streamwriter.go streamWriter
    """

    def __init__(self, out: Writer) -> None:
        self._out = out

    def write(self, text: str) -> None:
        """Write one line."""
        self._out.write(_line(JSONMessage(stream=text)))
