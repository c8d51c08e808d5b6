"""Files and directories as Go's standard library treats them, errors in Go's words.

pathlib and shutil do the same more slowly and say it differently; a container takes some
eighty of these calls.

Go: os, io/ioutil and path/filepath, as far as moby leans on them.
"""

from __future__ import annotations

import errno
import os
import random
import stat
from collections.abc import Callable
from typing import TypeVar

from engine.golang.errors import path_error

_T = TypeVar("_T")
_CHUNK = 1 << 16
_TRIES = 10000
_OPEN_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# What unlink(2) answers for a directory, depending on the file system.
_MAY_BE_DIRECTORY = (errno.EISDIR, errno.EPERM, errno.EACCES)


def is_not_exist(error: BaseException) -> bool:
    """Say whether ``error`` means that a file is not there.

    Go: IsNotExist
    """
    return isinstance(error, OSError) and error.errno == errno.ENOENT


def read_file(path: str) -> str:
    """Return a small file's text; bytes that are not UTF-8 survive as surrogates.

    Raises:
        GoPathError: it cannot be opened or read.

    Go: ReadFile
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise path_error("open", path, error) from error
    try:
        data = b""
        while chunk := os.read(fd, _CHUNK):
            data += chunk
    except OSError as error:
        raise path_error("read", path, error) from error
    finally:
        os.close(fd)
    return data.decode("utf-8", "surrogateescape")


def write_file(path: str, text: str, perm: int) -> None:
    """Write a whole file over what was there; a new one gets ``perm`` minus the umask.

    Raises:
        GoPathError: it cannot be opened or written.

    Go: WriteFile
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        fd = os.open(path, flags, perm)
    except OSError as error:
        raise path_error("open", path, error) from error
    try:
        left = text.encode("utf-8", "surrogateescape")
        while left:
            left = left[os.write(fd, left) :]
    except OSError as error:
        raise path_error("write", path, error) from error
    finally:
        os.close(fd)


def mkdir_all(path: str, mode: int) -> None:
    """Make a directory and the parents it lacks, all with ``mode`` minus the umask.

    Raises:
        GoPathError: something on the way is no directory, or the host refused.

    Go: MkdirAll
    """
    try:
        os.mkdir(path, mode)
    except FileNotFoundError:
        mkdir_all(os.path.dirname(path), mode)
        mkdir_all(path, mode)
    except FileExistsError as error:
        if not os.path.isdir(path):
            raise path_error(
                "mkdir", path, NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            ) from error
    except OSError as error:
        raise path_error("mkdir", path, error) from error


def temp_file(directory: str, prefix: str) -> tuple[int, str]:
    """Open a new file, 0600, whose name starts with ``prefix``; return descriptor and path.

    Raises:
        GoPathError: the directory is missing or refuses.

    Go: TempFile
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    return _new("open", directory, prefix, lambda path: os.open(path, flags, 0o600))


def temp_dir(directory: str, prefix: str) -> str:
    """Make a new directory, 0700, whose name starts with ``prefix``; return its path.

    Raises:
        GoPathError: the directory is missing or refuses.

    Go: TempDir
    """
    return _new("mkdir", directory, prefix, lambda path: os.mkdir(path, 0o700))[1]


def _new(op: str, directory: str, prefix: str, make: Callable[[str], _T]) -> tuple[_T, str]:
    """Try random names until ``make`` meets one that is free."""
    taken: OSError | None = None
    for _ in range(_TRIES):
        path = os.path.join(directory, f"{prefix}{random.getrandbits(32)}")
        try:
            return make(path), path
        except FileExistsError as error:
            taken = error
        except OSError as error:
            raise path_error(op, path, error) from error
    assert taken is not None  # each try was taken
    raise path_error(op, path, taken)


def remove_all(path: str) -> None:
    """Remove a file, or a directory with all it holds; nothing there is no error.

    Goes on after a failure, so that as little as possible stays. Links are not followed.

    Raises:
        GoPathError: the first thing that could not be removed.

    Go: RemoveAll
    """
    failures = remove_all_at(None, path, path)
    if failures:
        raise failures[0]


def remove_all_at(parent: int | None, name: str, path: str) -> list[OSError]:
    """Remove ``name`` in the open directory ``parent`` and all it holds; return what went wrong.

    ``path`` is what errors call it. However deep it is, one directory is open at a time.

    Go: os/removeall_at.go removeAllFrom
    """
    failures: list[OSError] = []
    if _unlink(parent, name, path, failures):
        return failures
    here = _open(parent, name, path, failures)
    if here is None:
        return failures
    above: list[_Directory] = []
    try:
        while here.entries or above:
            if not here.entries:
                here = _up(here, above.pop(), failures)
                continue
            entry = here.entries.pop()
            inner = f"{here.path}/{entry}"
            below = None
            if not _unlink(here.fd, entry, inner, failures):
                below = _open(here.fd, entry, inner, failures)
            if below is not None:
                os.close(here.fd)
                above.append(here)
                here = below
    finally:
        os.close(here.fd)
    _rmdir(parent, name, path, failures)
    return failures


class _Directory:
    """A directory that is being emptied: what is left in it, and which it is."""

    def __init__(self, fd: int, name: str, path: str) -> None:
        self.fd, self.name, self.path = fd, name, path
        self.entries = os.listdir(fd)
        found = os.fstat(fd)
        self.identity = found.st_dev, found.st_ino


def _unlink(parent: int | None, name: str, path: str, failures: list[OSError]) -> bool:
    """Remove what is no directory; False if it is one."""
    try:
        os.unlink(name, dir_fd=parent)
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno in _MAY_BE_DIRECTORY and _is_directory(parent, name):
            return False
        failures.append(path_error("unlinkat", path, error))
    return True


def _is_directory(parent: int | None, name: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(name, dir_fd=parent).st_mode)
    except OSError:
        return False


def _open(parent: int | None, name: str, path: str, failures: list[OSError]) -> _Directory | None:
    try:
        fd = os.open(name, _OPEN_DIRECTORY, dir_fd=parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        failures.append(path_error("openfdat", path, error))
        return None
    try:
        return _Directory(fd, name, path)
    except OSError as error:
        os.close(fd)
        failures.append(path_error("openfdat", path, error))
        return None


def _up(here: _Directory, above: _Directory, failures: list[OSError]) -> _Directory:
    """Go back to the directory above, if it is still that, and remove the one that is empty."""
    above.fd = os.open("..", _OPEN_DIRECTORY, dir_fd=here.fd)
    found = os.fstat(above.fd)
    os.close(here.fd)
    if (found.st_dev, found.st_ino) != above.identity:
        # Somebody moves directories about: nothing out there is ours to remove.
        above.entries = []
        failures.append(path_error("unlinkat", here.path, OSError(errno.EBUSY, "")))
        return above
    _rmdir(above.fd, here.name, here.path, failures)
    return above


def _rmdir(parent: int | None, name: str, path: str, failures: list[OSError]) -> None:
    try:
        os.rmdir(name, dir_fd=parent)
    except FileNotFoundError:
        return
    except OSError as error:
        failures.append(path_error("unlinkat", path, error))
