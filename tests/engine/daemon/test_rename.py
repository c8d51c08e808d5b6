"""Another name for a container."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine import errdefs
from engine.daemon.daemon import Daemon
from tests.engine.daemon.conftest import Request, Start


def name_on_disk(daemon: Daemon, id: str) -> str:
    kept = json.loads(Path(daemon.repository, id, "config.v2.json").read_text())
    return str(kept["Name"])


def test_the_new_name_is_on_disk_and_the_old_one_free(daemon: Daemon, request_for: Request) -> None:
    id = daemon.container_create(request_for("old")).id

    daemon.container_rename("old", "new")

    assert name_on_disk(daemon, id) == "/new"
    assert daemon.container_inspect("new", False, "1.41").id == id
    assert daemon.container_create(request_for("old")).id != id


def test_a_restart_finds_the_new_name(daemon: Daemon, request_for: Request, start: Start) -> None:
    id = daemon.container_create(request_for("old")).id
    daemon.container_rename("old", "new")

    again = start()

    assert again.container_inspect("new", False, "1.41").id == id


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        ("one", "", errdefs.InvalidParameter, "Neither old nor new names may be empty"),
        ("one", "/one", errdefs.InvalidParameter, "Renaming a container with the same name"),
        ("one", "two", errdefs.Conflict, "Error when allocating new name: Conflict."),
        ("one", "a b", errdefs.InvalidParameter, "Error when allocating new name: Invalid"),
        ("nope", "new", errdefs.NotFound, "No such container: nope"),
    ],
)
def test_a_name_that_cannot_be_leaves_all_as_it_was(
    daemon: Daemon, request_for: Request, old: str, new: str, kind: type[Exception], reason: str
) -> None:
    id = daemon.container_create(request_for("one")).id
    daemon.container_create(request_for("two"))

    with pytest.raises(kind) as caught:
        daemon.container_rename(old, new)

    assert str(caught.value).startswith(reason)
    assert name_on_disk(daemon, id) == "/one"


def test_links_follow_the_name_of_their_parent(daemon: Daemon, request_for: Request) -> None:
    child = daemon.container_create(request_for("child")).id
    daemon.container_create(request_for("parent", links=["child:db"]))

    daemon.container_rename("parent", "new")

    assert daemon.container_inspect("/new/db", False, "1.41").id == child
    with pytest.raises(errdefs.NotFound):
        daemon.container_inspect("/parent/db", False, "1.41")
    links = daemon.container_inspect("new", False, "1.41").host_config.links
    assert links == ["/child:/new/db"]


def test_a_disk_that_refuses_leaves_names_and_links_as_they_were(
    daemon: Daemon, request_for: Request
) -> None:
    child = daemon.container_create(request_for("child")).id
    id = daemon.container_create(request_for("parent", links=["child:db"])).id
    directory = Path(daemon.repository, id)
    directory.rename(directory.with_name("away"))

    with pytest.raises(OSError, match="no such file or directory"):
        daemon.container_rename("parent", "new")

    directory.with_name("away").rename(directory)
    assert daemon.container_inspect("/parent/db", False, "1.41").id == child
    assert daemon.container_inspect("parent", False, "1.41").id == id
    assert name_on_disk(daemon, daemon.container_create(request_for("new")).id) == "/new"
