"""Verbs of the daemon that are loaded when they are first called.

Whoever only creates a container is spared them, and the types that they answer with.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from typing import Any


class Later:
    """A method that is a function in ``module``; of the same name, if none is given."""

    def __init__(self, module: str, name: str = "") -> None:
        self._module = module
        self._name = name

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = self._name or name

    def __get__(self, daemon: object, owner: type) -> Callable[..., Any]:
        verb: Callable[..., Any] = getattr(importlib.import_module(self._module), self._name)
        return verb if daemon is None else partial(verb, daemon)
