"""Which distribution the host runs.

Go: pkg/parsers/operatingsystem/operatingsystem_linux.go
"""

from engine.pkg.parsers.operatingsystem.operatingsystem_linux import (
    get_operating_system,
    get_operating_system_version,
    is_containerized,
)

__all__ = ["get_operating_system", "get_operating_system_version", "is_containerized"]
