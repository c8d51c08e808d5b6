from __future__ import annotations

import contextlib
import os
from pathlib import Path
from types import FrameType, FunctionType

from engine.golang.defer import Undo, take_back
from walkthrough import undoing
from walkthrough.effects import Effect
from walkthrough.observer import Observer


class Shelf:
    def _take(self, thing: object, *, gently: bool) -> None:
        return


class Listener:
    def __init__(self) -> None:
        self.told: list[Effect] = []

    def started(self, function: FunctionType, frame: FrameType) -> None:
        self.told.append(undoing.told(frame.f_locals))

    def returned(self, function: FunctionType, value: object) -> None:
        return

    def raised(self, function: FunctionType, error: BaseException) -> None:
        return


def test_each_clean_up_that_runs_is_told_last_first(tmp_path: Path) -> None:
    listener = Listener()
    (tmp_path / "made").mkdir()

    with Observer([take_back], listener), contextlib.suppress(OSError), Undo() as undo:
        undo.defer(os.rmdir, tmp_path / "made")
        undo.defer(Shelf()._take, "cup", gently=True)
        undo.defer(Shelf()._take, Shelf(), gently=False)
        raise OSError("broken")

    assert [effect.target for effect in listener.told] == [
        "Shelf.take(gently=False)",
        "Shelf.take('cup', gently=True)",
        f"rmdir('{tmp_path}/made')",
    ]
    assert {effect.kind for effect in listener.told} == {"undo"}


def test_a_clean_up_that_is_not_needed_is_not_told() -> None:
    listener = Listener()

    with Observer([take_back], listener), Undo() as undo:
        undo.defer(print, "never")

    assert listener.told == []
