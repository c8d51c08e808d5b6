"""Types of the configuration file.

Go: cli/config/types
"""

from cli.config.types.authconfig import AuthConfig

__all__ = ["AuthConfig"]
