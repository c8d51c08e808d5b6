"""Files and directories that have to be there.

Go: pkg/fileutils/fileutils.go
"""

from __future__ import annotations

import os

from engine.golang.errors import os_error


def create_if_not_exists(path: str, is_dir: bool) -> None:
    """Make ``path``, a directory (0755) or an empty file (0755), unless something is there.

    Raises:
        OSError: the host refused.

    Go: CreateIfNotExists
    """
    if os.path.exists(path):
        return
    directory = path if is_dir else os.path.dirname(path)
    with os_error("mkdir", directory):
        os.makedirs(directory, 0o755, exist_ok=True)
    if not is_dir:
        with os_error("open", path):
            os.close(os.open(path, os.O_CREAT | os.O_CLOEXEC, 0o755))
