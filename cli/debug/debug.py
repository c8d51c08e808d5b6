"""The ``--debug`` flag: tell more.

Go: cli/debug/debug.go
"""

from __future__ import annotations

import os


def enable() -> None:
    """Tell more, here and in programs that are started from here (``DEBUG=1``).

    Go: Enable
    """
    import logging

    os.environ["DEBUG"] = "1"
    logging.getLogger().setLevel(logging.DEBUG)


def is_enabled() -> bool:
    """Say whether more is to be told.

    Go: IsEnabled
    """
    return bool(os.environ.get("DEBUG"))
