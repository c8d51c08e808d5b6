import pytest

from engine import errdefs
from engine.api.types.configs import ContainerRmConfig
from engine.api.types.container.modes import NetworkMode
from engine.container.container import new_base_container
from engine.daemon.links import LinkIndex
from engine.golang.errors import GoError


def test_a_link_is_seen_from_both_sides():
    index = LinkIndex()
    parent, child = new_base_container("p", ""), new_base_container("c", "")

    index.link(parent, child, "/p/alias")

    assert index.children(parent) == {"/p/alias": child}
    assert index.parents(child) == {"/p/alias": parent}


def test_an_unlinked_child_is_forgotten():
    index = LinkIndex()
    parent, child = new_base_container("p", ""), new_base_container("c", "")
    index.link(parent, child, "/p/alias")

    index.unlink("/p/alias", child, parent)

    assert (index.children(parent), index.parents(child)) == ({}, {})


def test_a_deleted_container_takes_its_aliases_along():
    index = LinkIndex()
    parent, child = new_base_container("p", ""), new_base_container("c", "")
    index.link(parent, child, "/p/one")
    index.link(parent, child, "/p/two")

    aliases = index.delete(parent)

    assert sorted(aliases) == ["/p/one", "/p/two"]
    assert index.parents(child) == {}
    assert index.delete(parent) == []


@pytest.fixture
def linked(daemon, request_for):
    child = daemon.container_create(request_for("child"))
    parent = daemon.container_create(request_for("parent", links=["child:db"]))
    return daemon, parent.id, child.id


def test_the_alias_finds_the_child(linked):
    daemon, parent, child = linked

    found = daemon.container_inspect("/parent/db", False, "1.41")

    assert found.id == child
    links = daemon.container_inspect(parent, False, "1.41").host_config.links
    assert links == ["/child:/parent/db"]


def test_links_come_back_after_a_restart(linked, start):
    _, parent, _ = linked

    daemon = start()

    links = daemon.container_inspect(parent, False, "1.41").host_config.links
    assert links == ["/child:/parent/db"]


def test_a_link_can_be_removed_alone(linked):
    daemon, parent, child = linked

    daemon.container_rm("parent/db", ContainerRmConfig(remove_link=True))

    assert daemon.container_inspect(child, False, "1.41").name == "/child"
    assert daemon.container_inspect(parent, False, "1.41").host_config.links is None
    with pytest.raises(errdefs.NotFound):
        daemon.container_inspect("/parent/db", False, "1.41")


def test_a_containers_own_name_is_no_link(linked):
    daemon, _, _ = linked

    with pytest.raises(GoError) as caught:
        daemon.container_rm("parent", ContainerRmConfig(remove_link=True))

    message = "Conflict, cannot remove the default link name of the container"
    assert str(caught.value) == message


def test_the_aliases_of_a_removed_parent_are_free(linked, request_for):
    daemon, parent, _ = linked

    daemon.container_rm(parent, ContainerRmConfig())
    daemon.container_create(request_for("parent", links=["child:db"]))

    assert len(daemon.containers_replica.snapshot().get_all_names()) == 2


def test_a_taken_alias_is_only_logged(linked, request_for, caplog):
    daemon, _, _ = linked

    daemon.container_create(request_for("other"))
    made = daemon.container_create(request_for("third", links=["child:x", "other:x"]))

    assert "as alias x, ignoring: name is reserved" in caplog.text
    links = daemon.container_inspect(made.id, False, "1.41").host_config.links
    assert links == ["/child:/third/x"]


def test_a_link_to_a_guest_leads_to_its_host(linked, request_for):
    daemon, _, child = linked
    daemon.container_create(request_for("guest", network_mode=NetworkMode("container:child")))

    made = daemon.container_create(request_for("third", links=["guest:x"]))

    (known,) = daemon.link_index.children(daemon.containers.get(made.id)).values()
    assert known.id == child


def test_on_a_users_network_links_are_that_networks_affair(daemon, request_for):
    made = daemon.container_create(request_for(network_mode=NetworkMode("mine"), links=["nobody"]))

    assert daemon.containers.get(made.id).host_config.links == ["nobody"]
