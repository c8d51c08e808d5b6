"""Which commands there are: those that create a container and those that bring it an image.

Go: cli/command/commands/commands.go
"""

from __future__ import annotations

import os

from cli.command.cli import Cli
from cli.command.container.cmd import new_container_command
from cli.command.container.create import new_create_command
from cli.command.image.cmd import new_image_command
from cli.command.image.import_ import new_import_command
from cli.command.image.load import new_load_command
from cli.command.image.pull import new_pull_command
from engine.vendor.spf13.cobra import Command


def add_commands(command: Command, docker: Cli) -> None:
    """Put all commands below ``command``; the short old ones are built a second time.

    Go: AddCommands
    """
    command.add_command(
        new_container_command(docker),
        new_image_command(docker),
        _hide(new_create_command(docker)),
        _hide(new_import_command(docker)),
        _hide(new_load_command(docker)),
        _hide(new_pull_command(docker)),
    )


def _hide(command: Command) -> Command:
    """Keep an old command out of help if $DOCKER_HIDE_LEGACY_COMMANDS is set.

    Go: hide
    """
    if os.environ.get("DOCKER_HIDE_LEGACY_COMMANDS"):
        command.hidden = True
        command.aliases = []
    return command
