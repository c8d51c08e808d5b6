"""What is found out once about the kernel, and what a driver may be told.

Go: daemon/graphdriver/overlay2/overlay.go
"""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Sequence

from engine.daemon.graphdriver.overlay2.check import does_support_native_diff
from engine.daemon.graphdriver.overlayutils import needs_user_xattr
from engine.golang.errors import GoError, GoPathError, text
from engine.pkg.parsers.parsers import parse_key_value_opt

_log = logging.getLogger(__name__)


def parse_options(options: Sequence[str]) -> None:
    """Refuse unknown options; a default size, which needs project quota, is one here.

    Go: parseOptions
    """
    for option in options:
        key = parse_key_value_opt(option)[0].lower()
        if key != "overlay2.override_kernel_check":
            raise GoError(f"overlay2: unknown option {key}")


def feature_options(home: str) -> str:
    """Return what every mount's data start with, such as `index=off,`."""
    index_off = "index=off," if os.path.exists("/sys/module/overlay/parameters/index") else ""
    try:
        user_xattr = "userxattr," if needs_user_xattr(home) else ""
    except GoPathError as error:
        _log.warning('Unable to detect whether overlay needs "userxattr" parameter: %s', error)
        user_xattr = ""
    return index_off + user_xattr


@functools.cache
def use_naive_diff(home: str) -> bool:
    """Say whether layers must be unpacked through a mount, as if by hand; found out once.

    Go: useNaiveDiff
    """
    try:
        does_support_native_diff(home)
    except (GoError, OSError) as error:
        _log.warning(
            "Not using native diff for overlay2, this may cause degraded performance for "
            "building images: %s",
            text(error),
        )
        return True
    return False
