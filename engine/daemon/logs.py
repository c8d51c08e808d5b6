"""Settles which logging driver a container gets.

Go: daemon/logs.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine.api.types.container.host_config import LogConfig
from engine.daemon.logger import factory as logger
from engine.daemon.logger.loggerutils import cache as logcache
from engine.golang.errors import GoError, wrap

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

_log = logging.getLogger(__name__)


def merge_and_verify_log_config(daemon: Daemon, cfg: LogConfig) -> None:
    """Fill ``cfg`` with the daemon's driver and options, and check the result.

    The daemon's options come only with the daemon's driver, except those about the local copy.

    Raises:
        GoError: unknown driver or option.

    Go: Daemon.mergeAndVerifyLogConfig
    """
    default = daemon.default_log_config
    cfg.type = cfg.type or default.type
    if cfg.config is None:
        cfg.config = {}
    if cfg.type == default.type:
        for key, value in (default.config or {}).items():
            cfg.config.setdefault(key, value)
    logcache.merge_default_log_config(cfg.config, default.config)
    logger.validate_log_opts(cfg.type, cfg.config)


def setup_default_log_config(daemon: Daemon) -> None:
    """Take the daemon's own driver and options from its settings.

    Raises:
        GoError: an option is wrong.

    Go: Daemon.setupDefaultLogConfig
    """
    configured = daemon.config_store.log_config
    if configured.config:
        try:
            logger.validate_log_opts(configured.type, configured.config)
        except (GoError, OSError) as error:
            raise wrap(error, "failed to set log opts") from error
    daemon.default_log_config = LogConfig(type=configured.type, config=configured.config)
    _log.debug("Using default logging driver %s", configured.type)
