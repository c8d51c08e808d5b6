"""Which release this is a port of.

Go: cli/version
"""

from cli.version.version import GIT_COMMIT, VERSION

__all__ = ["GIT_COMMIT", "VERSION"]
