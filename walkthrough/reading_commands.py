"""The commands of `trace` for reading: the map, one step, and a container's layers.

None of them starts an engine. Whatever takes long to import is imported by the function that
needs it.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkthrough import run

if TYPE_CHECKING:
    from walkthrough.lesson import Lesson


class Format(StrEnum):
    """How the map is written."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


def add_commands(app: typer.Typer, container_app: typer.Typer) -> None:
    """Add the commands to `app`, and those about containers to `container_app`."""
    app.command("map")(map_)
    app.command()(show)
    container_app.command()(layers)


def map_(
    ctx: typer.Context,
    side: Annotated[
        str | None, typer.Option(metavar="SIDE,…", help="Some parts of Docker alone.")
    ] = None,
    format: Annotated[Format, typer.Option(help="For people, programs, or pages.")] = Format.TABLE,
) -> None:
    """Show the whole chain, Go beside Python, and what differs.

    In the order of the journey, with links to Docker's sources. The parts of Docker are cli,
    client, api, daemon, image, layer, graphdriver, volume, container, distribution, and shared
    for what several use.
    """
    from walkthrough import chain_map, chain_map_formats
    from walkthrough.words import speaker

    settings = _settings(ctx)
    say = speaker(settings.lang)
    sides = _sides(side)
    whole = chain_map.entries(_told(settings.lang))
    found = chain_map.of_sides(whole, sides)
    rest = {} if sides else chain_map.elsewhere(whole)
    if format is Format.JSON:
        print(chain_map_formats.to_json(found, rest))
    elif format is Format.MD:
        print(chain_map_formats.to_markdown(found, rest, say))
    else:
        from walkthrough import render

        chain_map_formats.write_table(render.new_console(sys.stdout), found, rest, say)


def show(
    ctx: typer.Context,
    step: Annotated[str, typer.Argument(help="A step, by Python name, Go name, or id.")],
    go_src: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="A clone of moby or docker/cli; may be repeated."),
    ] = None,
) -> None:
    """Show one step: its lesson, its Python source, its Go twin.

    With --go-src the Go function itself, as the tag v20.10.13 of the clone has it, whatever is
    checked out. The exit status is 2 if there is no such step, or several, and 1 if its Go source
    is not there.
    """
    from walkthrough import chain_map, failing, go_source, source
    from walkthrough import show as view
    from walkthrough.words import speaker

    settings = _settings(ctx)
    taught = _told(settings.lang)
    try:
        lesson = failing.find(step, taught, source.locate)
    except failing.UnknownStep as error:
        raise typer.Exit(run.failed(error, 2)) from error
    entry = next(one for one in chain_map.entries(taught) if one.id == lesson.id)
    go = ""
    try:
        if go_src and entry.place is not None:
            go = go_source.function(go_src, entry.place)
    except go_source.NoGoSource as error:
        raise typer.Exit(run.failed(error)) from error
    from rich.console import Console

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    if not console.is_terminal:
        from walkthrough.render import PLAIN_WIDTH

        console.width = PLAIN_WIDTH
    view.write(console, lesson, entry, speaker(settings.lang), go)


def layers(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A container: its name, its ID, or how that begins.")],
    files: Annotated[
        bool, typer.Option("--files", help="Also tell which layer each file at the top is from.")
    ] = False,
) -> None:
    """Draw a container's layers, as they are on disk.

    Read from --data-root; an engine may run or not. Whiteouts and opaque directories, which hide
    what is below, are marked.
    """
    from walkthrough import layer_picture, layer_stack, render
    from walkthrough.words import speaker

    settings = _settings(ctx)
    if settings.names_an_engine and settings.data_root is None:
        error = ValueError("layers are read from disk: say with --data-root where the engine's are")
        raise typer.Exit(run.failed(error, 2))
    data_root = settings.data_root or run.default_data_root()
    run.need_root(data_root)
    try:
        stack = layer_stack.read(data_root, name)
    except layer_stack.NoStack as error:
        raise typer.Exit(run.failed(error)) from error
    console = render.new_console(sys.stdout)
    for text, style in layer_picture.lines(stack, speaker(settings.lang), files=files):
        console.print(text, style=style, markup=False, emoji=False, soft_wrap=True)


def _settings(ctx: typer.Context) -> run.Settings:
    settings = ctx.find_object(run.Settings)
    return settings if settings is not None else run.Settings()


def _told(lang: str) -> tuple[Lesson, ...]:
    from walkthrough import lessons
    from walkthrough.lesson_languages import told_in

    return told_in(lang, lessons.everything())


def _sides(words: str | None) -> tuple[str, ...]:
    from walkthrough.chain_map import SHARED
    from walkthrough.sides import SIDES

    wanted = tuple(filter(None, (words or "").split(",")))
    known = (*SIDES, SHARED)
    for word in wanted:
        if word not in known:
            raise typer.BadParameter(
                f"{word!r} is none of {', '.join(known)}.", param_hint="--side"
            )
    return wanted
