"""A directory that nothing below it leads out of, whatever names and links say.

Go's daemon unpacks archives in a child process whose root is the directory (chroot). A thread
cannot have a root of its own, so here each path is walked by hand, from one open directory to the
next, following no link that the walk has not read itself; an absolute link starts again at the
directory, and ``..`` ends there.

Go: os.Root, which Go has had since 1.24, but resolving links as chroot does
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from types import TracebackType
from typing import BinaryIO, Self

from engine.golang.errors import path_error
from engine.golang.filesystem import remove_all_at

_OPEN_DIRECTORY = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# Directories kept open: archives list files directory by directory.
_KEEP = 64
# As many links as the kernel follows.
_MAX_LINKS = 40


class Root:
    """Gives open directories below ``path`` to work in with ``dir_fd=``.

    Names are relative and clean; ``""`` is the root. A descriptor that a method returns is good
    until the next call for one.
    """

    def __init__(self, path: str) -> None:
        self._open: dict[str, int] = {}
        self._stale: list[int] = []
        try:
            fd = os.open(path, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise path_error("open", path, error) from error
        self._open[""] = fd

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Close all directories; doing it again is harmless.

        Go: os.Root.Close
        """
        self._stale.extend(self._open.values())
        self._open = {}
        self._close_stale()

    def directory(self, name: str) -> int:
        """Return the open directory ``name``, links on the way followed inside the root.

        Raises:
            OSError: a part is missing, or no directory.

        Go: os.Root.OpenRoot
        """
        self._close_stale()
        if not self._open:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        known = name
        while (fd := self._open.get(known)) is None:
            known = known.rpartition("/")[0]
        if known:
            self._open[known] = self._open.pop(known)
        if known == name:
            return fd
        at = known
        for part in name[len(known) :].strip("/").split("/"):
            at = f"{at}/{part}" if at else part
            try:
                inner = os.open(part, _OPEN_DIRECTORY, dir_fd=fd)
            except NotADirectoryError:
                return self._keep(name, self._through_links(name))
            fd = self._keep(at, inner)
        return fd

    def lexists(self, name: str) -> bool:
        """Tell whether there is something called ``name``, be it a link to nowhere.

        Go: os.Root.Lstat
        """
        folder, _, base = name.rpartition("/")
        try:
            os.lstat(base or ".", dir_fd=self.directory(folder))
        except OSError:
            return False
        return True

    def open(self, name: str) -> BinaryIO:
        """Open the file ``name`` for reading; a link or a FIFO of that name is no file.

        Raises:
            GoPathError: it is missing, or is no file.

        Go: os.Root.Open
        """
        folder, _, base = name.rpartition("/")
        try:
            directory = self.directory(folder)
            return os.fdopen(os.open(base, _OPEN_FILE, dir_fd=directory), "rb")
        except OSError as error:
            raise path_error("open", "/" + name, error) from error

    def make_directories(self, name: str, mode: int, owner: tuple[int, int] | None) -> int:
        """Return the open directory ``name``; what is missing of the way to it is made.

        Raises:
            GoPathError: a part is no directory, or the host refused.

        Go: os.Root.MkdirAll
        """
        missing: list[str] = []
        have = name
        while True:
            try:
                fd = self.directory(have)
                break
            except FileNotFoundError:
                have, _, base = have.rpartition("/")
                missing.append(base)
            except OSError as error:
                raise path_error("mkdir", "/" + have, error) from error
        for base in reversed(missing):
            have = f"{have}/{base}" if have else base
            try:
                os.mkdir(base, mode, dir_fd=fd)
                fd = self._keep(have, os.open(base, _OPEN_DIRECTORY, dir_fd=fd))
                os.chmod(f"/proc/self/fd/{fd}", mode)
                if owner is not None:
                    os.chown(f"/proc/self/fd/{fd}", *owner)
            except OSError as error:
                raise path_error("mkdir", "/" + have, error) from error
        return fd

    def remove_all(self, directory: int, base: str, shown: str = "") -> None:
        """Remove what is called ``base`` in an open directory, and all below it.

        ``shown`` is what an error calls it.

        Raises:
            GoPathError: something stays.

        Go: os.Root.RemoveAll
        """
        try:
            mode = os.lstat(base, dir_fd=directory).st_mode
        except FileNotFoundError:
            return
        except OSError as error:
            raise path_error("unlinkat", shown or base, error) from error
        failures = remove_all_at(directory, base, shown or base)
        if failures:
            raise failures[0]
        if stat.S_ISDIR(mode) or stat.S_ISLNK(mode):
            self._forget()

    def _forget(self) -> None:
        """Look all names up again: one of them means something else now.

        The directories stay open until then, since the caller still works in one of them.
        """
        root = self._open.pop("")
        self._stale.extend(self._open.values())
        self._open = {"": root}

    def _close_stale(self) -> None:
        while self._stale:
            os.close(self._stale.pop())

    def _keep(self, name: str, fd: int) -> int:
        if len(self._open) >= _KEEP:
            oldest = next(key for key in self._open if key)
            os.close(self._open.pop(oldest))
        self._open[name] = fd
        return fd

    def _through_links(self, name: str) -> int:
        """Open ``name`` from the root on, reading each link and walking on inside the root."""
        stack = [os.dup(self._open[""])]
        todo = name.split("/")[::-1]
        links = 0
        try:
            while todo:
                part = todo.pop()
                if part == "..":
                    if len(stack) > 1:
                        os.close(stack.pop())
                elif part not in ("", "."):
                    target = _step(stack, part)
                    if target is None:
                        continue
                    links += 1
                    if links > _MAX_LINKS:
                        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
                    while posixpath.isabs(target) and len(stack) > 1:
                        os.close(stack.pop())
                    todo.extend(target.split("/")[::-1])
            return stack.pop()
        finally:
            for fd in stack:
                os.close(fd)


def _step(stack: list[int], part: str) -> str | None:
    """Go into ``part``, or return where it points if it is a link."""
    try:
        stack.append(os.open(part, _OPEN_DIRECTORY, dir_fd=stack[-1]))
    except NotADirectoryError as error:
        try:
            return os.readlink(part, dir_fd=stack[-1])
        except OSError:
            raise error from None
    return None
