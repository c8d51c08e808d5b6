"""The driver that sends lines to syslog.

Go: daemon/logger/syslog/syslog.go
"""

from engine.daemon.logger.syslog.syslog import validate_log_opt

__all__ = ["validate_log_opt"]
