"""What can go wrong with containers, and who is at fault.

Go: daemon/errors.go
"""

from __future__ import annotations

from engine import errdefs
from engine.golang import strconv


class ObjNotFound(errdefs.NotFound):
    """There is no such thing (HTTP 404).

    Go: objNotFoundError
    """

    def __init__(self, object: str, id: str) -> None:
        super().__init__(f"No such {object}: {id}")


def container_not_found(id: str) -> ObjNotFound:
    """Return the error for a container that nobody knows.

    Go: containerNotFound
    """
    return ObjNotFound("container", id)


class NameConflict(errdefs.Conflict):
    """Another container holds the name (HTTP 409).

    Go: nameConflictError
    """

    def __init__(self, name: str, holder: str) -> None:
        self.name = name
        self.holder = holder
        super().__init__(
            f"Conflict. The container name {strconv.quote(name)} is already in use by container "
            f"{strconv.quote(holder)}. You have to remove (or rename) that container to be able "
            "to reuse that name."
        )


class ContainerNotModified(errdefs.NotModified):
    """The container is already as asked (HTTP 304).

    Go: containerNotModifiedError
    """

    def __init__(self, running: bool) -> None:
        super().__init__(f"Container is already {'started' if running else 'stopped'}")


class InvalidIdentifier(errdefs.InvalidParameter):
    """The name or ID is empty (HTTP 400).

    Go: invalidIdentifier
    """

    def __init__(self, text: str) -> None:
        super().__init__(f"invalid name or ID supplied: {strconv.quote(text)}")


class DuplicateMountPoint(errdefs.InvalidParameter):
    """Two mounts go to the same place (HTTP 400).

    Go: duplicateMountPointError
    """

    def __init__(self, destination: str) -> None:
        super().__init__(f"Duplicate mount point: {destination}")


class InvalidFilter(errdefs.InvalidParameter):
    """A filter has a value that makes no sense (HTTP 400).

    Go: invalidFilter
    """

    def __init__(self, filter: str, value: object = None) -> None:
        if isinstance(value, list):
            value = f"[{' '.join(value)}]"
        super().__init__(
            f"Invalid filter '{filter}'" if value is None else f"Invalid filter '{filter}={value}'"
        )


class ContainerFileNotFound(errdefs.NotFound):
    """The container has no such file (HTTP 404).

    Go: containerFileNotFound
    """

    def __init__(self, file: str, container: str) -> None:
        super().__init__(f"Could not find the file {file} in container {container}")
