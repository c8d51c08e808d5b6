"""The part of the builder that `docker import --change` needs: lines that say what to run.

Go: builder/dockerfile/builder.go
"""

from __future__ import annotations

from engine import errdefs
from engine.api.types.container.config import Config
from engine.builder.dockerfile.dispatchers import DispatchState, dispatch
from engine.golang.errors import GoError
from engine.pkg.system.lcow import is_os_supported
from engine.vendor.moby.buildkit.frontend.dockerfile.instructions import parse_instruction
from engine.vendor.moby.buildkit.frontend.dockerfile.parser import parse

# Instructions that change nothing but the configuration.
VALID_COMMIT_COMMANDS = frozenset(
    (
        "cmd",
        "entrypoint",
        "healthcheck",
        "env",
        "expose",
        "label",
        "onbuild",
        "user",
        "volume",
        "workdir",
    )
)


def build_from_config(config: Config, changes: list[str], os: str) -> Config:
    """Return ``config`` changed by lines of a Dockerfile; it is changed in place.

    Raises:
        InvalidParameter: the system is not this host's, or a line is wrong or does more.

    Go: BuildFromConfig
    """
    if not is_os_supported(os):
        raise errdefs.InvalidParameter("operating system is not supported")
    if not changes:
        return config
    try:
        dockerfile = parse("\n".join(changes))
        for node in dockerfile.nodes:
            if node.value not in VALID_COMMIT_COMMANDS:
                raise GoError(f"{node.value} is not a valid change command")
        commands = [parse_instruction(node) for node in dockerfile.nodes]
        state = DispatchState(config, dockerfile.escape_token)
        for command in commands:
            dispatch(state, command)
    except (GoError, ValueError) as error:
        raise errdefs.InvalidParameter(str(error)) from error
    return config
