"""The driver that sends lines to fluentd.

Go: daemon/logger/fluentd/fluentd.go
"""

from engine.daemon.logger.fluentd.fluentd import validate_log_opt

__all__ = ["validate_log_opt"]
