"""What each instruction of a Dockerfile does to the configuration.

Go: builder/dockerfile/dispatchers.go, builder/dockerfile/evaluator.go
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.api.types.container.config import Config
from engine.golang import filepath
from engine.golang.errors import GoError
from engine.vendor.docker.go_connections.nat import parse_port_specs
from engine.vendor.moby.buildkit.frontend.dockerfile.instructions import Command
from engine.vendor.moby.buildkit.frontend.dockerfile.shell import Lex

_SHELL = ("/bin/sh", "-c")
_NO_VOLUME = "VOLUME specified can not be an empty string"


@dataclass(slots=True)
class DispatchState:
    """The configuration, and what the instructions so far have done.

    Go: dispatchState
    """

    run_config: Config
    escape_token: str
    cmd_set: bool = False


def dispatch(state: DispatchState, command: Command) -> None:
    """Apply one instruction; variables in it have the values of ENV so far.

    Raises:
        GoError: a variable or a value is wrong.

    Go: builder/dockerfile/evaluator.go dispatch
    """
    lex = Lex(state.escape_token)
    envs = list(state.run_config.env or ())
    if command.name in ("env", "label"):
        command.pairs = [
            (lex.process_word(key, envs), lex.process_word(value, envs))
            for key, value in command.pairs
        ]
    elif command.name in ("user", "volume", "workdir"):
        command.args = [lex.process_word(arg, envs) for arg in command.args]
    elif command.name == "expose":
        # The only one where a variable may stand for several words.
        words = [lex.process_words(arg, envs) for arg in command.args]
        command.args = [word for group in words for word in group]
    _DISPATCHERS[command.name](state, command)


def _env(state: DispatchState, command: Command) -> None:
    """Go: dispatchEnv."""
    env = list(state.run_config.env or ())
    for key, value in command.pairs:
        names = [item.partition("=")[0] for item in env]
        at = names.index(key) if key in names else len(env)
        env[at : at + 1] = [f"{key}={value}"]
    state.run_config.env = env


def _label(state: DispatchState, command: Command) -> None:
    """Go: dispatchLabel."""
    state.run_config.labels = {**(state.run_config.labels or {}), **dict(command.pairs)}


def _cmd(state: DispatchState, command: Command) -> None:
    """Go: dispatchCmd."""
    state.run_config.cmd = _resolve_cmd_line(state, command)
    state.cmd_set = state.cmd_set or bool(command.args)


def _entrypoint(state: DispatchState, command: Command) -> None:
    """Set what always runs; a CMD that was not set by these lines goes.

    Go: dispatchEntrypoint
    """
    state.run_config.entrypoint = _resolve_cmd_line(state, command) if command.args else None
    if not state.cmd_set:
        state.run_config.cmd = None


def _resolve_cmd_line(state: DispatchState, command: Command) -> list[str]:
    """Return the words of a command; one that was no JSON list runs in a shell.

    Go: builder/dockerfile/dispatchers_unix.go resolveCmdLine
    """
    if command.json or not command.args:
        return list(command.args)
    return [*(state.run_config.shell or _SHELL), *command.args]


def _expose(state: DispatchState, command: Command) -> None:
    """Go: dispatchExpose."""
    ports, _ = parse_port_specs(command.args)
    exposed = dict(state.run_config.exposed_ports or {})
    exposed.update({str(port): {} for port in ports})
    state.run_config.exposed_ports = exposed


def _user(state: DispatchState, command: Command) -> None:
    """Go: dispatchUser."""
    state.run_config.user = command.args[0]


def _volume(state: DispatchState, command: Command) -> None:
    """Go: dispatchVolume."""
    if not all(command.args):
        raise GoError(_NO_VOLUME)
    volumes = dict(state.run_config.volumes or {})
    volumes.update({volume: {} for volume in command.args})
    state.run_config.volumes = volumes


def _workdir(state: DispatchState, command: Command) -> None:
    """Set the working directory, seen from the one before if it is relative.

    Go: dispatchWorkdir, builder/dockerfile/dispatchers_unix.go normalizeWorkdir
    """
    requested = command.args[0]
    if not requested:
        raise GoError("cannot normalize nothing")
    if not requested.startswith("/"):
        requested = filepath.join("/", state.run_config.working_dir, requested)
    state.run_config.working_dir = requested


def _onbuild(state: DispatchState, command: Command) -> None:
    """Go: dispatchOnbuild."""
    state.run_config.on_build = [*(state.run_config.on_build or ()), *command.args]


def _healthcheck(state: DispatchState, command: Command) -> None:
    """Go: dispatchHealthcheck."""
    state.run_config.healthcheck = command.health


_DISPATCHERS: dict[str, Callable[[DispatchState, Command], None]] = {
    "cmd": _cmd,
    "entrypoint": _entrypoint,
    "env": _env,
    "expose": _expose,
    "healthcheck": _healthcheck,
    "label": _label,
    "onbuild": _onbuild,
    "user": _user,
    "volume": _volume,
    "workdir": _workdir,
}
