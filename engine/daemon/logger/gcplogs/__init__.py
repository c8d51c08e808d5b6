"""The driver that sends lines to Google Cloud.

Go: daemon/logger/gcplogs/gcplogging.go
"""

from engine.daemon.logger.gcplogs.gcplogging import validate_log_opts

__all__ = ["validate_log_opts"]
