"""``docker container``.

Go: cli/command/container/cmd.go
"""

from __future__ import annotations

from cli.command.cli import Cli, show_help
from cli.command.container.create import new_create_command
from cli.required import no_args
from engine.vendor.spf13.cobra import Command


def new_container_command(docker: Cli) -> Command:
    """Return the command that has those for containers below it; here it is one.

    Go: NewContainerCommand
    """
    command = Command(
        use="container", short="Manage containers", args=no_args, run_e=show_help(docker.err)
    )
    command.add_command(new_create_command(docker))
    return command
