"""The few error classes of containerd that the platform parser raises.

Go: vendor/github.com/containerd/containerd/errdefs/errors.go
"""

from __future__ import annotations

from engine.golang.errors import GoError


class InvalidArgument(GoError):
    """The caller's text makes no sense; the message ends with ``: invalid argument``.

    Go: ErrInvalidArgument
    """

    def __init__(self, message: str) -> None:
        super().__init__(f"{message}: invalid argument")
