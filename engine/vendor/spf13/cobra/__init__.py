"""A tree of commands: find the one that is meant, read its flags, check, run.

Go: vendor/github.com/spf13/cobra
"""

from engine.vendor.spf13.cobra.command import Command, PositionalArgs

__all__ = ["Command", "PositionalArgs"]
