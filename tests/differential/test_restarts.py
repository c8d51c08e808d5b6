"""What a walk left is there again after an end, a kill and a change of the program.

``$RESTARTS`` asks for more walks of each kind.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.differential.harness import Step
from tests.differential.stage import PROGRAMS, Stage, set_up
from tests.differential.walking import Walk, clear
from tests.differential.walks import told, walks
from tests.support.engines import why_no_dockerd

_THE_OTHER_WAY = (PROGRAMS[1], PROGRAMS[0])
_walked = settings(
    max_examples=int(os.environ.get("RESTARTS", "4")),
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_steps = walks(6, 12)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Two data-roots of this module alone."""
    if (reason := why_no_dockerd()) is not None:
        pytest.skip(reason)
    with set_up(tmp_path_factory.mktemp("stage")) as found:
        found.start()
        yield found


def _begin(stage: Stage, *parts: list[Step]) -> Walk:
    note("\n--\n".join(map(told, parts)))
    for engine in stage.engines:
        clear(engine)
    return Walk(stage.engines)


@pytest.mark.parametrize("end", [Stage.stop, Stage.kill])
@_walked
@given(before=_steps, after=_steps)
def test_engines_that_were_stopped_or_killed_go_on_alike(
    end: Callable[[Stage], None], stage: Stage, before: list[Step], after: list[Step]
) -> None:
    walk = _begin(stage, before, after)
    difference = walk.go(before)

    end(stage)
    stage.start()

    difference = difference or walk.look() or walk.go(after) or walk.look()
    assert difference is None, difference


@_walked
@given(before=_steps, after=_steps, killed=st.booleans())
def test_each_goes_on_with_what_the_other_left(
    stage: Stage, before: list[Step], after: list[Step], killed: bool
) -> None:
    walk = _begin(stage, before, after)
    difference = walk.go(before)

    (stage.kill if killed else stage.stop)()
    stage.start(_THE_OTHER_WAY)

    # What `parting` calls dockerd's is the first data-root, which ours serves now.
    difference = difference or walk.look() or walk.go(after) or walk.look()
    stage.stop()
    stage.start()
    difference = difference or walk.look()
    assert difference is None, difference
