"""A socket that is a file.

Go: vendor/github.com/docker/go-connections/sockets/unix_socket.go
"""

from __future__ import annotations

import contextlib
import os
import socket

from engine.golang.errors import os_error


def new_unix_socket(path: str, gid: int) -> socket.socket:
    """Listen on ``path``, in place of what was there; root and group ``gid`` may connect (0660).

    Go narrows the process's umask meanwhile; here the socket itself is narrow before it has a
    name, which other threads do not notice.

    Raises:
        OSError: the path cannot be used.

    Go: NewUnixSocket
    """
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with os_error("listen unix", path):
            os.fchmod(listener.fileno(), 0o600)
            listener.bind(path)
            listener.listen(socket.SOMAXCONN)
            os.chown(path, 0 if os.geteuid() == 0 else -1, gid)
            os.chmod(path, 0o660)
    except BaseException:
        listener.close()
        raise
    return listener
