"""A resource limit as it travels in JSON, apart from its parser, so that the engine stays light.

Go: vendor/github.com/docker/go-units/ulimit.go
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class Ulimit:
    """One limit of setrlimit(2) by its short name, such as ``nofile``.

    Go: Ulimit
    """

    GO_NAME: ClassVar[str] = "units.Ulimit"

    name: str = field(default="", metadata=tag("Name"))
    hard: Int64 = field(default=0, metadata=tag("Hard"))
    soft: Int64 = field(default=0, metadata=tag("Soft"))
