"""Who the user is at a registry, as the configuration file has it.

Go has this type twice, field for field the same, so that the client need not know the API's.
Here it is the API's.

Go: cli/config/types/authconfig.go
"""

from engine.api.types.auth import AuthConfig

__all__ = ["AuthConfig"]
