"""The driver that sends lines to Logentries.

Go: daemon/logger/logentries/logentries.go
"""

from engine.daemon.logger.logentries.logentries import validate_log_opt

__all__ = ["validate_log_opt"]
