"""The driver that sends lines to Graylog.

Go: daemon/logger/gelf/gelf.go
"""

from engine.daemon.logger.gelf.gelf import validate_log_opt

__all__ = ["validate_log_opt"]
