"""How vfs copies a layer.

Go: daemon/graphdriver/vfs/copy_linux.go
"""

from __future__ import annotations

from engine.daemon.graphdriver import copy


def dir_copy(source: str, target: str) -> None:
    """Copy a layer's content, without extended attributes.

    Raises:
        GoPathError: something cannot be read or made.

    Go: dirCopy
    """
    copy.dir_copy(source, target)
