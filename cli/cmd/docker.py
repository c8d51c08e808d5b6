"""The program ``docker``: from an argument list to an exit status.

Programs that add commands (``docker-NAME`` beside the user's settings) are not looked for.

Go: cmd/docker/docker.go
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO, TextIO

from cli import cobra, completion
from cli.cmd.support import hide_unsupported_features, is_supported
from cli.cobra import TopLevelCommand, setup_root_command
from cli.command import cli_options
from cli.command.cli import DockerCli, new_docker_cli, show_help
from cli.command.commands.commands import add_commands
from cli.command.utils import string_slice_replace_at
from cli.error import StatusError
from cli.version import GIT_COMMIT, VERSION
from engine import errdefs
from engine.golang import errors
from engine.golang.strconv import quote
from engine.vendor.sirupsen import logrus
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import FlagError

_ALLOWED_ALIASES = ("builder",)


def main(
    argv: Sequence[str],
    *,
    in_: BinaryIO | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Run one command line, without the program's name, and return the exit status.

    The streams are the standard ones unless given. Nothing is raised for what the user did.

    Go: main
    """
    ops = []
    if in_ is not None:
        ops.append(cli_options.with_input_stream(in_))
    if out is not None:
        ops.append(cli_options.with_output_stream(out))
    if err is not None:
        ops.append(cli_options.with_error_stream(err))
    try:
        docker = new_docker_cli(*ops)
    except (errors.GoError, OSError) as error:
        print(errors.text(error), file=err if err is not None else sys.stderr)
        return 1
    logrus.set_output(docker.err)
    try:
        run_docker(docker, list(argv))
    except StatusError as error:
        if error.status:
            print(error.status, file=docker.err)
        return error.status_code or 1
    except (errors.GoError, errdefs.Error, OSError, ValueError) as error:
        print(errors.text(error), file=docker.err)
        return 1
    finally:
        docker.close()
    return 0


def run_docker(docker: DockerCli, args: list[str]) -> None:
    """Build the command tree, find the daemon, run the command that ``args`` name.

    Raises:
        StatusError: with a status of its own for the shell.
        Exception: whatever else went wrong; status 1.

    Go: runDocker
    """
    top = new_docker_command(docker, args)
    if completion.instruction():
        completion.complete(top.command)
        return
    command, args = top.handle_global_flags()
    top.initialize()
    args = process_aliases(docker, command, args)
    command.execute(args)


def new_docker_command(docker: DockerCli, args: list[str]) -> TopLevelCommand:
    """Return the root of the command tree with everything below it.

    Go: newDockerCommand
    """
    root = Command(
        use="docker [OPTIONS] COMMAND [ARG...]",
        short="A self-sufficient runtime for containers",
        version=f"{VERSION}, build {GIT_COMMIT}",
        run_e=_run_root(docker),
        persistent_pre_run_e=lambda command, _args: is_supported(command, docker),
    )
    opts, flags, _help = setup_root_command(root)
    flags.bool_var_p(None, "version", "v", False, "Print version information and quit")
    set_flag_error_func(docker, root)
    set_help_func(docker, root)
    root.set_out(docker.out)
    add_commands(root, docker)
    set_validate_args(docker, root)
    return TopLevelCommand(root, docker, opts, flags, args)


def _run_root(docker: DockerCli) -> Callable[[Command, list[str]], None]:
    """Return what ``docker`` does by itself: show help, or not know a command."""

    def run(command: Command, args: list[str]) -> None:
        if args:
            raise errors.GoError(
                f"docker: '{args[0]}' is not a docker command.\nSee 'docker --help'"
            )
        show_help(docker.err)(command, args)

    return run


def set_flag_error_func(docker: DockerCli, root: Command) -> None:
    """Before a wrong flag is answered, look whether the command or a flag is unsupported.

    Go: setFlagErrorFunc
    """
    flag_error_func = root.flag_error_func()

    def check_first(command: Command, error: FlagError) -> Exception:
        is_supported(command, docker)
        hide_unsupported_features(command, docker)
        return flag_error_func(command, error)

    root.set_flag_error_func(check_first)


def set_help_func(docker: DockerCli, root: Command) -> None:
    """Before help is shown, look whether the command is supported, and hide what is not.

    Go: setHelpFunc
    """
    default_help_func = root.help_func()

    def check_first(command: Command, args: list[str]) -> None:
        try:
            is_supported(command, docker)
        except errors.GoError as error:
            command.println(error)
            return
        hide_unsupported_features(command, docker)
        default_help_func(command, args)

    root.set_help_func(check_first)


def set_validate_args(docker: DockerCli, root: Command) -> None:
    """Let every command's check of its arguments first check that the daemon supports it.

    Go: setValidateArgs
    """

    def wrap(command: Command) -> None:
        if command.args is None or not has_tags(command):
            return
        command_args = command.args

        def check_first(command: Command, args: list[str]) -> None:
            is_supported(command, docker)
            command_args(command, args)

        command.args = check_first

    cobra.visit_all(root, wrap)


def process_aliases(docker: DockerCli, command: Command, args: list[str]) -> list[str]:
    """Return ``args`` with the user's alias for ``builder`` replaced.

    Raises:
        GoError: there is an alias for something else, or one that stands for a command.

    Go: processAliases
    """
    alias_map = docker.config_file.aliases or {}
    aliases: list[tuple[list[str], list[str]]] = []
    for name, target in alias_map.items():
        if name not in _ALLOWED_ALIASES:
            raise errors.GoError(
                f"Not allowed to alias {quote(name)}. Allowed aliases: "
                'map[string]struct {}{"builder":struct {}{}}'
            )
        if _is_builtin(command, target):
            raise errors.GoError(f"Not allowed to alias with builtin {quote(target)} as target")
        aliases.append(([name], [target]))
    if (builder := alias_map.get("builder")) is not None:
        aliases += [(["build"], [builder, "build"]), (["image", "build"], [builder, "build"])]
    for old, new in aliases:
        args, changed = string_slice_replace_at(args, old, new, 0)
        if changed:
            break
    return args


def _is_builtin(command: Command, target: str) -> bool:
    try:
        command.find(target.split(" "))
    except errors.GoError:
        return False
    return True


def has_tags(command: Command) -> bool:
    """Say whether the command or one above it is annotated; the root always is.

    Go: hasTags
    """
    return any(one.annotations for one in command.ancestry())
