"""Flags that come before the first command.

Go: cli/flags
"""

from cli.flags.client import ClientOptions
from cli.flags.common import CommonOptions, TLSOptions, set_log_level

__all__ = ["ClientOptions", "CommonOptions", "TLSOptions", "set_log_level"]
