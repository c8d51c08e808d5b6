"""The commands of `trace`, with their help and completion, as typer wants them.

Whatever takes long to import is imported by the function that needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from walkthrough import reading_commands, run
from walkthrough.lesson_languages import LANGUAGES, from_locale
from walkthrough.run import Settings
from walkthrough.trace_commands import add_commands

HELP = """Create a container the way Docker 20.10 does, and see how it is done.

\b
  trace demo                     a container that shows every part, explained
  trace create IMAGE             create a container, and tell each step
  trace container create IMAGE   create a container, as `docker` does: silently
  trace replay FILE              tell again what `--save FILE.jsonl` has kept

Each step is a real Python function at the path that its Go twin has in Docker's
sources. What you see is watched while it happens: the arguments, the result,
and what changed on disk. The container's ID alone goes to stdout.

Without -H (and without DOCKER_HOST) an engine runs inside this command, with
its files below --data-root; nothing of an installed Docker is touched.
"""

app = typer.Typer(
    name="trace",
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
container_app = typer.Typer(
    help="Create containers without a word, or draw their layers.", no_args_is_help=True
)
image_app = typer.Typer(help="Bring images to the engine.", no_args_is_help=True)
app.add_typer(container_app, name="container")
app.add_typer(image_app, name="image")


class DockerCommand(TyperCommand):
    """A command whose words all belong to docker: none is read here, not even `--` or `--help`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep the words as they are."""
        ctx.args = list(args)
        return []

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Offer docker's flags, and the names of the images that are there."""
        from walkthrough.completion import complete

        # While completing, no callback runs: the options are only read.
        data_root = ctx.find_root().params.get("data_root")
        return complete(ctx.command_path, Path(data_root or run.default_data_root()), incomplete)


@app.callback()
def options(
    ctx: typer.Context,
    host: Annotated[
        list[str] | None,
        typer.Option("--host", "-H", help="Where the engine is, as unix:///run/docker.sock."),
    ] = None,
    data_root: Annotated[
        Path | None,
        typer.Option(help="Where the engine inside this command keeps its files."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(help="Language of the lessons, en or zh; if not given, the locale's."),
    ] = None,
) -> None:
    """Keep the global options for the command."""
    lang = from_locale() if lang is None else lang
    if lang not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise typer.BadParameter(f"{lang!r} is none of {known}.", param_hint="--lang")
    root = data_root.absolute() if data_root is not None else None
    ctx.obj = Settings(list(host or ()), root, lang)


class ToldCommand(TyperCommand):
    """A command of trace's own that takes the options of the telling, and nothing else."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep the words as they are, but for a question for help."""
        if "--help" in args:
            rest: list[str] = super().parse_args(ctx, ["--help"])
            return rest
        ctx.args = list(args)
        return []

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Explain the options of the telling."""
        from walkthrough.trace_options import usage

        formatter.write("\nOptions of the telling:\n" + "\n".join(usage()) + "\n")


@app.command(cls=DockerCommand)
def create(ctx: typer.Context) -> None:
    """Create a container and tell each step. Takes what `docker create` takes."""
    _tell_docker(ctx, ["create"], ctx.args)


@container_app.command("create", cls=DockerCommand)
def container_create(ctx: typer.Context) -> None:
    """Create a container as docker does. With --trace as the first word, tell each step."""
    if ctx.args[:1] == ["--trace"]:
        _tell_docker(ctx, ["container", "create"], ctx.args[1:])
    _run_docker(ctx, ["container", "create", *ctx.args])


@image_app.command("load", cls=DockerCommand)
def image_load(ctx: typer.Context) -> None:
    """Load images from an archive, as `docker image load`."""
    _run_docker(ctx, ["image", "load", *ctx.args])


@image_app.command("import", cls=DockerCommand)
def image_import(ctx: typer.Context) -> None:
    """Make an image of a tree of files, as `docker image import`."""
    _run_docker(ctx, ["image", "import", *ctx.args])


@image_app.command("pull", cls=DockerCommand)
def image_pull(ctx: typer.Context) -> None:
    """Pull an image from a registry, as `docker image pull`."""
    _run_docker(ctx, ["image", "pull", *ctx.args])


@app.command(cls=ToldCommand)
def demo(ctx: typer.Context) -> None:
    """Create a container that shows every part.

    Explained, from an image and a registry that are part of this program.
    """
    from walkthrough import trace_options
    from walkthrough.demo import tour

    settings = _settings(ctx)
    try:
        options, rest = trace_options.split(ctx.args, lambda flag: False)
        if rest:
            raise trace_options.WrongOption(f"the demo takes no {rest[0]!r}")
    except trace_options.WrongOption as error:
        raise typer.Exit(run.failed(error, 2)) from error
    data_root = settings.data_root or tour.default_data_root()
    run.need_root(data_root)
    raise typer.Exit(tour.run(data_root.absolute(), options, lang=settings.lang))


@app.command()
def daemon(
    ctx: typer.Context,
    host: Annotated[
        list[str] | None,
        typer.Option("--host", "-H", help="Socket to listen on, as unix:///tmp/trace.sock."),
    ] = None,
    data_root: Annotated[Path | None, typer.Option(help="Where to keep files.")] = None,
    exec_root: Annotated[Path | None, typer.Option(help="Where to keep files of a run.")] = None,
    pidfile: Annotated[Path | None, typer.Option(help="File for the process ID.")] = None,
    debug: Annotated[bool, typer.Option("--debug", "-D", help="Log in detail.")] = False,
    storage_driver: Annotated[
        str, typer.Option("--storage-driver", "-s", help="overlay2 or vfs.")
    ] = "",
    otlp: Annotated[
        str,
        typer.Option(
            metavar="URL", help="Send the steps of requests with a traceparent as spans to there."
        ),
    ] = "",
) -> None:
    """Serve the Engine API until SIGTERM or SIGINT.

    A `trace -H` that creates with this engine tells the engine's half, too.
    """
    from walkthrough import embedded, rootless, trace_options

    settings = _settings(ctx)
    try:
        trace_options.given(otlp=otlp or None)
    except trace_options.WrongOption as error:
        raise typer.Exit(run.failed(error, 2)) from error
    root = data_root or settings.data_root or run.default_data_root()
    run.need_root(root)
    raise typer.Exit(
        embedded.serve(
            embedded.EngineOptions(
                data_root=root,
                hosts=[*settings.hosts, *(host or ())],
                exec_root=exec_root,
                pidfile=pidfile,
                debug=debug,
                storage_driver=storage_driver,
                otlp=otlp,
                # In a user namespace the group `docker` of the host does not exist.
                socket_group="" if rootless.inside() else "docker",
            )
        )
    )


add_commands(app)
reading_commands.add_commands(app, container_app)


def _settings(ctx: typer.Context) -> Settings:
    settings = ctx.find_object(Settings)
    return settings if settings is not None else Settings()


def _run_docker(ctx: typer.Context, words: Sequence[str]) -> None:
    raise typer.Exit(run.command(_settings(ctx), words))


def _tell_docker(ctx: typer.Context, name: Sequence[str], arguments: Sequence[str]) -> None:
    from walkthrough import telling

    raise typer.Exit(telling.command(_settings(ctx), name, arguments))
