"""Small things that several commands need.

Go: cli/command/utils.go
"""

from __future__ import annotations

import os

from engine.vendor.spf13.pflag import FlagSet, Ref


def add_platform_flag(flags: FlagSet, target: Ref) -> None:
    """Define ``--platform``, with $DOCKER_DEFAULT_PLATFORM for a default; needs API 1.32.

    Go: AddPlatformFlag
    """
    default = os.environ.get("DOCKER_DEFAULT_PLATFORM", "")
    flags.string_var(
        target, "platform", default, "Set platform if server is multi-platform capable"
    )
    flags.set_annotation("platform", "version", ["1.32"])


def string_slice_replace_at(
    words: list[str], old: list[str], new: list[str], require_index: int
) -> tuple[list[str], bool]:
    """Return ``words`` with ``new`` for ``old``, and whether that stood there.

    It has to stand at ``require_index``, or anywhere if that is -1.

    Go: StringSliceReplaceAt
    """
    places = range(len(words) - len(old) + 1) if old else ()
    index = next((i for i in places if words[i : i + len(old)] == old), -1)
    if index == -1 or require_index not in (-1, index):
        return words, False
    return [*words[:index], *new, *words[index + len(old) :]], True
