"""The commands of `trace` that work on a trace that was kept: they need no engine and no root.

Whatever takes long to import is imported by the function that needs it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from walkthrough import run

if TYPE_CHECKING:
    from walkthrough.renderers import Look
    from walkthrough.trace_file import Trace
    from walkthrough.trace_options import TraceOptions


def add_commands(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(replay)
    app.command()(compare)
    app.command()(coverage)


def replay(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `--save FILE.jsonl` has kept.")],
    step: Annotated[
        bool, typer.Option("--step", help="Step by step, forward and back, with the keys.")
    ] = False,
    predict: Annotated[
        bool, typer.Option("--predict", help="Ask what will happen, and mark the answers.")
    ] = False,
    speed: Annotated[
        float | None, typer.Option(min=0.001, help="In the time it took, so many times as fast.")
    ] = None,
    depth: Annotated[
        str | None, typer.Option(metavar="N|all", help="How far from the main road to tell.")
    ] = None,
    only: Annotated[
        str | None, typer.Option(metavar="SIDE,…", help="Tell some parts of Docker alone.")
    ] = None,
    focus: Annotated[
        str | None, typer.Option(metavar="STEP", help="Tell one step and what is inside it.")
    ] = None,
    engine_start: Annotated[
        bool, typer.Option("--engine-start", help="Tell how the engine starts and stops, too.")
    ] = False,
    save: Annotated[
        list[str] | None, typer.Option(metavar="FILE", help="Write to a file, and show nothing.")
    ] = None,
    otlp: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Send every step as a span to there, and show nothing."),
    ] = None,
) -> None:
    """Tell again what a trace has kept.

    At once, in its own time, or step by step, forward and back. No root is needed, and no engine.
    """
    from walkthrough import trace_file, trace_options
    from walkthrough.trace_options import WrongOption

    try:
        trace = trace_file.read(file)
        options = trace_options.given(depth=depth, only=only, focus=focus, save=save, otlp=otlp)
        options.engine_start = engine_start
        options.step = step
        options.predict = predict
        status = _replay(trace, options, _lang(ctx), speed)
    except trace_file.NoTrace as error:
        raise typer.Exit(run.failed(error)) from error
    except WrongOption as error:
        raise typer.Exit(run.failed(error, 2)) from error
    raise typer.Exit(status)


def _replay(trace: Trace, options: TraceOptions, lang: str, speed: float | None) -> int:
    from walkthrough import render, trace_file, trace_options
    from walkthrough.renderers import Look

    choice = trace_options.choice(options, trace.lessons().values(), trace_file.locate)
    if options.save or options.otlp:
        return _write(trace, options, Look(lang, choice)) or _send(trace, options.otlp)
    from walkthrough.replay import browse, play

    console = render.new_console(sys.stdout)
    look = Look(lang, choice, console.width)
    if not (options.step or options.predict):
        play(trace, look, console, speed)
        return 0
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        option = "--step" if options.step else "--predict"
        raise trace_options.WrongOption(f"{option}: there is no terminal to press keys at")
    from walkthrough.keyboard import Keyboard

    keyboard = Keyboard(sys.stdin, sys.stdout)
    if options.step:
        browse(trace, look, console, keyboard)
    else:
        play(trace, look, console, speed, keyboard)
    return 0


def _write(trace: Trace, options: TraceOptions, look: Look) -> int:
    from walkthrough.renderers import writer

    for path in options.save:
        try:
            writer(path)(trace, path, look)
        except OSError as error:
            from walkthrough.words import Word, speaker

            why = speaker(look.lang)(Word.NOT_SAVED, path, error.strerror)
            return run.failed(ValueError(why))
    return 0


def _send(trace: Trace, url: str) -> int:
    """Send the spans of a kept trace, as often as one likes: they are the same each time."""
    from walkthrough import otlp

    why = otlp.send_trace(trace, url) if url else None
    return run.failed(ValueError(f"the spans could not be sent to {url}: {why}")) if why else 0


def compare(
    ctx: typer.Context,
    a: Annotated[Path, typer.Argument(help="A trace that `--save FILE.jsonl` has kept.")],
    b: Annotated[Path, typer.Argument(help="Another one.")],
) -> None:
    """Show where two runs part.

    With and without a flag, say; a good one and a failing one. The exit status is 0 if they are
    alike, 1 if they differ, and 2 if something is wrong.
    """
    from walkthrough import render, trace_file
    from walkthrough.compare import write
    from walkthrough.words import speaker

    lang = _lang(ctx)
    try:
        traces = trace_file.read(a), trace_file.read(b)
        alike = write(render.new_console(sys.stdout), *traces, speaker(lang), lang)
    except trace_file.NoTrace as error:
        raise typer.Exit(run.failed(error, 2)) from error
    raise typer.Exit(0 if alike else 1)


def coverage(
    ctx: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="A kept trace; if not given, the last told run.")
    ] = None,
) -> None:
    """Show which functions a run went through.

    Of all functions in the chain, by part of Docker and file; and the way to the others.
    """
    from walkthrough import coverage as report
    from walkthrough import lessons, render, trace_file
    from walkthrough.words import Word, speaker

    lang = _lang(ctx)
    say = speaker(lang)
    last = trace_file.last_run()
    if file is None and not last.exists():
        raise typer.Exit(run.failed(ValueError(say(Word.NO_LAST_RUN, last))))
    try:
        trace = trace_file.read(file or last)
    except trace_file.NoTrace as error:
        raise typer.Exit(run.failed(error)) from error
    files = report.covered(trace, lessons.everything())
    watched = trace.data_root is not None
    report.write(render.new_console(sys.stdout), trace, files, say, lang, watched=watched)


def _lang(ctx: typer.Context) -> str:
    settings = ctx.find_object(run.Settings)
    return settings.lang if settings is not None else "en"
