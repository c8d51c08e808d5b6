"""The driver that hands lines to systemd's journal.

Go: daemon/logger/journald/journald.go
"""

from engine.daemon.logger.journald.journald import validate_log_opt

__all__ = ["validate_log_opt"]
