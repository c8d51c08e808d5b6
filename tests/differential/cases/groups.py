"""All groups of cases, in the order of a create."""

from __future__ import annotations

from tests.differential.cases import (
    config,
    events,
    host_config,
    mounts,
    names,
    networks,
    resources,
    surroundings,
    wire,
)
from tests.differential.harness import Case

GROUPS: dict[str, list[Case]] = {
    group.TITLE: group.CASES
    for group in (
        wire,
        names,
        config,
        host_config,
        resources,
        networks,
        mounts,
        surroundings,
        events,
    )
}
