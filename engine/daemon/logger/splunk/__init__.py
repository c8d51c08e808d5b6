"""The driver that posts lines to a Splunk collector.

Go: daemon/logger/splunk/splunk.go
"""

from engine.daemon.logger.splunk.splunk import validate_log_opt

__all__ = ["validate_log_opt"]
