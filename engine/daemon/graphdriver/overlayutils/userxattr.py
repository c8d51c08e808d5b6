"""Which extended attributes overlayfs may use for its notes.

Go: daemon/graphdriver/overlayutils/userxattr.go
"""

from __future__ import annotations

import logging

from engine.daemon.graphdriver.overlayutils.overlayutils import check_directory, try_mount
from engine.golang.errors import GoError
from engine.pkg.parsers import kernel
from engine.vendor.containerd.sys import running_in_user_ns

_log = logging.getLogger(__name__)


def needs_user_xattr(directory: str) -> bool:
    """Say whether mounts want `userxattr`, because `trusted.*` is for the host's root alone.

    That is so in a user namespace from kernel 5.11 on; older ones are tried below ``directory``.

    Raises:
        GoPathError: ``directory`` cannot be written.

    Go: NeedsUserXAttr
    """
    if not running_in_user_ns():
        return False
    if kernel.check_kernel_version(5, 11, 0):
        return True
    with check_directory(directory, "userxattr-check") as scratch:
        try:
            try_mount(scratch, extra="userxattr,")
        except GoError as error:
            _log.debug('cannot mount overlay with "userxattr": %s', error)
            return False
    return True
