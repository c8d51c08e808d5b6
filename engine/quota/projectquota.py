"""Limits by XFS project, as far as every file system sees of them.

Go: quota/projectquota.go
"""

from __future__ import annotations

import contextlib
import os
import stat

from engine.golang.errors import GoError, text
from engine.quota.errors import ErrQuotaNotSupported
from engine.vendor.containerd.sys.userns_linux import running_in_user_ns
from engine.vendor.golang.x.sys import files

_NODE = "backingFsBlockDev"


def new_control(base_path: str) -> None:
    """Try whether directories below ``base_path`` can be limited; here none ever can.

    Leaves ``BASE_PATH/backingFsBlockDev`` (0600), a node for the device that the directory is on,
    with which dockerd asks the kernel for quotas. Only on XFS would it be of further use.

    Raises:
        ErrQuotaNotSupported: always.
        GoError: the node cannot be made.

    Go: NewControl
    """
    if not running_in_user_ns():
        _make_backing_fs_dev(base_path)
    raise ErrQuotaNotSupported()


def _make_backing_fs_dev(home: str) -> str:
    """Make the device node anew, for somebody may have copied ``home`` to another disk.

    Go: makeBackingFsDev
    """
    node = os.path.join(home, _NODE)
    device = os.stat(home).st_dev
    with contextlib.suppress(FileNotFoundError):
        os.unlink(node)
    try:
        files.mknodat(None, node, stat.S_IFBLK | 0o600, device)
    except PermissionError as error:
        raise ErrQuotaNotSupported() from error
    except OSError as error:
        raise GoError(f"failed to mknod {node}: {text(error)}") from error
    return node
