"""The top of the command tree: global flags, help texts, what a wrong flag is answered with.

Go: cli/cobra.go
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from cli.config import config as cliconfig
from cli.error import StatusError
from cli.flags import ClientOptions
from engine.golang.errors import GoError
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import FlagError, FlagSet, Ref

if TYPE_CHECKING:
    from cli.command.cli import DockerCli

_BOLD, _RESET = "\x1b[1m", "\x1b[0m"
_ADDITIONAL_HELP = (
    "To get more help with docker, check out our guides at https://docs.docker.com/go/guides/"
)


def setup_root_command(root: Command) -> tuple[ClientOptions, FlagSet, Command]:
    """Make ``root`` the top; return the options its flags write into, the flags, and ``help``.

    Go: SetupRootCommand
    """
    opts, flags, help_command = setup_common_root_command(root)
    root.version_template = "Docker version {version}\n"
    return opts, flags, help_command


def setup_common_root_command(root: Command) -> tuple[ClientOptions, FlagSet, Command]:
    """Define the global flags and set the texts for help and for wrong flags.

    Go: setupCommonRootCommand
    """
    opts = ClientOptions()
    flags = root.flags()
    flags.string_var(
        Ref(opts, "config_dir"), "config", cliconfig.dir(), "Location of client config files"
    )
    opts.common.install_flags(flags)
    root.set_usage_func(usage)
    root.set_flag_error_func(flag_error_func)
    help_command = Command(
        use="help [command]",
        short="Help about the command",
        run_e=_run_help,
        persistent_pre_run_e=lambda _command, _args: None,
    )
    root.set_help_command(help_command)
    persistent = root.persistent_flags()
    persistent.bool_var_p(None, "help", "h", False, "Print usage")
    persistent.mark_shorthand_deprecated("help", "please use --help")
    persistent.mark_hidden("help")
    root.annotations["additionalHelp"] = _ADDITIONAL_HELP
    return opts, flags, help_command


def flag_error_func(command: Command, error: FlagError) -> StatusError:
    """Return the answer to a wrong flag: what is wrong, where to find help, status 125.

    Go: FlagErrorFunc
    """
    usage = f"\n\n{command.usage_string()}" if command.has_sub_commands() else ""
    return StatusError(f"{error}\nSee '{command.command_path()} --help'.{usage}", 125)


class TopLevelCommand:
    """The root of the tree with the client that it is for.

    Go: TopLevelCommand
    """

    def __init__(
        self,
        command: Command,
        docker: DockerCli,
        opts: ClientOptions,
        flags: FlagSet,
        args: list[str],
    ) -> None:
        self.command = command
        self.docker = docker
        self.opts = opts
        self.flags = flags
        self.args = args

    def handle_global_flags(self) -> tuple[Command, list[str]]:
        """Read the flags before the first command; return the root and what follows.

        Raises:
            StatusError: 125, one of them is wrong.

        Go: TopLevelCommand.HandleGlobalFlags
        """
        root = self.command
        # A set of its own that stops at the first word, which is the command.
        flags = FlagSet(root.name, warn=lambda line: print(line, file=self.docker.err))
        flags.set_interspersed(False)
        flags.add_flag_set(root.flags())
        flags.add_flag_set(root.persistent_flags())
        try:
            flags.parse(self.args)
        except FlagError as error:
            # Help depends on what the daemon can do.
            self.initialize()
            raise root.flag_error_func()(root, error) from error
        return root, flags.args()

    def initialize(self) -> None:
        """Settle the options and find the daemon.

        Raises:
            Exception: the options make no sense.

        Go: TopLevelCommand.Initialize
        """
        self.opts.common.set_default_options(self.flags)
        self.docker.initialize(self.opts)


def visit_all(root: Command, visit: Callable[[Command], None]) -> None:
    """Call ``visit`` with every command, from the leaves up.

    Go: VisitAll
    """
    for command in root.commands():
        visit_all(command, visit)
    visit(root)


def _run_help(command: Command, args: list[str]) -> None:
    """Show the help of the command that ``args`` name.

    Raises:
        GoError: there is no such command.

    Go: helpCommand
    """
    try:
        found, rest = command.root().find(args)
    except GoError as error:
        raise GoError(f"unknown help topic: {' '.join(args)}") from error
    if rest:
        raise GoError(f"unknown help topic: {' '.join(rest)}")
    found.help_func()(found, rest)


def usage(command: Command) -> str:
    """Return the text of ``--help``, from "Usage:" to the last line.

    Go: usageTemplate
    """
    parts = [
        f"Usage:  {_synopsis(command)}\n\n{(command.long or command.short).strip()}",
        _section("Aliases:", f"  {command.name_and_aliases()}" if command.aliases else ""),
        _section("Options:", _wrapped_flag_usages(command).rstrip()),
        _section("Management Commands:", _list(_management_sub_commands(command))),
        _section("Commands:", _list(_operation_sub_commands(command))),
    ]
    if command.has_sub_commands():
        path = command.command_path()
        parts.append(f"\n\nRun '{path} COMMAND --help' for more information on a command.")
    if "additionalHelp" in command.annotations:
        parts.append(f"\n\n{_BOLD}{command.annotations['additionalHelp']}{_RESET}")
    return "".join(parts) + "\n"


def _synopsis(command: Command) -> str:
    if not command.has_sub_commands():
        return command.use_line()
    options = " [OPTIONS]" if command.has_available_flags() else ""
    return f"{command.command_path()}{options} COMMAND"


def _section(title: str, body: str) -> str:
    return f"\n\n{title}\n{body}" if body else ""


def _list(commands: list[Command]) -> str:
    return "\n".join(
        f"  {command.name:<{command.name_padding()}} {command.short}" for command in commands
    )


def _wrapped_flag_usages(command: Command) -> str:
    """Return the help of all flags, as wide as the terminal.

    Go: wrappedFlagUsages
    """
    try:
        width = os.get_terminal_size(0).columns
    except OSError:
        width = 80
    return command.flags().flag_usages_wrapped(width - 1)


def _operation_sub_commands(command: Command) -> list[Command]:
    """Return the sub commands that do something themselves.

    Go: operationSubCommands
    """
    available = [one for one in command.commands() if one.is_available_command()]
    return [one for one in available if not one.has_sub_commands()]


def _management_sub_commands(command: Command) -> list[Command]:
    """Return the sub commands that have others below them.

    Go: managementSubCommands
    """
    available = [one for one in command.commands() if one.is_available_command()]
    return [one for one in available if one.has_sub_commands()]
