"""What the shell offers after Tab: docker's flags, and the images that are there."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def complete(command_path: str, data_root: Path, incomplete: str) -> list[Any]:
    """Return the completions of `incomplete` for a command that takes docker's words."""
    if incomplete.startswith("-"):
        pairs = list(flags(command_path))
    elif command_path.endswith(" create"):
        pairs = [(name, "image") for name in images(data_root)]
    else:
        pairs = []
    return [_item(name, text) for name, text in pairs if name.startswith(incomplete)]


def flags(command_path: str) -> Iterator[tuple[str, str]]:
    """Yield each flag of the command with what it is for."""
    if not command_path.endswith(" create"):
        return
    from cli.command.container.opts import add_flags
    from engine.vendor.spf13.pflag import FlagSet

    flag_set = FlagSet("create")
    add_flags(flag_set)
    if command_path.endswith("container create"):
        yield "--trace", "Tell each step"
    else:
        from walkthrough.trace_options import OPTIONS

        yield from ((option.name, option.help) for option in OPTIONS)
    yield "--name", "Assign a name to the container"
    yield "--pull", "Pull image before creating"
    yield "--platform", "Set platform if server is multi-platform capable"
    for flag in flag_set.visit_all():
        if not flag.hidden:
            yield f"--{flag.name}", flag.usage
        if flag.shorthand:
            yield f"-{flag.shorthand}", flag.usage


def images(data_root: Path) -> list[str]:
    """Return the names of the images below `data_root`, without asking an engine."""
    names: set[str] = set()
    for file in data_root.glob("image/*/repositories.json") if data_root else ():
        try:
            repositories = json.loads(file.read_text(encoding="utf-8"))["Repositories"]
        except (OSError, ValueError, KeyError):
            continue
        names.update(name for known in repositories.values() for name in known)
    return sorted(name for name in names if "@" not in name)


def _item(name: str, text: str) -> Any:
    try:
        completion: Any = importlib.import_module("typer._click.shell_completion")
    except ImportError:  # a typer that uses the click beside it
        completion = importlib.import_module("click.shell_completion")
    return completion.CompletionItem(name, help=text)
