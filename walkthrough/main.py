"""The command `trace`: creates containers as docker does, and tells how if asked.

Global options stand before the command. What belongs to docker is handed over to the docker
command line of `cli`, word for word; a silent command is handed over before typer, which serves
all others, has been loaded: that alone would take as long as the command.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from walkthrough import run

_SILENT = {("container", "create"), ("image", "load"), ("image", "import"), ("image", "pull")}


def main() -> None:
    """Run `trace`."""
    found = silent_command(sys.argv[1:])
    if found is not None:
        settings, words = found
        try:
            sys.exit(run.command(settings, words))
        except KeyboardInterrupt:
            sys.exit(130)  # what a shell shows for a program that Ctrl-C ended
    from walkthrough.commands import app

    app(prog_name="trace")


def silent_command(words: Sequence[str]) -> tuple[run.Settings, list[str]] | None:
    """Return the global options and docker's own words, if `words` say so in the plainest way."""
    settings, rest = run.Settings(), list(words)
    while len(rest) > 1 and rest[0] in ("-H", "--host", "--data-root"):
        option, value, *rest = rest
        if option == "--data-root":
            settings.data_root = Path(value).absolute()
        else:
            settings.hosts.append(value)
    if tuple(rest[:2]) not in _SILENT or rest[2:3] == ["--trace"]:
        return None
    return settings, rest
