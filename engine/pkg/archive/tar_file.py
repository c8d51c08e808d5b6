"""One entry of an archive made a file, with all that the archive says about it.

Go: pkg/archive/archive.go createTarFile, pkg/archive/archive_unix.go
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Callable, Iterable

from engine.golang import tar
from engine.golang.errors import GoError, GoPathError, errno_text, path_error
from engine.golang.filepath import clean, join
from engine.golang.root import Root
from engine.golang.strconv import quote
from engine.pkg.archive import owners
from engine.pkg.idtools.idtools import Identity
from engine.vendor.containerd.sys import running_in_user_ns
from engine.vendor.golang.x.sys import files

_log = logging.getLogger(__name__)

_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_OPEN_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_MAX_NANO = (1 << 63) - 1
_MAX_ID = (1 << 32) - 1
# Not every file system and namespace has extended attributes.
_NO_XATTRS = (errno.ENOTSUP, errno.EPERM)


class BreakoutError(GoError):
    """A name in the archive leads out of where it is unpacked.

    Go: breakoutError
    """


class TarFile:
    """Makes files of entries in one root.

    Links may lead anywhere below ``extract_dir``, a path inside the root. Differs from Go: where
    the daemon is an ordinary user's, the files are his, since nobody may give files away.

    Go: createTarFile
    """

    def __init__(
        self,
        root: Root,
        *,
        lchown: bool,
        chown_opts: Identity | None,
        in_userns: bool,
        extract_dir: str = "/",
    ) -> None:
        self._root = root
        self._extract_dir = extract_dir
        self._lchown = lchown and (os.geteuid() == 0 or running_in_user_ns())
        self._owner = chown_opts
        self._in_userns = in_userns

    def create(self, parent: int, name: str, header: tar.Header, content: Iterable[bytes]) -> None:
        """Make ``name`` in the open directory ``parent``; another thing of that name goes.

        A directory that is there already stays, and gets the entry's owner, mode and times.

        Raises:
            BreakoutError: a link to the outside.
            GoPathError: the host refused.
            GoError: an entry of a kind that cannot be unpacked.

        Go: createTarFile
        """
        base = name.rpartition("/")[2]
        make = _MAKERS.get(header.typeflag)
        if make is None:
            if header.typeflag != tar.TYPE_X_GLOBAL_HEADER:
                raise GoError(f"unhandled tar header type {ord(header.typeflag)}")
            return
        if header.typeflag == tar.TYPE_SYMLINK:
            self._check_symlink(name, header)
        # Looking for a link's target may close the directory that the root gave before.
        here = os.dup(parent) if header.typeflag == tar.TYPE_LINK else parent
        try:
            try:
                make(self, here, base, header, content)
            except FileExistsError:
                # Go joins directory and name with one more slash than the root needs.
                self._root.remove_all(here, base, f"/{name.rpartition('/')[0]}/{base}")
                make(self, here, base, header, content)
        except GoPathError:
            raise
        except OSError as error:
            raise retell(error, name, header, self._extract_dir) from error
        finally:
            if here != parent:
                os.close(here)

    def _regular(
        self, parent: int, base: str, header: tar.Header, content: Iterable[bytes]
    ) -> None:
        fd = files.openat(parent, base, _NEW_FILE, header.mode & 0o777)
        try:
            for chunk in content:
                written = os.write(fd, chunk)
                while written < len(chunk):
                    written += os.write(fd, memoryview(chunk)[written:])
            self._finish(fd, header)
        finally:
            os.close(fd)

    def _directory(
        self, parent: int, base: str, header: tar.Header, content: Iterable[bytes]
    ) -> None:
        del content
        try:
            os.mkdir(base or ".", 0o700, dir_fd=parent)
        except FileExistsError:
            if base and not stat.S_ISDIR(os.lstat(base, dir_fd=parent).st_mode):
                raise
        fd = os.open(base or ".", _OPEN_DIRECTORY, dir_fd=parent)
        try:
            self._finish(fd, header)
        finally:
            os.close(fd)

    def _node(self, parent: int, base: str, header: tar.Header, content: Iterable[bytes]) -> None:
        """Make a device or a FIFO; in a user namespace there are no devices.

        Go: handleTarTypeBlockCharFifo
        """
        del content
        kind = _NODES[header.typeflag]
        if kind != stat.S_IFIFO and self._in_userns:
            return
        device = os.makedev(header.devmajor & 0xFFF, header.devminor & 0xFFFFF)
        try:
            files.mknodat(parent, base, kind | 0o600, device)
        except PermissionError:
            if os.geteuid() == 0 and not running_in_user_ns():
                raise
            return
        self._finish_by_name(parent, base, header)

    def _symlink(
        self, parent: int, base: str, header: tar.Header, content: Iterable[bytes]
    ) -> None:
        """Make a link that says what the archive says; it is followed inside the root only."""
        del content
        os.symlink(header.linkname, base, dir_fd=parent)
        self._finish_by_name(parent, base, header)

    def _check_symlink(self, name: str, header: tar.Header) -> None:
        """Refuse a link that by its words leads out of where the archive is unpacked."""
        folder = "/" + name.rpartition("/")[0]
        if not self._holds(join(folder, header.linkname)):
            found = f"invalid symlink {quote('/' + name)} -> {quote(header.linkname)}"
            raise BreakoutError(found)

    def _link(self, parent: int, base: str, header: tar.Header, content: Iterable[bytes]) -> None:
        """Make a second name for a file that was unpacked, or lay there.

        Differs from Go, where a target that begins with ``..`` means the root of the layer.
        """
        del content
        target = _link_target(header, self._extract_dir)
        if target == "/.." or target.startswith("/../") or not self._holds(target):
            found = f"invalid hardlink {quote(target)} -> {quote(header.linkname)}"
            raise BreakoutError(found)
        folder, _, last = target[1:].rpartition("/")
        there = self._root.directory(folder)
        os.link(last, base, src_dir_fd=there, dst_dir_fd=parent, follow_symlinks=False)
        self._finish_by_name(parent, base, header)

    def _holds(self, path: str) -> bool:
        return path.startswith(self._extract_dir)

    def _finish(self, fd: int, header: tar.Header) -> None:
        """Set owner, attributes, mode and times of an open file, in this order.

        The mode comes after the owner, whose change takes away the set-user-ID bit. What the file
        has already, most are root's, is not set again: to look is cheaper than to write.
        """
        has, owner, mode = os.fstat(fd), self._ids(header), header.mode & 0o7777
        given = self._lchown and owner != (has.st_uid, has.st_gid)
        if given:
            owners.give(fd, *owner)
        if header.xattrs:
            _set_xattrs(fd, header, follow=True)
        if given or header.xattrs or stat.S_IMODE(has.st_mode) != mode:
            os.fchmod(fd, mode)
        os.utime(fd, ns=_times(header))

    def _finish_by_name(self, parent: int, base: str, header: tar.Header) -> None:
        """Do the same for what must not be opened; a symbolic link has no mode of its own."""
        if self._lchown:
            owners.give(base, *self._ids(header), dir_fd=parent)
        if header.xattrs:
            _set_xattrs(f"/proc/self/fd/{parent}/{base}", header, follow=False)
        is_link = stat.S_ISLNK(os.lstat(base, dir_fd=parent).st_mode)
        if not is_link:
            os.chmod(base, header.mode & 0o7777, dir_fd=parent)
        elif header.typeflag == tar.TYPE_LINK:
            return
        if header.typeflag == tar.TYPE_LINK and not self._knows(header.linkname):
            return
        times = _times(header, as_link=is_link)
        os.utime(base, ns=times, dir_fd=parent, follow_symlinks=False)

    def _knows(self, linkname: str) -> bool:
        """Tell whether a link's target is there when its name is not that of an entry but a path.

        Only then Go sets the link's times.
        """
        return self._extract_dir == "/" or self._root.lexists(clean("/" + linkname)[1:])

    def _ids(self, header: tar.Header) -> tuple[int, int]:
        if self._owner is not None:
            return self._owner
        return _id(header.uid), _id(header.gid)


_MAKERS: dict[str, Callable[[TarFile, int, str, tar.Header, Iterable[bytes]], None]] = {
    tar.TYPE_DIR: TarFile._directory,
    tar.TYPE_REG: TarFile._regular,
    tar.TYPE_REG_A: TarFile._regular,
    tar.TYPE_BLOCK: TarFile._node,
    tar.TYPE_CHAR: TarFile._node,
    tar.TYPE_FIFO: TarFile._node,
    tar.TYPE_LINK: TarFile._link,
    tar.TYPE_SYMLINK: TarFile._symlink,
}
_NODES = {
    tar.TYPE_BLOCK: stat.S_IFBLK,
    tar.TYPE_CHAR: stat.S_IFCHR,
    tar.TYPE_FIFO: stat.S_IFIFO,
}
_OPS = {tar.TYPE_DIR: "mkdir", tar.TYPE_REG: "open", tar.TYPE_REG_A: "open"}
_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)


def clamp(nanos: int) -> int:
    """Return a time that the kernel takes: 1970 for one before that, or after the year 2262.

    Go: pkg/system/chtimes.go Chtimes
    """
    return nanos if 0 <= nanos <= _MAX_NANO else 0


def _times(header: tar.Header, *, as_link: bool = False) -> tuple[int, int]:
    """Return access and modification time; the first is never before the second.

    A symbolic link may be from before 1970.
    """
    modified = header.mod_time
    accessed = modified if header.access_time is None else max(header.access_time, modified)
    if as_link:
        return max(-_MAX_NANO, min(accessed, _MAX_NANO)), max(-_MAX_NANO, min(modified, _MAX_NANO))
    return clamp(accessed), clamp(modified)


def _id(number: int) -> int:
    return number if -1 <= number <= _MAX_ID else number & _MAX_ID


def _set_xattrs(target: int | str, header: tar.Header, *, follow: bool) -> None:
    ignored = []
    for key, value in header.xattrs.items():
        try:
            os.setxattr(target, key, value, follow_symlinks=follow)
        except OSError as error:
            if error.errno not in _NO_XATTRS:
                raise GoError(errno_text(error.errno or 0)) from error
            ignored.append(errno_text(error.errno or 0))
    if ignored:
        _log.warning(
            "ignored xattrs in archive: underlying filesystem doesn't support them: %s", ignored
        )


def _link_target(header: tar.Header, extract_dir: str) -> str:
    """Return which path inside the root a hard link means."""
    if extract_dir == "/":
        return "/" + clean(header.linkname).lstrip("/")
    return join(extract_dir, header.linkname)


def retell(
    error: OSError, name: str, header: tar.Header, extract_dir: str = "/"
) -> OSError | GoError:
    """Return an error of making an entry in Go's words, with the path as it is inside the root.

    Go: createTarFile
    """
    if header.typeflag == tar.TYPE_LINK:
        target = _link_target(header, extract_dir)
        return path_error(f"link {target}", "/" + name, error)
    if header.typeflag == tar.TYPE_SYMLINK:
        return path_error(f"symlink {header.linkname}", "/" + name, error)
    op = _OPS.get(header.typeflag)
    if op is None:
        return GoError(errno_text(error.errno or 0))
    return path_error("write" if error.errno in _WRITING else op, "/" + name, error)
