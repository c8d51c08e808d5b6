"""The client's part in a joined story: `traceparent` on its requests, and the engine's half.

The header goes on the request as the function that sends it begins, as the HTTP transports of
OpenTelemetry do it: so each request names the very step that sends it. Where the engine tells its
half, that is told in the client's story while the client waits for the answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import TYPE_CHECKING

from walkthrough import traceparent
from walkthrough.joined import wire
from walkthrough.joined.follower import Follower, NoStream
from walkthrough.joined.weaver import Weaver
from walkthrough.trace_file import KeptLesson, Retelling, kept_lesson
from walkthrough.traceparent import Traceparent

if TYPE_CHECKING:
    from engine.client.client import Client
    from engine.golang.http_response import Response
    from walkthrough.narrator import Narrator
    from walkthrough.step import Step

_SILENCE = 10.0  # seconds without news, after which an engine is waited for no more


@dataclass(slots=True)
class _Request:
    """One request, and what the engine told of it."""

    asking: Step
    narrator: Narrator
    begun: bool = False
    over: bool = False
    telling: float = 0.0  # seconds that the engine told, which are no part of the work
    weaver: Weaver | None = None
    retelling: Retelling | None = None


class Companion:
    """Goes along with the requests of one story, and has the engine's half told if `joins`.

    The story is part of the trace that `within` names, if it does.
    """

    def __init__(
        self,
        lang: str,
        *,
        joins: bool,
        joined: Callable[[str], None],
        within: Traceparent | None = None,
    ) -> None:
        self.within = within
        self.trace_id = within.trace_id if within is not None else traceparent.new_trace_id()
        self.lessons: dict[str, wire.Event] = {}  # that the engine spoke of
        self.theirs = False  # whether the engine exports its half itself
        self.why: str | None = None  # not all of the engine's half is there
        self._lang = lang
        self._joins = joins
        self._joined = joined
        self._follower: Follower | None = None
        self._known: dict[str, KeptLesson] = {}
        self._requests: dict[str, _Request] = {}
        self._last: _Request | None = None
        self._news = threading.Condition()
        self._heard_at = 0.0
        self._is_hearing = False

    def new_span(self) -> str:
        """Draw the id of a step that will send a request."""
        return traceparent.new_span()

    # In the client's thread.

    def leaves(self, frame: FrameType, narrator: Narrator) -> None:
        """Put the header on a request that is about to be sent, and be ready for what follows."""
        step = narrator.innermost()
        if step is None or not step.span:
            return
        values = frame.f_locals
        parent = Traceparent(self.trace_id, step.span)
        values["request"].headers[traceparent.HEADER] = [str(parent)]
        if not self._joins:
            return
        with narrator.clock.paused():
            if self._follower is None:
                self._join(values["client"])
            if self._follower is not None:
                self._wait(self._all_over)
                self._last = self._requests[step.span] = _Request(step, narrator)

    def _join(self, client: Client) -> None:
        try:
            follower = Follower(client, self.trace_id)
        except NoStream:
            self._joins = False  # a stock dockerd, or none at all: its client's half is told
            return
        self._follower = follower
        self.theirs = bool(follower.hello.get("exports"))
        self._joined(str(follower.hello["data_root"]))
        self._heard_at = time.monotonic()
        follower.start(self._hear, self._ended)

    def answered(self, answer: Response, narrator: Narrator) -> None:
        """Let the engine's half be told before the answer is.

        An answer in pieces comes while the engine still works; then it is enough to know that
        the engine has begun, and the story sees to the order.
        """
        request = self._last
        if request is None or request.over:
            return
        in_pieces = "chunked" in answer.header.get("Transfer-Encoding").lower()
        with narrator.clock.paused():
            self._wait(lambda: request.over or (in_pieces and request.begun))
        if request.over and not in_pieces:
            narrator.clock.overhead += request.telling

    def failed(self) -> None:
        """Expect nothing of a request that the engine may never have got."""
        if self._last is not None and not self._last.begun:
            self._last.over = True

    def finish(self, narrator: Narrator) -> None:
        """Hear the rest, and hang up."""
        if self._follower is not None:
            self._wait(self._all_over)
            self._follower.close()
            self._follower = None

    def _all_over(self) -> bool:
        return all(request.over for request in self._requests.values())

    def _wait(self, until: Callable[[], bool]) -> None:
        with self._news:
            self._heard_at = time.monotonic()
            while not until():
                self._news.wait(0.2)
                if not self._is_hearing and time.monotonic() - self._heard_at > _SILENCE:
                    self._joins = False  # and do not wait like that again
                    self._give_up(f"no news from the engine for {_SILENCE:.0f} seconds")

    def _give_up(self, why: str) -> None:
        for request in self._requests.values():
            if not request.over:
                self.why = self.why or why
                request.over = True
                if request.weaver is not None:
                    request.weaver.cut_off()

    # In the follower's thread.

    def _hear(self, event: wire.Event) -> None:
        self._is_hearing = True
        try:
            self._take(event)
        finally:
            with self._news:
                self._is_hearing = False
                self._heard_at = time.monotonic()
                self._news.notify_all()

    def _take(self, event: wire.Event) -> None:
        if event["event"] == "lesson":
            self.lessons[event["id"]] = {k: v for k, v in event.items() if k != "request"}
            self._known[event["id"]] = kept_lesson(event, self._lang)
            return
        request = self._requests.get(event["request"])
        if request is None or request.over:
            return
        if event["event"] == "begin":
            request.weaver = Weaver(request.narrator, request.asking)
            request.retelling = Retelling(self._known)
            request.begun = True
        elif event["event"] == "end":
            request.telling = event["telling"]
            self.why = self.why or event["stopped_early"]
            if request.weaver is not None:
                request.weaver.cut_off()
            request.over = True
        elif request.retelling is not None and request.weaver is not None:
            request.retelling.tell(event, request.weaver)

    def _ended(self, why: str | None) -> None:
        """No more is to be heard; what was not over will not be."""
        with self._news:
            self.why = self.why or why
            self._give_up("the engine hung up")
            self._news.notify_all()
