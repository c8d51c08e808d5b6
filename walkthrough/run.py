"""Runs docker's command line: against a named engine or one of our own, silently or told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path


def needs_no_engine(words: Sequence[str]) -> bool:
    """Tell whether docker would only show its help."""
    return "--help" in words[:3] and len(words) <= 3


def docker(words: Sequence[str], *, narrate: bool, lang: str, data_root: Path | None = None) -> int:
    """Run docker with `words` and return the exit status that it would have."""
    telling = told(data_root, lang) if narrate else nullcontext()
    with telling:
        from cli.cmd import docker as docker_command

        return docker_command.main(list(words))


def docker_with_engine(words: Sequence[str], data_root: Path, *, narrate: bool, lang: str) -> int:
    """Run docker against an engine that lives as long as the command."""
    from walkthrough import embedded

    # The telling begins first, so that the engine's start is part of the story.
    telling = told(data_root, lang) if narrate else nullcontext()
    try:
        with telling, embedded.engine(data_root) as host:
            from cli.cmd import docker as docker_command

            return docker_command.main(["-H", host, *words])
    except embedded.EngineFailed as error:
        print(f"trace: {error}", file=sys.stderr)
        return 1


@contextmanager
def told(data_root: Path | None, lang: str) -> Iterator[None]:
    """Tell on stderr what happens in the block; with a data-root, the engine's side too."""
    from walkthrough import lesson_languages, lessons, render, source
    from walkthrough.story import Story

    console = render.new_console()
    renderer = render.Renderer(console, source.locate)
    _, apology = lesson_languages.choose(lang)
    if apology:
        renderer.note(apology)
    chosen = lessons.everything() if data_root is not None else lessons.client_side()
    story = Story(chosen, str(data_root) if data_root is not None else None, renderer)
    try:
        with story:
            yield
    finally:
        if story.failure is not None:
            error = story.failure
            renderer.note(f"The telling stopped early: {type(error).__name__}: {error}")
