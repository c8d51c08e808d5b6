"""The default driver: one JSON object a line, in the container's directory.

Go: daemon/logger/jsonfilelog/jsonfilelog.go
"""

from engine.daemon.logger.jsonfilelog.jsonfilelog import validate_log_opt

__all__ = ["validate_log_opt"]
