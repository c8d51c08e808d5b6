"""The errors of a mount that cannot be.

Go: volume/mounts/validate.go
"""

from __future__ import annotations

from engine.api.types.mount.mount import Mount
from engine.golang import errors, strconv
from engine.golang.errors import GoError


class MountConfigError(GoError):
    """A mount is wrong; the text says which type of mount, and what is wrong with it.

    Go: errMountConfig
    """

    def __init__(self, mount: Mount, error: Exception) -> None:
        self.mount = mount
        super().__init__(
            f"invalid mount config for type {strconv.quote(mount.type)}: {errors.text(error)}"
        )


def err_bind_source_does_not_exist(path: str) -> GoError:
    """Return the error for a bind of nothing.

    Go: errBindSourceDoesNotExist
    """
    return GoError(f"bind source path does not exist: {path}")


def err_extra_field(name: str) -> GoError:
    """Return the error for a setting that this type of mount has not.

    Go: errExtraField
    """
    return GoError(f"field {name} must not be specified")


def err_missing_field(name: str) -> GoError:
    """Return the error for a setting that this type of mount needs.

    Go: errMissingField
    """
    return GoError(f"field {name} must not be empty")
