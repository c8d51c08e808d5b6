import re

import pytest

from engine import errdefs
from engine.container.container import new_base_container
from engine.daemon import names_
from engine.golang.errors import GoError


@pytest.mark.parametrize("name", ["web", "/web"])
def test_a_name_is_kept_with_its_slash(start, name):
    daemon = start()

    id, kept = names_.generate_id_and_name(daemon, name)

    assert kept == "/web"
    assert daemon.containers_replica.snapshot().get_id("/web") == id


@pytest.mark.parametrize("name", ["a", "-ab", "a/b", "/", "//ab", "a b", "ab\n"])
def test_a_name_with_other_characters_is_refused_as_it_was_typed(start, name):
    with pytest.raises(errdefs.InvalidParameter) as caught:
        names_.generate_id_and_name(start(), name)

    assert str(caught.value) == (
        f"Invalid container name ({name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
    )


def test_a_container_without_name_gets_one(start):
    daemon = start()

    _, name = names_.generate_id_and_name(daemon, "")

    assert re.fullmatch(r"/[a-z]+_[a-z]+", name)


def test_when_all_names_are_taken_the_id_serves(start):
    daemon = start()

    class Taken:
        """A table in which every name that was made up is somebody's."""

        def __init__(self, names):
            self._names = names

        def reserve_name(self, name, id):
            if "_" in name:
                self._names.reserve_name(name, "somebody")
            self._names.reserve_name(name, id)

    daemon.containers_replica = Taken(daemon.containers_replica)
    name = names_.generate_new_name(daemon, "0123456789abcdef")

    assert name == "/0123456789ab"


def test_a_container_from_disk_without_name_gets_one(start):
    daemon = start()
    container = new_base_container("c1", "")

    names_.register_name(daemon, container)

    assert daemon.containers_replica.snapshot().get_id(container.name) == "c1"


def test_a_container_is_loaded_once(daemon, request_for):
    id = daemon.container_create(request_for("web")).id

    with pytest.raises(GoError, match="Container is already loaded"):
        names_.register_name(daemon, daemon.containers.get(id))


def test_a_container_needs_an_id(start):
    with pytest.raises(GoError, match="Invalid empty id"):
        names_.register_name(start(), new_base_container("", ""))
