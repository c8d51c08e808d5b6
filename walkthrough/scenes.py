"""A story cut into scenes: for each step that is shown, the text that is written for it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from walkthrough import render, trace_file
from walkthrough.renderers import Look
from walkthrough.step import Step, Tellers
from walkthrough.trace_file import Trace
from walkthrough.view import View
from walkthrough.words import speaker
from walkthrough.wrap import width

if TYPE_CHECKING:
    from rich.console import Console

_CODES = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\")


@dataclass(slots=True)
class Scene:
    """What is written from the beginning of one step to the beginning of the next."""

    number: int  # of the step; 0 is what comes before all steps
    text: str = ""


class Cutter(Tellers):
    """Lets `renderer` write, and takes what it has written away for the scenes."""

    def __init__(self, renderer: render.Renderer, written: io.StringIO) -> None:
        super().__init__(renderer)
        self.scenes = [Scene(0)]
        self._renderer = renderer
        self._written = written

    def opened(self, step: Step) -> None:
        """A new scene begins. Only now does the renderer write the rest of the one before."""
        super().opened(step)
        self._take()
        self.scenes.append(Scene(step.number))

    def end(self) -> None:
        """The last scene is over."""
        self._renderer.flush()
        self._take()

    def _take(self) -> None:
        self.scenes[-1].text += self._written.getvalue()
        self._written.seek(0)
        self._written.truncate()


def cut(trace: Trace, look: Look, like: Console) -> list[Scene]:
    """Return the scenes of a trace, written for a console `like` that one."""
    from rich.console import Console

    written = io.StringIO()
    console = Console(
        file=written,
        force_terminal=like.is_terminal,
        color_system=like.color_system,  # type: ignore[arg-type]
        no_color=like.no_color,
        width=look.width,
        highlight=False,
        legacy_windows=False,
    )
    say = speaker(look.lang)
    cutter = Cutter(render.Renderer(console, trace_file.locate, say=say, live=False), written)
    trace.tell(View(look.choice, cutter, trace.data_root), look.lang)
    return [scene for scene in cutter.scenes if scene.text.strip()]


def rows(line: str, columns: int) -> int:
    """Return how many rows of a terminal a line takes."""
    return max(1, -(-width(_CODES.sub("", line)) // columns))
