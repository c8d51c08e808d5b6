"""Environment variables from flags.

Go: opts/env.go
"""

from __future__ import annotations

import os

from engine.golang.errors import GoError


def validate_env(val: str) -> str:
    """Return ``name=value``; a bare name takes this process's value, or stays bare.

    Any other name is fine: only the program in the container can judge it.

    Raises:
        GoError: the name is empty.

    Go: ValidateEnv
    """
    name, equals, _ = val.partition("=")
    if not name:
        raise GoError(f"invalid environment variable: {val}")
    if equals or name not in os.environ:
        return val
    return f"{name}={os.environ[name]}"
