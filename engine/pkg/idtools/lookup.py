"""Users of the host by name.

Go: pkg/idtools/idtools_unix.go
"""

from __future__ import annotations

import pwd
import subprocess

from engine.golang.errors import GoError
from engine.golang.strconv import quote


def lookup_user(name: str) -> pwd.struct_passwd:
    """Return the user called ``name``, from the files or from what getent asks.

    Raises:
        GoError: there is none.

    Go: LookupUser
    """
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return _getent_user(name)


def _getent_user(name: str) -> pwd.struct_passwd:
    """Go: getentUser."""
    said = subprocess.run(["getent", "passwd", name], capture_output=True, text=True)
    if said.returncode == 0 and said.stdout:
        login, password, uid, gid, gecos, home, shell = said.stdout.rstrip("\n").split(":")
        return pwd.struct_passwd((login, password, int(uid), int(gid), gecos, home, shell))
    other = f"exit status {said.returncode}"
    raise GoError(_GETENT_FAILURES.get(said.returncode, other).format(quote(name)))


_GETENT_FAILURES = {
    1: "getent reported invalid parameters/database unknown",
    2: "getent unable to find entry {} in passwd database",
    3: "getent database doesn't support enumeration",
}
