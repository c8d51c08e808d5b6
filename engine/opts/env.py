"""Checks an environment variable.

Go: opts/env.go
"""

from __future__ import annotations

import os

from engine.golang.errors import GoError


def validate_env(value: str) -> str:
    """Return ``NAME=value``; a bare name takes its value from this process, if it has one.

    Only an empty name is refused: what else a name may be is the container's affair.

    Raises:
        GoError: the name is empty.

    Go: ValidateEnv
    """
    name, equals, _ = value.partition("=")
    if not name:
        raise GoError(f"invalid environment variable: {value}")
    if equals:
        return value
    inherited = os.environ.get(name)
    return value if inherited is None else f"{name}={inherited}"
