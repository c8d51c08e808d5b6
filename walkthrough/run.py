"""Runs docker's command line: against a named engine or one of our own, silently or told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Settings:
    """The global options."""

    hosts: list[str] = field(default_factory=list)
    data_root: Path | None = None
    lang: str = "en"

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


def command(settings: Settings, words: Sequence[str], *, narrate: bool) -> int:
    """Run docker with `words`, starting an engine where none is named; return its status."""
    hosts = [word for host in settings.hosts for word in ("-H", host)]
    if settings.names_an_engine or needs_no_engine(words):
        return docker([*hosts, *words], narrate=narrate, lang=settings.lang)
    data_root = settings.data_root or default_data_root()
    need_root(data_root)
    return docker_with_engine(words, data_root, narrate=narrate, lang=settings.lang)


def needs_no_engine(words: Sequence[str]) -> bool:
    """Tell whether docker would only show its help."""
    return "--help" in words[:3] and len(words) <= 3


def docker(words: Sequence[str], *, narrate: bool, lang: str) -> int:
    """Run docker with `words` and return the exit status that it would have."""
    with told(None, lang) if narrate else nullcontext():
        from cli.cmd import docker as docker_command

        return docker_command.main(list(words))


def docker_with_engine(words: Sequence[str], data_root: Path, *, narrate: bool, lang: str) -> int:
    """Run docker against an engine that lives as long as the command.

    The engine's start and stop are part of the story.
    """
    import shlex

    from cli.cmd import docker as docker_command
    from walkthrough import embedded
    from walkthrough.words import Word, speaker

    say = speaker(lang)
    try:
        with told(data_root, lang) if narrate else nullcontext(_silent) as chapter:
            chapter(say(Word.ENGINE_STARTS))
            with embedded.engine(data_root) as host:
                chapter(say(Word.COMMAND_RUNS, "docker " + shlex.join(words)))
                status = docker_command.main(["-H", host, *words])
                chapter(say(Word.ENGINE_STOPS))
        return status
    except embedded.EngineFailed as error:
        print(f"trace: {error}", file=sys.stderr)
        return 1


def _silent(chapter: str) -> None:
    """Tell nothing."""


@contextmanager
def told(data_root: Path | None, lang: str) -> Iterator[Callable[[str], None]]:
    """Tell on stderr what happens in the block; with a data-root, the engine's side too.

    The value tells the heading of a chapter.
    """
    from walkthrough import lesson_languages, lessons, render, source
    from walkthrough.story import Story
    from walkthrough.words import Word, speaker

    say = speaker(lang)
    renderer = render.Renderer(render.new_console(), source.locate, say=say)
    chosen = lessons.everything() if data_root is not None else lessons.client_side()
    chosen = lesson_languages.told_in(lang, chosen)
    story = Story(chosen, str(data_root) if data_root is not None else None, renderer)
    try:
        with story:
            yield story.chapter
    finally:
        if story.failure is not None:
            error = story.failure
            renderer.note(say(Word.STOPPED_EARLY, f"{type(error).__name__}: {error}"))
