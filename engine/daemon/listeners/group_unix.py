"""Who may connect.

Go: daemon/listeners/group_unix.go
"""

from __future__ import annotations

import grp

from engine.golang import strconv
from engine.golang.errors import GoError

# Members may do everything; no such group is no error.
DEFAULT_SOCKET_GROUP = "docker"


def lookup_gid(name: str) -> int:
    """Return the number of a group given by name or number.

    Raises:
        GoError: no such group.

    Go: lookupGID
    """
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        pass
    try:
        return strconv.atoi(name)
    except GoError:
        raise GoError(f"group {name} not found") from None
