"""What can go wrong with a volume, and with what was done to it.

Go: volume/service/errors.go
"""

from __future__ import annotations

from collections.abc import Sequence

from engine import errdefs
from engine.golang import errors
from engine.golang.errors import GoError


class VolumeInUse(errdefs.Conflict):
    """Somebody uses the volume (HTTP 409).

    Go: errVolumeInUse
    """

    def __init__(self) -> None:
        super().__init__("volume is in use")


class NoSuchVolume(errdefs.NotFound):
    """There is no volume of that name (HTTP 404).

    Go: errNoSuchVolume
    """

    def __init__(self) -> None:
        super().__init__("no such volume")


class NameConflict(errdefs.Conflict):
    """Another driver has a volume of that name (HTTP 409).

    Go: errNameConflict
    """

    def __init__(self, circumstances: str) -> None:
        super().__init__(f"{circumstances}: volume name must be unique")


class OpErr(GoError):
    """What was being done to which volume when the error came; its cause says who is at fault.

    Go: OpErr
    """

    def __init__(
        self, op: str, err: Exception, *, name: str = "", refs: Sequence[str] = ()
    ) -> None:
        self.op = op
        self.name = name
        self.err = err
        self.refs = list(refs)
        text = f"{op} {name}" if name else op
        text += f": {errors.text(err)}"
        if refs:
            text += f" - [{', '.join(refs)}]"
        super().__init__(text)
        self.__cause__ = err


def is_in_use(error: BaseException | None) -> bool:
    """Say whether somebody's use of the volume is what went wrong.

    Go: IsInUse
    """
    return _is_err(error, VolumeInUse)


def is_not_exist(error: BaseException | None) -> bool:
    """Say whether the volume is not there.

    Go: IsNotExist
    """
    return _is_err(error, NoSuchVolume)


def is_name_conflict(error: BaseException | None) -> bool:
    """Say whether another driver has the name.

    Go: IsNameConflict
    """
    return _is_err(error, NameConflict)


def _is_err(error: BaseException | None, expected: type[Exception]) -> bool:
    """Look for ``expected`` among the causes.

    Go: isErr
    """
    while error is not None:
        if isinstance(error, expected):
            return True
        error = error.__cause__
    return False
