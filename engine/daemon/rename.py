"""Gives a container another name.

Go: daemon/rename.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.daemon.container import get_container
from engine.daemon.events_ import log_container_event_with_attributes
from engine.daemon.names_ import release_name, reserve_name
from engine.golang.defer import Undo
from engine.golang.errors import wrap

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon


def container_rename(daemon: Daemon, old_name: str, new_name: str) -> None:
    """Call the container ``new_name``, and what it links to ``/NEW_NAME/ALIAS``.

    ``config.v2.json`` is written anew. What runs is told its new name by dockerd's network code;
    here nothing runs.

    Raises:
        InvalidParameter: a name is empty, malformed, or the one it has.
        NotFound: there is no such container.
        Conflict: the name is taken.
        OSError: the file could not be written; the old name stays.

    Go: Daemon.ContainerRename
    """
    if not old_name or not new_name:
        raise errdefs.InvalidParameter("Neither old nor new names may be empty")
    new_name = new_name if new_name.startswith("/") else f"/{new_name}"
    container = get_container(daemon, old_name)
    with container.lock:
        old_name = container.name
        if old_name == new_name:
            raise errdefs.InvalidParameter(
                "Renaming a container with the same name as its current name"
            )
        links = _links(daemon, container)
        try:
            new_name = reserve_name(daemon, container.id, new_name)
        except Exception as error:
            raise wrap(error, "Error when allocating new name") from error
        with Undo() as undo:
            undo.defer(release_name, daemon, new_name)
            _move(daemon, container, links, new_name, undo)
            container.checkpoint_to(daemon.containers_replica)
        release_name(daemon, old_name)
        log_container_event_with_attributes(daemon, container, "rename", {"oldName": old_name})


def _links(daemon: Daemon, container: Container) -> dict[str, Container]:
    """Return what the container links to, by what follows its own name in the alias."""
    links = {}
    for alias, child in daemon.link_index.children(container).items():
        if not alias.startswith(container.name):
            raise errdefs.InvalidParameter(
                f"Linked container {alias} does not match parent {container.name}"
            )
        links[alias.removeprefix(container.name)] = child
    return links


def _move(
    daemon: Daemon, container: Container, links: dict[str, Container], name: str, undo: Undo
) -> None:
    settings = container.network_settings
    old_name, was_anonymous = container.name, settings.is_anonymous_endpoint
    container.name, settings.is_anonymous_endpoint = name, False
    for alias, child in links.items():
        daemon.containers_replica.reserve_name(name + alias, child.id)
        daemon.link_index.link(container, child, name + alias)
        daemon.link_index.unlink(old_name + alias, child, container)
        daemon.containers_replica.release_name(old_name + alias)
    undo.defer(_move_back, daemon, container, links, old_name, was_anonymous)


def _move_back(
    daemon: Daemon,
    container: Container,
    links: dict[str, Container],
    name: str,
    was_anonymous: bool,
) -> None:
    new_name = container.name
    container.name = name
    container.network_settings.is_anonymous_endpoint = was_anonymous
    for alias, child in links.items():
        daemon.containers_replica.reserve_name(name + alias, child.id)
        daemon.link_index.link(container, child, name + alias)
        daemon.link_index.unlink(new_name + alias, child, container)
        daemon.containers_replica.release_name(new_name + alias)
