"""Give an error a class, and ask for it.

Go: errdefs/helpers.go, errdefs/is.go
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.errdefs.defs import Error, NotFound
from engine.golang import errors
from engine.golang.errors import GoError

# What a Go function would return as an error. All else is a fault of the program, which Go
# would panic for: it keeps its type, so that nobody is blamed for it.
_REPORTABLE = (Error, GoError, OSError, ValueError)


@contextmanager
def reported_as(kind: type[Error]) -> Iterator[None]:
    """Report an error of the block as ``kind``, with the same text.

    An error that is already of that class passes unchanged, and so does a fault of the program
    itself (a TypeError, say).

    Raises:
        Error: of class ``kind``, caused by what the block raised.

    Go: NotFound, InvalidParameter, Conflict, System, … (one function for each class there)
    """
    try:
        yield
    except kind:
        raise
    except _REPORTABLE as error:
        raise kind(errors.text(error)) from error


def kind_of(error: BaseException | None) -> type[Error] | None:
    """Return the class that decides the answer: the outermost one in the chain of causes.

    A subclass (``NameConflict``) is traced to its class in ``errdefs``, which takes one text.
    Python's implicit ``__context__`` does not count, only an explicit ``raise … from``.

    Go: getImplementer
    """
    while error is not None:
        if isinstance(error, Error):
            return next(base for base in type(error).__mro__ if base.__module__ == Error.__module__)
        error = error.__cause__
    return None


def is_kind(error: BaseException, kind: type[Error]) -> bool:
    """Say whether ``error`` counts as ``kind``.

    Go: IsNotFound, IsConflict, … (one function for each class there)
    """
    found = kind_of(error)
    return found is not None and issubclass(found, kind)


def is_not_found(error: BaseException) -> bool:
    """Say whether ``error`` tells that something is not there.

    Go: IsNotFound
    """
    return is_kind(error, NotFound)
