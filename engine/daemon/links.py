"""Which container knows which other one, and under what name.

Go: daemon/links.go
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from engine.container.container import Container
from engine.container.view import NameReserved
from engine.golang import filepath
from engine.golang.defer import Undo

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)


class LinkIndex:
    """Links in both directions: by parent and alias, and by child and parent.

    Go: linkIndex
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: dict[Container, dict[str, Container]] = {}
        self._parents: dict[Container, dict[Container, set[str]]] = {}

    def link(self, parent: Container, child: Container, alias: str) -> None:
        """Let ``parent`` know ``child`` as ``alias``, which is ``/PARENT/ALIAS``.

        Go: linkIndex.link
        """
        with self._lock:
            self._children.setdefault(parent, {})[alias] = child
            self._parents.setdefault(child, {}).setdefault(parent, set()).add(alias)

    def unlink(self, alias: str, child: Container, parent: Container) -> None:
        """Forget one alias; with it go all ways from the child to that parent, as in Go.

        Go: linkIndex.unlink
        """
        with self._lock:
            self._children.get(parent, {}).pop(alias, None)
            self._parents.get(child, {}).pop(parent, None)

    def children(self, parent: Container) -> dict[str, Container]:
        """Return what ``parent`` knows, by alias.

        Go: linkIndex.children
        """
        with self._lock:
            return dict(self._children.get(parent, {}))

    def parents(self, child: Container) -> dict[str, Container]:
        """Return who knows ``child``, by the alias they use.

        Go: linkIndex.parents
        """
        with self._lock:
            return {
                alias: parent
                for parent, aliases in self._parents.get(child, {}).items()
                for alias in aliases
            }

    def delete(self, container: Container) -> list[str]:
        """Forget a container; return the aliases that it knew others by.

        Go: linkIndex.delete
        """
        with self._lock:
            known = self._children.pop(container, {})
            for child in known.values():
                self._parents.get(child, {}).pop(container, None)
            self._parents.pop(container, None)
            return list(known)


def register_link(daemon: Daemon, parent: Container, child: Container, alias: str) -> None:
    """Reserve ``/PARENT/ALIAS`` for ``child``; a taken name is only logged.

    Go: daemon.go Daemon.registerLink
    """
    full_name = filepath.join(parent.name, alias)
    try:
        daemon.containers_replica.reserve_name(full_name, child.id)
    except NameReserved as error:
        _log.warning(
            "error registering link for %s, to %s, as alias %s, ignoring: %s",
            parent.id,
            child.id,
            alias,
            error,
        )
        return
    with Undo() as undo:
        # Whoever takes the parent away asks the index which names to release.
        undo.defer(daemon.containers_replica.release_name, full_name)
        daemon.link_index.link(parent, child, full_name)
