"""What every command line may begin with.

Go: cli/flags/client.go
"""

from __future__ import annotations

from dataclasses import field

from cli.flags.common import CommonOptions
from engine.golang.structs import struct


@struct()
class ClientOptions:
    """What was said before the first command.

    Go: ClientOptions
    """

    common: CommonOptions = field(default_factory=CommonOptions)
    config_dir: str = ""
