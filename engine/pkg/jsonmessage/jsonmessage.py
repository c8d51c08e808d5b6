"""Progress as the daemon reports it, one JSON object after another, and as the user sees it.

Go: pkg/jsonmessage/jsonmessage.go
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from typing import Any, Protocol

from engine.golang.errors import GoError
from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct
from engine.pkg.jsonmessage.decoder import Decoder, Reader
from engine.vendor.docker.go_units.size import human_size

_ERASE_LINE = "\x1b[2K"
_NANOSECONDS = 1_000_000_000


class Writer(Protocol):
    """Where the text goes.

    Go: io.Writer
    """

    def write(self, text: str, /) -> object:
        """Show ``text``."""

    def flush(self) -> object:
        """Show it now."""


class Stream(Writer, Protocol):
    """A writer that knows whether it is a terminal.

    Go: stream
    """

    def fd(self) -> int:
        """Return the file descriptor, for the terminal's width."""

    def is_terminal(self) -> bool:
        """Say whether a person may be looking."""


@struct(slots=True, kw_only=True)
class JSONError:
    """What went wrong on the other side, after the answer had begun.

    Go: JSONError
    """

    code: int = field(default=0, metadata=tag("code", omitempty=True))
    message: str = field(default="", metadata=tag("message", omitempty=True))


class MessageError(GoError):
    """The daemon reported in the stream that it failed.

    Go: JSONError.Error
    """

    def __init__(self, message: str, code: int) -> None:
        self.code = code
        super().__init__(message)


