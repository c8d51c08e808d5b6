"""Runs docker's command line silently, against a named engine or one of our own.

The same, told, is in `walkthrough.telling`; a silent command loads nothing of that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Settings:
    """The global options."""

    hosts: list[str] = field(default_factory=list)
    data_root: Path | None = None
    lang: str = "en"

    @property
    def host_words(self) -> list[str]:
        """The engine's address, as docker takes it."""
        return [word for host in self.hosts for word in ("-H", host)]

    @property
    def names_an_engine(self) -> bool:
        """Whether the user said where the engine is."""
        return bool(self.hosts) or "DOCKER_HOST" in os.environ


def default_data_root() -> Path:
    """Return where the engine keeps its files if nobody says: never where Docker does."""
    if os.geteuid() == 0:
        return Path("/var/lib/container-walkthrough")
    share = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(share) / "container-walkthrough"


def need_root(data_root: Path) -> None:
    """Go on as root of a user namespace if this is no root."""
    if os.geteuid() != 0:
        from walkthrough import rootless

        rootless.become_root(data_root)


def command(settings: Settings, words: Sequence[str]) -> int:
    """Run docker with `words`, starting an engine where none is named; return its status."""
    from cli.cmd import docker

    if settings.names_an_engine or needs_no_engine(words):
        return docker.main([*settings.host_words, *words])
    data_root = settings.data_root or default_data_root()
    need_root(data_root)
    from walkthrough import embedded

    try:
        with embedded.engine(data_root) as engine:
            return docker.main(["-H", engine.host, *words])
    except embedded.EngineFailed as error:
        return failed(error)


def failed(error: Exception, status: int = 1) -> int:
    """Say why trace itself could not go on, and return the status."""
    print(f"trace: {error}", file=sys.stderr)
    return status


def needs_no_engine(words: Sequence[str]) -> bool:
    """Tell whether docker would only show its help."""
    return "--help" in words[:3] and len(words) <= 3
