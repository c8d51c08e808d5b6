"""Weaves what an engine elsewhere tells of a request into the story of the client that asked."""

from __future__ import annotations

from dataclasses import replace

from walkthrough.effects import Effect
from walkthrough.exchange import Exchange
from walkthrough.narrator import Narrator
from walkthrough.step import Step, Teller


class Weaver(Teller):
    """Hears one request's half of the engine; hangs it under `asking`, which began it."""

    def __init__(self, narrator: Narrator, asking: Step) -> None:
        self._narrator = narrator
        self._asking = asking
        self._open: dict[int, Step] = {}

    def opened(self, step: Step) -> None:
        """A step begins."""
        # The engine counts from when it got the request, and takes off what its telling takes.
        woven = replace(step, number=0, items=[], started=self._asking.started + step.started)
        self._open[step.number] = woven
        around = step.parent.number if step.parent is not None else 0
        self._narrator.place(woven, self._open.get(around, self._asking))

    def effect(self, step: Step, effect: Effect) -> None:
        """A step changed something."""
        self._narrator.put(self._open[step.number], effect)

    def outside(self, effect: Effect) -> None:
        """Something changed while no step was open: the request did."""
        self._narrator.put(self._asking, effect)

    def exchange(self, step: Step, exchange: Exchange) -> None:
        """A step sent or received something, as from a registry."""
        self._narrator.put(self._open[step.number], exchange)

    def closed(self, step: Step) -> None:
        """A step is over, or the engine does not know more of it."""
        woven = self._open.pop(step.number)
        woven.result, woven.error = step.result, step.error
        woven.duration, woven.over = step.duration, step.over
        woven.ended, woven.cut_off = step.ended, not step.ended
        self._narrator.moves_on()

    def cut_off(self) -> None:
        """Nothing more will be heard."""
        for woven in self._open.values():
            woven.cut_off = True
        self._open.clear()
        self._narrator.moves_on()
