"""Whether a copy may go where it is to go.

Go: daemon/archive_unix.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.golang.errors import GoError
from engine.volume.mounts.parser import new_parser

if TYPE_CHECKING:
    from engine.container.container import Container


def check_if_path_is_in_a_volume(container: Container, abs_path: str) -> bool:
    """Say whether a path of the container lies in something mounted.

    Raises:
        GoError: it does, and the container may only read that.

    Go: checkIfPathIsInAVolume
    """
    parser = new_parser(container.os)
    for point in container.mount_points.values():
        if parser.has_resource(point, abs_path):
            if point.rw:
                return True
            raise GoError("mounted volume is marked read-only")
    return False
