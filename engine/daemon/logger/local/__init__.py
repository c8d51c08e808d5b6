"""The driver that writes compressed records in the container's directory.

Go: daemon/logger/local/local.go
"""

from engine.daemon.logger.local.local import LOG_OPT_KEYS, validate_log_opt

__all__ = ["LOG_OPT_KEYS", "validate_log_opt"]
