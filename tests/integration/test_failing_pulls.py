"""Whatever fails while an image is pulled, the image is there or it is not, as the client was told.

What the chain of a pull leaves when it fails is counted as for a create.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from tests.support import faults
from tests.support.census import Answer, Engine, differences, disk
from tests.support.faults import Fault, Steps

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")

# What takes something away again. Were that not to begin, nothing would be taken away.
_CLEAN_UP = frozenset(("close", "release", "release_layer", "_release", "<lambda>"))


class Pulls:
    """Pulls one image, again and again."""

    def __init__(self, engine: Engine, steps: Steps, image: str) -> None:
        self._engine = engine
        self._steps = steps
        self._image = image
        # A download that may succeed is tried again, after a while.
        engine.daemon.image_service.download_manager.wait_seconds = 0.001
        assert engine.pull(image).status == 200
        self._remove()
        self._before = engine.census()
        with faults.recorded(steps) as moments:
            assert engine.pull(image).status == 200
        steps_once = {(moment.step, moment.after): moment for moment in moments}
        self.moments = [
            moment
            for moment in steps_once.values()
            if moment.after or moment.step.rsplit(".", 1)[-1] not in _CLEAN_UP
        ]
        self._remove()

    def fail_each(self) -> list[str]:
        """Fail at each moment; return what was wrong then."""
        wrong = []
        for moment in self.moments:
            with faults.failing(self._steps, moment, GoError("injected"), spare=_CLEAN_UP) as fault:
                answer = self._engine.pull(self._image)
            told = self._judge(fault, answer)
            self._remove()
            after = self._engine.census()
            wrong += [f"{moment}: {line}" for line in told + differences(self._before, after)]
            self._before = after
        return wrong

    def _judge(self, fault: Fault, answer: Answer) -> list[str]:
        """See that answer and name are both there or both missing, unless the error came last."""
        failed = answer.status != 200 or answer.message != ""
        named = self._engine.ask("GET", f"/images/{self._image}/json").status == 200
        if not failed:
            return [] if named else ["no error, and no image"]
        within = " ".join(fault.within)
        told = [] if answer.message.endswith("injected") else [f"{answer} does not tell of it"]
        if named and "V2Puller.pull_v2_tag" in within:
            told.append("an error, and an image")
        return told

    def _remove(self) -> None:
        """Remove what images there are, also one that did not get its name any more."""
        for id in self._engine.daemon.image_service.image_store.map():
            assert self._engine.ask("DELETE", f"/images/{id}?force=1").status == 200


def test_no_failed_step_of_a_pull_leaves_half_an_image(
    tmp_path: Path, steps: Steps, demo_image: str
) -> None:
    with disk(tmp_path / "disk") as place, Engine(place).running() as engine:
        pulls = Pulls(engine, steps, demo_image)

        wrong = pulls.fail_each()

    assert len(pulls.moments) > 100
    assert wrong == []
