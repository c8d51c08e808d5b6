"""What is told about one step: which function it is, what it is for, and what to show of it.

A lesson never states a value of a run; those are observed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from walkthrough.observer import code_of, function_of
from walkthrough.sides import side_of

# Steps that the source analysis does not name, and without which the rest cannot be understood.
MAIN_ROAD = frozenset(
    {
        "cli.parse",
        "cli.runDocker.initialize.dockerCli.initializeFromClient.ping",
        "client.post.sendRequest.doRequest",
        "api.decodeConfig",
        "api.server.makeErrorHandler",
        "api.writeJSON",
        "daemon.getImage",
        "daemon.verify",
        "daemon.create.mergeAndVerifyConfig",
        "daemon.create.newContainer.generateIDAndName",
        "daemon.create.createLayer.createRWLayer.initMount",
        "daemon.create.createLayer.createRWLayer.createReadWrite",
        "daemon.create.createLayer.createRWLayer.createReadWrite.create.getLower",
        "daemon.create.createLayer.createRWLayer.driverGet",
        "daemon.create.createLayer.createRWLayer.saveMount",
        "daemon.create.setHostConfig.registerMountPoints",
        "daemon.create.setHostConfig.registerMountPoints.volumeCreate.storeCreate.create.localCreate",
        "daemon.create.setHostConfig.checkpointTo",
        "daemon.create.osSpecific.setupWorkingDirectory",
        "daemon.create.osSpecific.populateVolumes.copyImagePathContent.copyExistingContents.copyDir",
        "daemon.create.networkSettings",
        "daemon.create.register",
        "daemon.create.logContainerEvent",
        "daemon.create.cleanupContainer.releaseLayer.releaseRWLayer",
        "daemon.create.cleanupContainer.removeMountPoints",
        "image.pull",
        "image.pull.v2Pull.repository.tag",
        "image.pull.v2Pull.repository.tag.download.blob",
        "image.pull.v2Pull.repository.tag.download.register",
        "image.pull.v2Pull.repository.tag.download.register.applyTar.applyDiff",
        "image.pull.v2Pull.repository.tag.imageStorePut",
        "image.pull.v2Pull.repository.tag.addReference",
    }
)
# The analysis speaks of these, too: parts of a function that is on the road itself and tells them.
BESIDE_THE_ROAD = frozenset(
    {
        "cli.newCreateCommand.runE",
        "cli.createContainer.pullAndTagImage",
        "cli.createContainer.pullAlways",
        "cli.createContainer.request",
        "api.backendCall",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One step of the journey.

    `id` is its place in the chain of calls (dots lead from caller to callee), `step` the
    function, `show` the names of the arguments worth seeing. `section` names the part of the
    source analysis that this walk began with, where it speaks of the step. `later` tells what
    Docker has changed about the step since 20.10, and where to read about it.
    """

    id: str
    step: Callable[..., Any]
    title: str
    why: str
    show: tuple[str, ...] = ()
    section: str = ""
    later: str = ""

    @property
    def code(self) -> CodeType:
        """The code of the step, even while other code stands in for it."""
        return code_of(self.step)

    @property
    def name(self) -> str:
        """The step's name in its module, as `Driver.get`."""
        return _names(self.step)[0]

    @property
    def module(self) -> str:
        """The dotted name of the module that has the step."""
        return _names(self.step)[1]

    @property
    def main(self) -> bool:
        """Whether the step is on the main road: the analysis speaks of it, or it has to be seen.

        What all parts of Docker share is beside the road.
        """
        spoken_of = bool(self.section) and self.id not in BESIDE_THE_ROAD
        return bool(side_of(self.module)) and (spoken_of or self.id in MAIN_ROAD)

    @property
    def reason(self) -> str:
        """`why` as one paragraph."""
        return " ".join(self.why.split())

    @property
    def since(self) -> str:
        """`later` as one paragraph."""
        return " ".join(self.later.split())


@cache
def _names(step: Callable[..., Any]) -> tuple[str, str]:
    """Return a function's name in its module, and that of the module."""
    inner = inspect.unwrap(step)
    return str(getattr(inner, "__qualname__", step)), str(getattr(inner, "__module__", ""))


def by_function(lessons: Iterable[Lesson]) -> Mapping[FunctionType, Lesson]:
    """Index `lessons` by the function that is their step."""
    return {function_of(lesson.step): lesson for lesson in lessons}
