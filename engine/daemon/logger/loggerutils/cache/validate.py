"""The options of the local copy.

Go: daemon/logger/loggerutils/cache/validate.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.daemon.logger import local, log_cache_opts
from engine.golang import strconv
from engine.golang.errors import GoError

_CACHE_PREFIX = "cache-"
_CACHE_DISABLED_KEY = "cache-disabled"
_BUILT_IN_CACHE_LOG_OPTS = frozenset(
    {_CACHE_DISABLED_KEY} | {_CACHE_PREFIX + key for key in local.LOG_OPT_KEYS}
)


def validate_log_cache_opts(cfg: Mapping[str, str]) -> None:
    """Check the switch that turns the copy off.

    Raises:
        GoError: it is neither true nor false.

    Go: validateLogCacheOpts
    """
    value = cfg.get(_CACHE_DISABLED_KEY, "")
    if not value:
        return
    try:
        strconv.parse_bool(value)
    except GoError:
        raise GoError(f"invalid value for option {_CACHE_DISABLED_KEY}: {value}") from None


def merge_default_log_config(cfg: dict[str, str], defaults: Mapping[str, str] | None) -> None:
    """Add the daemon's options about the copy that ``cfg`` does not set.

    They hold for every driver, while the daemon's other options only go with its own driver.

    Go: MergeDefaultLogConfig
    """
    for key, value in (defaults or {}).items():
        if key in _BUILT_IN_CACHE_LOG_OPTS:
            cfg.setdefault(key, value)


log_cache_opts.add_builtin_log_opts(_BUILT_IN_CACHE_LOG_OPTS)
log_cache_opts.register_external_validator(validate_log_cache_opts)
