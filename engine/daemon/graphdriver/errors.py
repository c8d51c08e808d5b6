"""A driver that cannot work here, as opposed to one that failed.

Go: daemon/graphdriver/errors.go
"""

from __future__ import annotations

from engine.golang.errors import GoError


class NotSupportedError(GoError):
    """This host cannot run the driver; another one may do.

    Go: NotSupportedError
    """


class ErrNotSupported(NotSupportedError):
    """The driver is unknown, or the kernel lacks what it needs.

    Go: ErrNotSupported
    """

    def __init__(self) -> None:
        super().__init__("driver not supported")


def is_driver_not_supported(error: BaseException) -> bool:
    """Say whether to try the next driver after ``error``.

    Go: IsDriverNotSupported
    """
    return isinstance(error, NotSupportedError)
