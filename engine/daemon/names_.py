"""Names and IDs of containers.

Go: daemon/names.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine import errdefs
from engine.container.view import NameNotReserved, NameReserved
from engine.daemon import errors
from engine.daemon.container import exists
from engine.daemon.names import RESTRICTED_NAME_CHARS, RESTRICTED_NAME_PATTERN
from engine.golang.errors import GoError
from engine.pkg import namesgenerator
from engine.pkg.stringid import stringid

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)
# How often a random name is drawn before the ID serves as a name.
_TRIES = 6


def register_name(daemon: Daemon, container: Container) -> None:
    """Reserve the name of a container that was read from disk; without one, make one up.

    Raises:
        GoError: the container is loaded already, or the name is taken.

    Go: Daemon.registerName
    """
    if exists(daemon, container.id):
        raise GoError("Container is already loaded")
    _validate_id(container.id)
    if not container.name:
        container.name = generate_new_name(daemon, container.id)
    daemon.containers_replica.reserve_name(container.name, container.id)


def generate_id_and_name(daemon: Daemon, name: str) -> tuple[str, str]:
    """Return a new ID, and the name (a random one for an empty one), reserved for that ID.

    Raises:
        InvalidParameter: the name has characters that names must not have.
        NameConflict: the name is taken.

    Go: Daemon.generateIDAndName
    """
    id = stringid.generate_random_id()
    if not name:
        return id, generate_new_name(daemon, id)
    return id, reserve_name(daemon, id, name)


def reserve_name(daemon: Daemon, id: str, name: str) -> str:
    """Reserve the name, in memory only; return it with its leading slash.

    Raises:
        InvalidParameter: the name has characters that names must not have.
        NameConflict: the name is taken.

    Go: Daemon.reserveName
    """
    if RESTRICTED_NAME_PATTERN.match(name.removeprefix("/")) is None:
        raise errdefs.InvalidParameter(
            f"Invalid container name ({name}), only {RESTRICTED_NAME_CHARS} are allowed"
        )
    if not name.startswith("/"):
        name = f"/{name}"
    try:
        daemon.containers_replica.reserve_name(name, id)
    except NameReserved:
        try:
            holder = daemon.containers_replica.snapshot().get_id(name)
        except NameNotReserved as error:
            _log.error("got unexpected error while looking up reserved name: %s", error)
            raise
        raise errors.NameConflict(name, holder) from None
    return name


def release_name(daemon: Daemon, name: str) -> None:
    """Let others have the name.

    Go: Daemon.releaseName
    """
    daemon.containers_replica.release_name(name)


def generate_new_name(daemon: Daemon, id: str) -> str:
    """Return a random name, reserved; after six taken ones the short ID.

    Raises:
        NameReserved: even that is taken.

    Go: Daemon.generateNewName
    """
    for retry in range(_TRIES):
        name = f"/{namesgenerator.get_random_name(retry)}"
        try:
            daemon.containers_replica.reserve_name(name, id)
        except NameReserved:
            continue
        return name
    name = f"/{stringid.truncate_id(id)}"
    daemon.containers_replica.reserve_name(name, id)
    return name


def _validate_id(id: str) -> None:
    if not id:
        raise GoError("Invalid empty id")
