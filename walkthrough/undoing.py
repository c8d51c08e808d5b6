"""Tells what is taken back when a step fails.

The engine notes each clean-up with `Undo.defer` and runs the notes, last in first out, if the block
raises. What then runs them is watched as any step is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from walkthrough.effects import Effect
from walkthrough.values import describe

UNDO = "undo"


def told(values: Mapping[str, Any]) -> Effect:
    """Return what the clean-up is, as something to tell, that begins with these arguments."""
    positional: tuple[object, ...] = values["args"]
    named: dict[str, object] = values["kwargs"]
    given = [text for text in map(describe, positional) if not _says_nothing(text)]
    given += [f"{name}={describe(value, name=name)}" for name, value in named.items()]
    return Effect(UNDO, f"{_name(values['step'])}({', '.join(given)})")


def _name(step: Callable[..., Any]) -> str:
    """Return a function's name with its class, as `Driver.remove`."""
    name = str(getattr(step, "__qualname__", type(step).__name__))
    return name.rpartition("<locals>.")[2].lstrip("_").replace("._", ".")


def _says_nothing(text: str) -> bool:
    """Tell whether a value is always the same one: the daemon, a store."""
    return text.startswith("<") and (" " not in text or text.startswith("<Daemon "))
