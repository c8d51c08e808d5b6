"""Go's wording of errors: what ``err.Error()`` would say, as ``str(error)``.

Go: errors, fmt.Errorf, os.PathError and github.com/pkg/errors, as far as moby leans on them.
"""

from __future__ import annotations

import errno as _errno
import os
from collections.abc import Iterator
from contextlib import contextmanager


class GoError(Exception):
    """An error with a text and no class: nobody said who is at fault (HTTP 500).

    Go: errors.New
    """


class GoPathError(OSError):
    """An operating system error that names the call and the path, as Go prints it.

    ``errno`` and ``filename`` are the original's. The text is ``open /x: no such file or
    directory``.

    Go: os.PathError
    """

    def __init__(self, op: str, path: str | os.PathLike[str], error: OSError) -> None:
        super().__init__(error.errno or 0, error.strerror or str(error))
        self.op = op
        self.filename = os.fspath(path)
        self.cause = error

    def __str__(self) -> str:
        return f"{self.op} {self.filename}: {errno_text(self.errno or 0)}"


# Go spells the kernel's messages in lower case, and a few in its own words.
_GO_WORDS = {_errno.EOPNOTSUPP: "operation not supported"}


def errno_text(number: int) -> str:
    """Return Go's text for an errno: ``no such file or directory`` for ENOENT.

    Go: syscall.Errno.Error
    """
    if number in _GO_WORDS:
        return _GO_WORDS[number]
    words = os.strerror(number)
    return words[:1].lower() + words[1:] if not words[:2].isupper() else words


def text(error: BaseException) -> str:
    """Return what Go would print for ``error``.

    A plain OSError loses Python's ``[Errno 2]`` and gets Go's words, with its path if known.
    """
    if isinstance(error, GoPathError) or not isinstance(error, OSError) or error.errno is None:
        return str(error)
    words = errno_text(error.errno)
    if error.filename is None:
        return words
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
    return f"{name}: {words}"


def path_error(op: str, path: str | os.PathLike[str], error: OSError) -> GoPathError:
    """Return ``error`` retold as Go's ``op path: reason``.

    Go: os.PathError
    """
    return GoPathError(op, path, error)


@contextmanager
def os_error(op: str, path: str | os.PathLike[str]) -> Iterator[None]:
    """Retell any OSError of the block as ``op path: reason``.

    Raises:
        GoPathError: the block raised an OSError.
    """
    try:
        yield
    except GoPathError:
        raise
    except OSError as error:
        raise GoPathError(op, path, error) from error
    except ValueError as error:
        # Python refuses a path with a null byte itself, where Go asks the kernel's word for it.
        if "\0" not in os.fspath(path):
            raise
        invalid = OSError(_errno.EINVAL, os.strerror(_errno.EINVAL))
        raise GoPathError(op, path, invalid) from error


def wrap(error: Exception, message: str) -> Exception:
    """Return an error that says ``message: error`` and is the same kind of fault.

    Go: github.com/pkg/errors Wrap
    """
    from engine import errdefs

    said = f"{message}: {text(error)}"
    kind = errdefs.kind_of(error)
    wrapped: Exception = kind(said) if kind is not None else GoError(said)
    wrapped.__cause__ = error
    return wrapped
