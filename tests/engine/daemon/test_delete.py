import os
from pathlib import Path

import pytest

from engine import errdefs
from engine.api.types.configs import ContainerRmConfig
from engine.golang.errors import GoError

FORCE = ContainerRmConfig(force_remove=True)


def volumes(daemon):
    return {path.name for path in Path(daemon.root, "volumes").iterdir() if path.is_dir()}


def test_a_removed_container_is_gone_in_memory_and_on_disk(daemon, request_for):
    layers = set(os.listdir(Path(daemon.root, "overlay2")))
    id = daemon.container_create(request_for("web")).id

    daemon.container_rm("web", ContainerRmConfig())

    assert os.listdir(daemon.repository) == []
    assert set(os.listdir(Path(daemon.root, "overlay2"))) == layers
    assert daemon.containers.get(id) is None
    assert daemon.state_ctr.get() == (0, 0, 0)
    with pytest.raises(errdefs.NotFound):
        daemon.container_rm(id, ContainerRmConfig())
    assert daemon.container_create(request_for("web")).id != id


@pytest.mark.parametrize(
    ("remove_volume", "left"), [(True, {"named"}), (False, {"named", "anonymous"})]
)
def test_only_volumes_without_a_name_go_along(daemon, request_for, remove_volume, left):
    made = daemon.container_create(request_for(binds=["named:/x"], volumes={"/y": {}}))

    daemon.container_rm(made.id, ContainerRmConfig(remove_volume=remove_volume))

    assert {name if name == "named" else "anonymous" for name in volumes(daemon)} == left


def test_a_volume_that_another_container_uses_stays(daemon, request_for):
    first = daemon.container_create(request_for("first", volumes={"/y": {}}))
    daemon.container_create(request_for(volumes_from=["first"]))

    daemon.container_rm(first.id, ContainerRmConfig(remove_volume=True))

    assert len(volumes(daemon)) == 1


def test_a_removal_is_told_after_its_volumes(daemon, request_for):
    made = daemon.container_create(request_for(volumes={"/y": {}}))
    _, listener, cancel = daemon.events_service.subscribe()

    daemon.container_rm(made.id, ContainerRmConfig(remove_volume=True))
    cancel()

    assert [(event.type, event.action) for event in listener] == [
        ("volume", "destroy"),
        ("container", "destroy"),
    ]


def test_two_cannot_remove_a_container_at_once(daemon, request_for):
    made = daemon.container_create(request_for())
    daemon.containers.get(made.id).state.set_removal_in_progress()

    with pytest.raises(errdefs.Conflict) as caught:
        daemon.container_rm(made.id, FORCE)

    assert str(caught.value) == f"removal of container {made.id} is already in progress"


@pytest.mark.parametrize(
    ("paused", "message"),
    [
        (False, "You cannot remove a running container {}. Stop the container before attempting "),
        (True, "You cannot remove a paused container {}. Unpause and then stop the container be"),
    ],
)
def test_a_running_container_is_not_removed(daemon, request_for, paused, message):
    made = daemon.container_create(request_for())
    state = daemon.containers.get(made.id).state
    state.running, state.paused = True, paused

    with pytest.raises(errdefs.Conflict) as caught:
        daemon.container_rm(made.id, ContainerRmConfig())

    assert str(caught.value).startswith(message.format(made.id))
    assert state.removal_in_progress is False


def test_nobody_here_can_stop_what_runs_elsewhere(daemon, request_for):
    made = daemon.container_create(request_for())
    daemon.containers.get(made.id).state.running = True

    with pytest.raises(errdefs.System, match="it was started elsewhere"):
        daemon.container_rm(made.id, FORCE)


class BusyLayers:
    def __init__(self, service):
        self._service = service

    def __getattr__(self, name):
        return getattr(self._service, name)

    def release_layer(self, layer, os):
        raise GoError('driver "overlay2" failed to remove root filesystem: busy')


def test_a_removal_that_fails_can_be_tried_again(daemon, request_for):
    made = daemon.container_create(request_for("web"))
    whole = daemon.image_service
    daemon.image_service = BusyLayers(whole)
    with pytest.raises(GoError) as caught:
        daemon.container_rm("web", FORCE)

    daemon.image_service = whole
    state = daemon.containers.get(made.id).state
    told = state.error_msg
    daemon.container_rm("web", FORCE)

    assert str(caught.value) == (
        f'container {made.id}: driver "overlay2" failed to remove root filesystem: busy'
    )
    assert told == str(caught.value)
    assert state.dead
    assert daemon.containers.size() == 0


def test_a_link_needs_a_parent(daemon, request_for):
    daemon.container_create(request_for("web"))
    daemon.containers_replica.reserve_name("/gone/web", daemon.containers.list()[0].id)

    with pytest.raises(GoError) as caught:
        daemon.container_rm("gone/web", ContainerRmConfig(remove_link=True))

    assert str(caught.value) == "Cannot get parent /gone for link name /gone/web"
