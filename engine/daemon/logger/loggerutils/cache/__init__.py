"""A local copy of what goes to a driver that cannot be read back.

Go: daemon/logger/loggerutils/cache/local_cache.go
"""

from engine.daemon.logger.loggerutils.cache.validate import merge_default_log_config

__all__ = ["merge_default_log_config"]
