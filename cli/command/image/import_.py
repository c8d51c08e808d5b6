"""``docker import``: an image from a tar archive of a file system.

Go: cli/command/image/import.go
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING

from cli.command.cli import Cli
from cli.command.image.load import open_sequential
from cli.command.utils import add_platform_flag
from cli.opts.opts import ListOpts
from cli.required import requires_min_args
from engine.golang.structs import struct
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import Ref

if TYPE_CHECKING:
    from engine.api.types.client import Source


@struct()
class ImportOptions:
    """What flags and arguments said.

    Go: importOptions
    """

    source: str = ""
    reference: str = ""
    changes: ListOpts = field(default_factory=ListOpts)
    message: str = ""
    platform: str = ""


def new_import_command(docker: Cli) -> Command:
    """Return the command.

    Go: NewImportCommand
    """
    options = ImportOptions()
    command = Command(
        use="import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
        short="Import the contents from a tarball to create a filesystem image",
        args=requires_min_args(1),
        run_e=partial(_run_e, docker, options),
    )
    flags = command.flags()
    usage = "Apply Dockerfile instruction to the created image"
    flags.var_p(options.changes, "change", "c", usage)
    flags.string_var_p(
        Ref(options, "message"), "message", "m", "", "Set commit message for imported image"
    )
    add_platform_flag(flags, Ref(options, "platform"))
    return command


def _run_e(docker: Cli, options: ImportOptions, _command: Command, args: list[str]) -> None:
    options.source = args[0]
    if len(args) > 1:
        options.reference = args[1]
    run_import(docker, options)


def run_import(docker: Cli, options: ImportOptions) -> None:
    """Send the file system, or its URL, to the daemon and show what it says.

    Raises:
        GoError: the new name is none, or the import failed after it had begun.
        OSError: the archive cannot be read.
        errdefs.Error: the daemon refused.

    Go: runImport
    """
    from engine.api.types.client import ImageImportOptions, ImageImportSource
    from engine.pkg.jsonmessage import display_json_messages_to_stream

    with ExitStack() as stack:
        source: Source | None = None
        source_name = options.source
        if options.source == "-":
            source = docker.in_
        elif not options.source.startswith(("http://", "https://")):
            source_name = "-"
            source = stack.enter_context(closing(open_sequential(options.source)))
        body = docker.client.image_import(
            ImageImportSource(source=source, source_name=source_name),
            options.reference,
            ImageImportOptions(
                message=options.message,
                changes=options.changes.get_all(),
                platform=options.platform,
            ),
        )
        display_json_messages_to_stream(stack.enter_context(closing(body)), docker.out)
