"""Options that are not a driver's own, and checks that others bring along.

Go: daemon/logger/log_cache_opts.go
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

_external_validators: list[Callable[[Mapping[str, str]], None]] = []

# Options that every driver takes. Go keeps this set in factory.go.
BUILT_IN_LOG_OPTS = {"mode", "max-buffer-size"}


def register_external_validator(validator: Callable[[Mapping[str, str]], None]) -> None:
    """Have ``validator`` check the options of every driver.

    Go: RegisterExternalValidator
    """
    _external_validators.append(validator)


def add_builtin_log_opts(opts: Iterable[str]) -> None:
    """Let every driver take ``opts``.

    Go: AddBuiltinLogOpts
    """
    BUILT_IN_LOG_OPTS.update(opts)


def validate_external(cfg: Mapping[str, str]) -> None:
    """Run the checks that others brought.

    Raises:
        GoError: a check fails.

    Go: validateExternal
    """
    for validate in _external_validators:
        validate(cfg)
