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
        self._put({"event": "begin"})

    def over(self, stopped_early: str | None, telling: float) -> None:
        """Say that all was told; so many seconds passed with the telling."""
        self._put({"event": "end", "stopped_early": stopped_early, "telling": round(telling, 6)})

    def _hear(self, become: Callable[..., Event], *what: Any) -> None:
        if self._stream is None:
            return
        event = become(*what)
        if event["event"] == "open" and event["lesson"] not in self._stream.told:
            self._stream.told.add(event["lesson"])
            self._put(self._describe(event["lesson"], what[0].line))
        self._put(event)

    def _put(self, event: Event) -> None:
        if self._stream is not None:
            self._stream.put({**event, "request": self._request})
