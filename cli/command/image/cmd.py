"""``docker image``.

Go: cli/command/image/cmd.go
"""

from __future__ import annotations

from cli.command.cli import Cli, show_help
from cli.command.image.import_ import new_import_command
from cli.command.image.load import new_load_command
from cli.command.image.pull import new_pull_command
from cli.required import no_args
from engine.vendor.spf13.cobra import Command


def new_image_command(docker: Cli) -> Command:
    """Return the command that has those for images below it; here those that bring one.

    Go: NewImageCommand
    """
    command = Command(use="image", short="Manage images", args=no_args, run_e=show_help(docker.err))
    command.add_command(
        new_import_command(docker), new_load_command(docker), new_pull_command(docker)
    )
    return command
