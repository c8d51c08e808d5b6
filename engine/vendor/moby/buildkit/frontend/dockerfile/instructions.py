"""Instructions of a Dockerfile, checked; of all, those that only change a configuration.

Go: vendor/github.com/moby/buildkit/frontend/dockerfile/instructions/parse.go
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.api.types.container.config import MINIMUM_DURATION, HealthConfig
from engine.golang import strconv
from engine.golang.duration import format_duration, parse_duration
from engine.golang.errors import GoError
from engine.vendor.moby.buildkit.frontend.dockerfile.parser import Node

_HEALTH_FLAGS = ("interval", "timeout", "start-period", "retries")


@dataclass(slots=True)
class Command:
    """A checked instruction.

    Go: vendor/github.com/moby/buildkit/frontend/dockerfile/instructions/commands.go Command
    """

    name: str
    args: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    json: bool = False
    health: HealthConfig | None = None


def parse_instruction(node: Node) -> Command:
    """Return an instruction, its arguments counted and its flags read.

    Raises:
        GoError: an argument is missing, too many or wrong; or a flag is not known.

    Go: ParseInstruction
    """
    if node.value == "healthcheck":
        return Command(node.value, health=_health(node))
    _flags(node, ())
    _check_arguments(node)
    command = Command(node.value, list(node.args), list(node.pairs), node.json)
    if node.value == "expose":
        command.args.sort()
    elif node.value == "volume":
        command.args = [arg.strip() for arg in node.args]
        if not all(command.args):
            raise GoError("VOLUME specified can not be an empty string")
    elif node.value == "onbuild":
        command.args = [_trigger(node)]
    return command


def _check_arguments(node: Node) -> None:
    name = node.value.upper()
    if node.value in ("env", "label"):
        _check_pairs(name, node.pairs)
    elif node.value in ("user", "workdir"):
        if len(node.args) != 1:
            raise GoError(f"{name} requires exactly one argument")
    elif node.value in ("expose", "volume", "onbuild") and not node.args:
        raise GoError(f"{name} requires at least one argument")


def _check_pairs(name: str, pairs: list[tuple[str, str]]) -> None:
    """Go: parseKvps."""
    if not pairs:
        raise GoError(f"{name} requires at least one argument")
    if not all(key for key, _ in pairs):
        raise GoError(f"{name} names can not be blank")


def _trigger(node: Node) -> str:
    """Return the instruction that is to run in a build upon the image.

    Go: parseOnBuild
    """
    trigger = node.args[0].strip().upper()
    if trigger == "ONBUILD":
        raise GoError("Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed")
    if trigger in ("MAINTAINER", "FROM"):
        raise GoError(f"{trigger} isn't allowed as an ONBUILD trigger")
    return re.sub(r"(?i)^\s*ONBUILD\s*", "", node.original)


def _flags(node: Node, known: tuple[str, ...]) -> dict[str, str]:
    """Return the flags with their values.

    Go: vendor/github.com/moby/buildkit/frontend/dockerfile/instructions/bflag.go BFlags.Parse
    """
    flags: dict[str, str] = {}
    for flag in node.flags:
        name, equals, value = flag[2:].partition("=")
        if name not in known:
            raise GoError(f"Unknown flag: {name}")
        if name in flags:
            raise GoError(f"Duplicate flag specified: {name}")
        if not equals:
            raise GoError(f"Missing a value on flag: {name}")
        flags[name] = value
    return flags


def _health(node: Node) -> HealthConfig:
    """Return how to find out whether a container is well.

    Go: parseHealthcheck
    """
    if not node.args:
        raise GoError("HEALTHCHECK requires at least one argument")
    kind, *args = node.args
    kind = kind.upper()
    if kind == "NONE":
        if args:
            raise GoError("HEALTHCHECK NONE takes no arguments")
        return HealthConfig(test=[kind])
    flags = _flags(node, _HEALTH_FLAGS)
    if kind != "CMD":
        raise GoError(f"Unknown type {strconv.quote(kind)} in HEALTHCHECK (try CMD)")
    if not args:
        raise GoError("Missing command after HEALTHCHECK CMD")
    return HealthConfig(
        test=["CMD", *args] if node.json else ["CMD-SHELL", " ".join(args)],
        interval=_interval("interval", flags),
        timeout=_interval("timeout", flags),
        start_period=_interval("start-period", flags),
        retries=_retries(flags),
    )


def _interval(name: str, flags: dict[str, str]) -> int:
    """Go: parseOptInterval."""
    if not flags.get(name):
        return 0
    duration = parse_duration(flags[name])
    if duration < MINIMUM_DURATION:
        least = format_duration(MINIMUM_DURATION)
        raise GoError(f"Interval {strconv.quote(name)} cannot be less than {least}")
    return duration


def _retries(flags: dict[str, str]) -> int:
    if not flags.get("retries"):
        return 0
    retries = strconv.parse_int(flags["retries"], 10, 32)
    if retries < 1:
        raise GoError(f"--retries must be at least 1 (not {retries})")
    return retries
