"""The ``--debug`` flag.

Go: cli/debug
"""

from cli.debug.debug import enable, is_enabled

__all__ = ["enable", "is_enabled"]
