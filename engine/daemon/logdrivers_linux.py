"""Which logging drivers are built in.

Go: daemon/logdrivers_linux.go
"""

from __future__ import annotations

from importlib import import_module

from engine.daemon.logger import factory

_DRIVERS = {
    "awslogs": "awslogs.cloudwatchlogs",
    "fluentd": "fluentd.fluentd",
    "gcplogs": "gcplogs.gcplogging",
    "gelf": "gelf.gelf",
    "journald": "journald.journald",
    "json-file": "jsonfilelog.jsonfilelog",
    "local": "local.local",
    "logentries": "logentries.logentries",
    "splunk": "splunk.splunk",
    "syslog": "syslog.syslog",
}


def _register(name: str, module: str) -> None:
    """Make a driver known; its module is imported when its options are first checked."""
    check = "validate_log_opts" if name == "gcplogs" else "validate_log_opt"

    def load() -> factory.LogOptValidator:
        driver = import_module(f"engine.daemon.logger.{module}")
        validator: factory.LogOptValidator = getattr(driver, check)
        return validator

    factory.register_log_driver(name)
    factory.register_log_opt_validator(name, load)


def register() -> None:
    """Make all built-in drivers known; doing it again is harmless.

    Go's drivers do so themselves when they are imported, which its import list here causes.
    """
    for name, module in _DRIVERS.items():
        if not factory.is_registered(name):
            _register(name, module)
