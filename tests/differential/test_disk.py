"""What lies on disk when nothing was created yet, and what images leave there."""

from __future__ import annotations

import re

from tests.differential.disk import tree
from tests.support.engines import Engine
from tests.support.steady import Steady, first_difference

# The kernel's own, and of a pull what dockerd keeps for the registry of its swarm.
_KERNELS = re.compile(r".*/work/work/.*")


def test_images_lie_on_disk_as_dockerd_lays_them(pair: tuple[Engine, Engine]) -> None:
    expected, found = (tree(engine.root, Steady(engine), _KERNELS) for engine in pair)

    assert first_difference(expected, found) is None
