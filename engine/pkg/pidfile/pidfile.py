"""A file with the number of the process that works here.

Go: pkg/pidfile/pidfile.go
"""

from __future__ import annotations

import os

from engine.golang.errors import GoError, os_error


class PIDFile:
    """Writes this process's number to ``path`` (0644), and parents (0755) as needed.

    Raises:
        GoError: the file names a process that lives.
        OSError: it cannot be written.

    Go: PIDFile
    """

    def __init__(self, path: str) -> None:
        self.path = path
        _check_pid_file_already_exists(path)
        with os_error("mkdir", os.path.dirname(path)):
            os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
        with os_error("open", path), open(path, "w", encoding="ascii") as file:
            file.write(str(os.getpid()))

    def remove(self) -> None:
        """Remove the file.

        Raises:
            OSError: it is gone already, or may not be removed.

        Go: PIDFile.Remove
        """
        with os_error("remove", self.path):
            os.unlink(self.path)


def _check_pid_file_already_exists(path: str) -> None:
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            pid = int(file.read().strip())
    except (OSError, ValueError):
        return
    if os.path.exists(f"/proc/{pid}"):
        raise GoError(f"pid file found, ensure docker is not running or delete {path}")
