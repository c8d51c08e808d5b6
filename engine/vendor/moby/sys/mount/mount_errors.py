"""What went wrong with which mount.

Go: vendor/github.com/moby/sys/mount/mount_errors.go
"""

from __future__ import annotations

from engine.golang.errors import GoError, text


class MountError(GoError):
    """A mount or unmount that the kernel refused; ``errno`` is its answer, 0 if unknown.

    Go: mountError
    """

    def __init__(
        self,
        op: str,
        target: str,
        cause: Exception,
        *,
        source: str = "",
        flags: int = 0,
        data: str = "",
    ) -> None:
        self.errno = (isinstance(cause, OSError) and cause.errno) or 0
        where = f"{source}:{target}" if source else target
        said = f"{op} {where}"
        if flags:
            said += f", flags: {flags:#x}"
        if data:
            said += f", data: {data}"
        super().__init__(f"{said}: {text(cause)}")
