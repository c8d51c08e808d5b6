"""How well a container is.

Go: container/health.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct

NO_HEALTHCHECK = "none"
STARTING = "starting"
HEALTHY = "healthy"
UNHEALTHY = "unhealthy"


@struct(slots=True, kw_only=True)
class HealthcheckResult:
    """What one check found.

    Go: api/types/types.go HealthcheckResult
    """

    start: str = field(default="", metadata=tag("Start"))
    end: str = field(default="", metadata=tag("End"))
    exit_code: int = field(default=0, metadata=tag("ExitCode"))
    output: str = field(default="", metadata=tag("Output"))


@struct(slots=True, kw_only=True)
class Health:
    """The last checks and what follows from them.

    Go: Health
    """

    raw_status: str = field(default="", metadata=tag("Status"))
    failing_streak: int = field(default=0, metadata=tag("FailingStreak"))
    log: list[HealthcheckResult] | None = field(default=None, metadata=tag("Log"))

    def __str__(self) -> str:
        status = self.status()
        return "health: starting" if status == STARTING else status

    def status(self) -> str:
        """Return the status; unhealthy while nobody knows.

        Go: Health.Status
        """
        return self.raw_status or UNHEALTHY

    def set_status(self, status: str) -> None:
        """Set the status.

        Go: Health.SetStatus
        """
        self.raw_status = status
