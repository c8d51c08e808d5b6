"""Sends the story of one request, as it is told, to the client that reads along."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from walkthrough.recording import Event, Recorder

if TYPE_CHECKING:
    from walkthrough.joined.streams import Stream


class Sender(Recorder):
    """Puts each event into a stream instead of keeping it; without a stream, nowhere."""

    def __init__(
        self, request: str, stream: Stream | None, describe: Callable[[str, int], Event]
    ) -> None:
        super().__init__([], None)
        self._request = request
        self._stream = stream
        self._describe = describe

    def begin(self) -> None:
        """Say that the request is there."""
        self._add("begin")

    def over(self, stopped_early: str | None, telling: float) -> None:
        """Say that all was told; so many seconds passed with the telling."""
        self._add("end", stopped_early=stopped_early, telling=round(telling, 6))

    def _add(self, event: str, **fields: Any) -> None:
        if self._stream is None:
            return
        if event == "lesson":
            id = fields["id"]
            if id in self._stream.told:
                return
            self._stream.told.add(id)
            fields = self._describe(id, self._lines[id])
        self._stream.put({**fields, "event": event, "request": self._request})
