"""Who runs stacks: a setting that nothing here needs, but that has always been checked.

Go: cli/command/orchestrator.go
"""

from __future__ import annotations

import os
from typing import TextIO

from engine.golang.errors import GoError
from engine.golang.strconv import quote

_DEFAULT = "swarm"
_STACK_VARIABLE = "DOCKER_STACK_ORCHESTRATOR"
_OLD_VARIABLE = "DOCKER_ORCHESTRATOR"


def _normalize(value: str) -> str:
    """Return the orchestrator, nothing if nobody chose one.

    Raises:
        GoError: there is no such thing.

    Go: normalize
    """
    if value not in ("kubernetes", "swarm", "all", "unset", ""):
        raise GoError(
            f"specified orchestrator {quote(value)} is invalid, "
            "please use either kubernetes, swarm or all"
        )
    return "" if value == "unset" else value


def get_stack_orchestrator(
    flag_value: str, context_value: str, global_default: str, stderr: TextIO
) -> str:
    """Return the orchestrator that the user chose last: flag, environment, context, settings.

    Raises:
        GoError: what counts is none.

    Go: GetStackOrchestrator
    """
    if chosen := _normalize(flag_value):
        return chosen
    variable = os.environ.get(_STACK_VARIABLE, "")
    if not variable and os.environ.get(_OLD_VARIABLE):
        stderr.write(
            f"WARNING: experimental environment variable {_OLD_VARIABLE} is set. "
            f"Please use {_STACK_VARIABLE} instead\n"
        )
    chosen = _normalize(variable) or _normalize(context_value) or _normalize(global_default)
    return chosen or _DEFAULT