@struct(slots=True, kw_only=True)
class JSONProgress:
    """How far something is: ``current`` of ``total``, begun at ``start`` (Unix seconds).

    Go: JSONProgress
    """

    terminal_fd: int = -1
    current: Int64 = field(default=0, metadata=tag("current", omitempty=True))
    total: Int64 = field(default=0, metadata=tag("total", omitempty=True))
    start: Int64 = field(default=0, metadata=tag("start", omitempty=True))
    hide_counts: bool = field(default=False, metadata=tag("hidecounts", omitempty=True))
    units: str = field(default="", metadata=tag("units", omitempty=True))
    now_func: Callable[[], float] = time.time
    win_size: int = 0

    def __str__(self) -> str:
        """Return bar, numbers and time left, as far as they are known and fit.

        Go: JSONProgress.String
        """
        if self.current <= 0 and self.total <= 0:
            return ""
        if self.total <= 0:
            return self._amount()
        width = self.width()
        percentage = min(int(self.current / self.total * 100) // 2, 50)
        bar = ""
        if width > 110:
            bar = f"[{'=' * percentage}>{' ' * (50 - percentage)}] "
        return bar + self._numbers() + self._time_left(percentage, width)

    def _amount(self) -> str:
        if self.units:
            return f"{self.current} {self.units}"
        return f"{human_size(self.current):>8}"

    def _numbers(self) -> str:
        if self.hide_counts:
            return ""
        # A total that has been passed is no total.
        if self.current > self.total:
            return self._amount()
        if self.units:
            return f"{self.current}/{self.total} {self.units}"
        return f"{human_size(self.current):>8}/{human_size(self.total)}"

    def _time_left(self, percentage: int, width: int) -> str:
        if self.current <= 0 or self.start <= 0 or percentage >= 50 or width <= 50:
            return ""
        from_start = int((self.now_func() - self.start) * _NANOSECONDS)
        left = (self.total - self.current) * (from_start // self.current)
        return f" {_seconds(left // _NANOSECONDS)}"

    def width(self) -> int:
        """Return the terminal's width, 200 if there is none.

        Go: JSONProgress.width
        """
        if self.win_size:
            return self.win_size
        try:
            return os.get_terminal_size(self.terminal_fd).columns
        except (OSError, ValueError, OverflowError):
            return 200


def _seconds(seconds: int) -> str:
    """Return ``1h2m3s`` for whole seconds.

    Go: time.Duration.String
    """
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    if hours:
        return f"{hours}h{minutes}m{rest}s"
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"


@struct(slots=True, kw_only=True)
class JSONMessage:
    """One piece of news.

    Go: JSONMessage
    """

    stream: str = field(default="", metadata=tag("stream", omitempty=True))
    status: str = field(default="", metadata=tag("status", omitempty=True))
    progress: JSONProgress | None = field(
        default=None, metadata=tag("progressDetail", omitempty=True)
    )
    progress_message: str = field(default="", metadata=tag("progress", omitempty=True))
    id: str = field(default="", metadata=tag("id", omitempty=True))
    from_: str = field(default="", metadata=tag("from", omitempty=True))
    time: Int64 = field(default=0, metadata=tag("time", omitempty=True))
    time_nano: Int64 = field(default=0, metadata=tag("timeNano", omitempty=True))
    error: JSONError | None = field(default=None, metadata=tag("errorDetail", omitempty=True))
    error_message: str = field(default="", metadata=tag("error", omitempty=True))
    # Not for people: the digest that a push has made, the ID of an image.
    aux: Any = field(default=None, metadata=tag("aux", omitempty=True))

    def display(self, out: Writer, is_terminal: bool) -> None:
        """Show the message; without a terminal, progress that has numbers is left out.

        Raises:
            MessageError: the message is that something failed.

        Go: JSONMessage.Display
        """
        if self.error is not None:
            if self.error.code == 401:
                raise MessageError("authentication is required", 401)
            raise MessageError(self.error.message, self.error.code)
        endl = ""
        if is_terminal and not self.stream and self.progress is not None:
            endl = "\r"
            out.write(_ERASE_LINE + endl)
        elif self.progress is not None and str(self.progress):
            return
        out.write(self._when() + (f"{self.id}: " if self.id else ""))
        if self.from_:
            out.write(f"(from {self.from_}) ")
        if self.progress is not None and is_terminal:
            out.write(f"{self.status} {self.progress}{endl}")
        elif self.progress_message:
            out.write(f"{self.status} {self.progress_message}{endl}")
        elif self.stream:
            out.write(f"{self.stream}{endl}")
        else:
            out.write(f"{self.status}{endl}\n")

    def _when(self) -> str:
        nanoseconds = self.time_nano or self.time * _NANOSECONDS
        if not nanoseconds:
            return ""
        seconds, fraction = divmod(nanoseconds, _NANOSECONDS)
        moment = datetime.fromtimestamp(seconds).astimezone()
        offset = moment.strftime("%z")
        zone = "Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:]}"
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{fraction:09d}{zone} "


def display_json_messages_stream(
    source: Reader,
    out: Writer,
    terminal_fd: int,
    is_terminal: bool,
    aux_callback: Callable[[JSONMessage], object] | None = None,
) -> None:
    """Show the messages of ``source`` on ``out`` as they come.

    On a terminal each thing with progress keeps a line of its own, and the cursor moves up to it.

    Raises:
        MessageError: a message was that something failed; nothing after it is read.
        JSONError: what came is no JSON.

    Go: DisplayJSONMessagesStream
    """
    lines: dict[str, int] = {}
    for message in Decoder(source).values(JSONMessage):
        if message.aux is not None:
            if aux_callback is not None:
                aux_callback(message)
            continue
        if message.progress is not None:
            message.progress.terminal_fd = terminal_fd
        up = 0
        if message.id and (message.progress is not None or message.progress_message):
            up = _find_line(lines, message.id, out, is_terminal)
        else:
            # What has no line of its own moves all the others out of reach.
            lines.clear()
        try:
            message.display(out, is_terminal)
        finally:
            if message.id and is_terminal and up:
                out.write(f"\x1b[{up}B")
            out.flush()


def _find_line(lines: dict[str, int], name: str, out: Writer, is_terminal: bool) -> int:
    """Go up to the line of ``name``, or to a new one; return how far it was."""
    if name not in lines:
        lines[name] = len(lines)
        if is_terminal:
            out.write("\n")
    up = len(lines) - lines[name]
    if is_terminal:
        out.write(f"\x1b[{up}A")
    return up


def display_json_messages_to_stream(
    source: Reader,
    stream: Stream,
    aux_callback: Callable[[JSONMessage], object] | None = None,
) -> None:
    """Show the messages of ``source`` on ``stream``, which knows whether it is a terminal.

    Raises:
        MessageError: a message was that something failed.

    Go: DisplayJSONMessagesToStream
    """
    display_json_messages_stream(source, stream, stream.fd(), stream.is_terminal(), aux_callback)
