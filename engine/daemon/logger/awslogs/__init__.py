"""The driver that sends lines to Amazon CloudWatch.

Go: daemon/logger/awslogs/cloudwatchlogs.go
"""

from engine.daemon.logger.awslogs.cloudwatchlogs import validate_log_opt

__all__ = ["validate_log_opt"]
