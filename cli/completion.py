"""Shell completion: the command tree handed to typer, which knows how shells ask.

cobra has a hidden command for it and scripts of its own. Here a shell sets `COMPLETE_VAR` and
calls the program: ``source_bash`` prints the script to load, ``complete_bash`` the candidates.
typer takes as long to load as all the rest, so that it is only loaded for this.

Go: vendor/github.com/spf13/cobra/custom_completions.go
"""

from __future__ import annotations

import os
from typing import Any

from cli.error import StatusError
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import Flag

COMPLETE_VAR = "_DOCKER_COMPLETE"
PROG_NAME = "docker"


def instruction() -> str:
    """Return what the shell asks for, empty text if this is no completion.

    Go: Command.initCompleteCmd
    """
    return os.environ.get(COMPLETE_VAR, "")


def complete(root: Command) -> None:
    """Print what the shell asks for.

    Raises:
        StatusError: it asks for something else.

    Go: Command.getCompletions
    """
    # typer offers the first one under no public name.
    from typer.completion import completion_init, shell_complete  # type: ignore[attr-defined]

    completion_init()
    status = shell_complete(to_typer(root), {}, PROG_NAME, COMPLETE_VAR, instruction())
    if status:
        raise StatusError(status_code=status)


def to_typer(command: Command) -> Any:
    """Return ``command`` and all below it as typer's classes, with the flags that help shows."""
    from typer.core import TyperArgument, TyperCommand, TyperGroup

    params: list[Any] = [_option(flag) for flag in command.flags().visit_all() if not flag.hidden]
    settings = {"ignore_unknown_options": True}
    if command.has_sub_commands():
        below = {
            one.name: to_typer(one) for one in command.commands() if one.is_available_command()
        }
        return TyperGroup(
            name=command.name,
            commands=below,
            params=params,
            help=command.short,
            context_settings=settings,
        )
    # What stands behind the flags is not ours to complete.
    params.append(TyperArgument(param_decls=["args"], nargs=-1, hidden=True))
    return TyperCommand(
        name=command.name,
        params=params,
        help=command.short,
        context_settings={**settings, "allow_interspersed_args": False},
    )


def _option(flag: Flag) -> Any:
    from typer.core import TyperOption

    declared = [f"--{flag.name}"] + ([f"-{flag.shorthand}"] if flag.shorthand else [])
    return TyperOption(
        param_decls=declared, is_flag=bool(flag.no_opt_def_val), help=flag.usage, multiple=False
    )
