"""Knows the logging drivers and asks them to check their options.

Go: daemon/logger/factory.go
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from engine.daemon.logger import log_cache_opts
from engine.daemon.logger.plugin import get_plugin
from engine.golang.errors import GoError, wrap

LogOptValidator = Callable[[Mapping[str, str]], None]

# Log modes, as the option ``mode`` spells them; Go has them beside LogConfig in the API types.
LOG_MODE_UNSET = ""
LOG_MODE_BLOCKING = "blocking"
LOG_MODE_NON_BLOCK = "non-blocking"


class PluginGetter(Protocol):
    """Finds plugins.

    Go: pkg/plugingetter/getter.go PluginGetter
    """

    def get(self, name: str, capability: str, mode: int) -> object:
        """Return the plugin, or raise."""


class _LogDriverFactory:
    """The drivers by name, each with the check of its options.

    Go: logdriverFactory
    """

    def __init__(self) -> None:
        self.registry: set[str] = set()
        self.opt_validator: dict[str, Callable[[], LogOptValidator]] = {}
        self.plugin_getter: PluginGetter | None = None

    def driver_registered(self, name: str) -> bool:
        """Say whether there is such a driver, built in or as a plugin."""
        if name in self.registry:
            return True
        if self.plugin_getter is None:
            return False
        get_plugin(self.plugin_getter, name)
        return True


_factory = _LogDriverFactory()


def register_plugin_getter(getter: PluginGetter) -> None:
    """Set where drivers that are not built in are looked for.

    Go: plugin.go RegisterPluginGetter
    """
    _factory.plugin_getter = getter


def is_registered(name: str) -> bool:
    """Say whether there is a driver of that name, plugins aside."""
    return name in _factory.registry


def list_drivers() -> list[str]:
    """Return the names of the drivers, sorted, plugins aside.

    Go: ListDrivers
    """
    return sorted(_factory.registry)


def register_log_driver(name: str) -> None:
    """Add a driver.

    Raises:
        GoError: there is one of that name.

    Go: RegisterLogDriver
    """
    if name in _factory.registry:
        raise GoError(f"logger: log driver named '{name}' is already registered")
    _factory.registry.add(name)


def register_log_opt_validator(name: str, load: Callable[[], LogOptValidator]) -> None:
    """Add the check of a driver's options; ``load`` fetches it when it is first needed.

    Raises:
        GoError: the driver has one.

    Go: RegisterLogOptValidator
    """
    if name in _factory.opt_validator:
        raise GoError(f"logger: log validator named '{name}' is already registered")
    _factory.opt_validator[name] = load


def validate_log_opts(name: str, cfg: Mapping[str, str]) -> None:
    """Check the options of the driver ``name``: those of all drivers, then its own.

    The driver ``none`` takes anything.

    Raises:
        GoError: unknown driver, unknown option, or a value that the driver refuses.

    Go: ValidateLogOpts
    """
    if name == "none":
        return
    _validate_mode(cfg)
    log_cache_opts.validate_external(cfg)
    if not _factory.driver_registered(name):
        raise GoError(f"logger: no log driver named '{name}' is registered")
    if name in _factory.opt_validator:
        validate = _factory.opt_validator[name]()
        validate({k: v for k, v in cfg.items() if k not in log_cache_opts.BUILT_IN_LOG_OPTS})


def _validate_mode(cfg: Mapping[str, str]) -> None:
    mode = cfg.get("mode", LOG_MODE_UNSET)
    if mode not in (LOG_MODE_UNSET, LOG_MODE_BLOCKING, LOG_MODE_NON_BLOCK):
        raise GoError(f"logger: logging mode not supported: {mode}")
    if "max-buffer-size" not in cfg:
        return
    if mode != LOG_MODE_NON_BLOCK:
        raise GoError(
            f"logger: max-buffer-size option is only supported with 'mode={LOG_MODE_NON_BLOCK}'"
        )
    from engine.vendor.docker.go_units.size import ram_in_bytes

    try:
        ram_in_bytes(cfg["max-buffer-size"])
    except (GoError, ValueError) as error:
        raise wrap(error, "error parsing option max-buffer-size") from error
