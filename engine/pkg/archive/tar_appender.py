"""Packing a directory into an archive.

Go: pkg/archive/archive.go TarWithOptions
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from collections.abc import Generator, Iterator

from engine.golang import tar
from engine.golang.errors import text
from engine.golang.io import ChunkReader
from engine.pkg.archive.archive_linux import get_whiteout_converter
from engine.pkg.archive.options import TarOptions
from engine.pkg.archive.users import HostNames
from engine.pkg.archive.whiteouts import WHITEOUT_PREFIX
from engine.pkg.idtools.idtools import Identity, IdentityMapping

_log = logging.getLogger(__name__)

_CHUNK = 1 << 18
_NANO = 1_000_000_000
_CAPABILITY = "security.capability"
# struct vfs_cap_data: with revision 3 a user ID follows, which means nothing elsewhere.
_CAPABILITY_SIZE, _REVISION_AT, _REVISION_2, _REVISION_3 = 20, 3, 2, 3
_TYPES = {
    stat.S_IFREG: tar.TYPE_REG,
    stat.S_IFDIR: tar.TYPE_DIR,
    stat.S_IFLNK: tar.TYPE_SYMLINK,
    stat.S_IFCHR: tar.TYPE_CHAR,
    stat.S_IFBLK: tar.TYPE_BLOCK,
    stat.S_IFIFO: tar.TYPE_FIFO,
}


def tar_directory(path: str) -> ChunkReader:
    """Return what is in the directory ``path`` as an archive, not compressed.

    Go: Tar
    """
    return tar_with_options(path, TarOptions())


def tar_with_options(
    src_path: str, options: TarOptions, names: HostNames | None = None
) -> ChunkReader:
    """Return what is in the directory ``src_path`` as an archive.

    With ``include_files`` only those, and what is below them, go in; with ``rebase_names`` each
    under another name. Files that vanish while it is read are left out, as in Go, which logs them.

    Go: TarWithOptions
    """
    return ChunkReader(_pack(src_path, options, names or HostNames()))


def _pack(src_path: str, options: TarOptions, names: HostNames) -> Generator[bytes]:
    out = _Buffer()
    appender = _TarAppender(out, options, names)
    for include in options.include_files or ["."]:
        for name in _included(src_path, include, options):
            path = os.path.join(src_path, name)
            try:
                for _ in appender.add_tar_file(path, _rebased(name, include, options)):
                    yield out.take()
            except OSError as error:
                _log.error("Can't add file %s to tar: %s", path, text(error))
    appender.close()
    yield out.take()


def _included(src_path: str, include: str, options: TarOptions) -> Iterator[str]:
    """Yield the names, relative to ``src_path``, that belong to one included file."""
    source = os.path.join(src_path, include)
    if include != "." or options.include_source_dir:
        yield include
    if not stat.S_ISDIR(os.lstat(source).st_mode):
        return
    for name in _walk(src_path, "" if include == "." else include):
        if not any(name.startswith(start) for start in options.exclude_patterns):
            yield name


def _rebased(name: str, include: str, options: TarOptions) -> str:
    """Return the name in the archive.

    The root of the file system has none: what is below it keeps its slash.
    """
    if options.include_source_dir and include == "." and name != ".":
        name = f"./{name}"
    rebase = options.rebase_names.get(include, "")
    return name.replace(include, "" if rebase == "/" else rebase, 1) if rebase else name


def _walk(root: str, name: str) -> Iterator[str]:
    """Yield all names below ``name`` in ``root``, each directory sorted as by Go's Walk."""
    stack = [iter(sorted(os.listdir(os.path.join(root, name))))]
    path = [name]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            path.pop()
            continue
        here = f"{path[-1]}/{entry}" if path[-1] else entry
        yield here
        full = os.path.join(root, here)
        if os.path.isdir(full) and not os.path.islink(full):
            stack.append(iter(sorted(os.listdir(full))))
            path.append(here)


class _Buffer:
    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(data)
        return len(data)

    def take(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


class _TarAppender:
    """Adds files, and knows which it had before under another name.

    Go: tarAppender
    """

    def __init__(self, out: _Buffer, options: TarOptions, names: HostNames) -> None:
        self._names = names
        self._writer = tar.Writer(out)
        self._seen: dict[tuple[int, int], str] = {}
        self._mapping = IdentityMapping(options.uid_maps, options.gid_maps)
        self._owner = options.chown_opts
        self._whiteouts = get_whiteout_converter(options.whiteout_format, options.in_userns)

    def add_tar_file(self, path: str, name: str) -> Iterator[None]:
        """Add ``path`` as ``name``, pausing after each piece.

        Raises:
            OSError: the file is gone, or a socket, which archives cannot hold.

        Go: tarAppender.addTarFile
        """
        info = os.lstat(path)
        header = file_info_header(name, path, info, self._names)
        if not stat.S_ISDIR(info.st_mode) and info.st_nlink > 1:
            first = self._seen.setdefault((info.st_dev, info.st_ino), name)
            if first != name:
                header.typeflag, header.linkname, header.size = tar.TYPE_LINK, first, 0
        self._set_owner(header, info)
        if self._whiteouts is not None:
            extra = self._whiteouts.convert_write(header, path, info)
            if extra is not None:
                self._writer.write_header(header)
                header = extra
        self._writer.write_header(header)
        yield
        if header.typeflag == tar.TYPE_REG and header.size:
            yield from self._content(path, header.size)

    def close(self) -> None:
        """End the archive."""
        self._writer.close()

    def _set_owner(self, header: tar.Header, info: os.stat_result) -> None:
        """Write owners as the containers see them, but not of whiteouts: the kernel made those."""
        is_whiteout = stat.S_ISCHR(info.st_mode) and info.st_rdev == 0
        base = header.name.rstrip("/").rpartition("/")[2]
        if not is_whiteout and not base.startswith(WHITEOUT_PREFIX) and not self._mapping.empty():
            pair = Identity(info.st_uid, info.st_gid)
            header.uid, header.gid = self._mapping.to_container(pair)
        if self._owner is not None:
            header.uid, header.gid = self._owner

    def _content(self, path: str, size: int) -> Iterator[None]:
        """Add exactly what the header promised, even of a file that shrinks or grows meanwhile."""
        with open(path, "rb") as file:
            while size and (piece := file.read(min(size, _CHUNK))):
                size -= self._writer.write(piece)
                yield
        while size:
            size -= self._writer.write(bytes(min(size, _CHUNK)))
            yield


def file_info_header(name: str, path: str, info: os.stat_result, names: HostNames) -> tar.Header:
    """Return the header for a file; times in whole seconds, the type also in the mode.

    Raises:
        OSError: a socket, or it is gone.

    Go: FileInfoHeader
    """
    kind = stat.S_IFMT(info.st_mode)
    if kind not in _TYPES:
        raise OSError(errno.EINVAL, "archive/tar: sockets not supported", path)
    header = tar.Header(
        name=name + "/" if kind == stat.S_IFDIR and not name.endswith("/") else name,
        typeflag=_TYPES[kind],
        mode=info.st_mode,
        uid=info.st_uid,
        gid=info.st_gid,
        uname=names.user(info.st_uid),
        gname=names.group(info.st_gid),
        mod_time=info.st_mtime_ns // _NANO * _NANO,
    )
    if kind == stat.S_IFREG:
        header.size = info.st_size
    elif kind == stat.S_IFLNK:
        header.linkname = os.readlink(path)
    elif kind in (stat.S_IFCHR, stat.S_IFBLK):
        header.devmajor, header.devminor = os.major(info.st_rdev), os.minor(info.st_rdev)
    capability = _capability(path)
    if capability:
        header.xattrs[_CAPABILITY] = capability
    return header


def _capability(path: str) -> bytes:
    """Return the file's capabilities without a user ID, empty if it has none.

    Go: ReadSecurityXattrToTarHeader
    """
    try:
        data = os.getxattr(path, _CAPABILITY, follow_symlinks=False)
    except OSError:
        return b""
    if data[_REVISION_AT] == _REVISION_3:
        data = data[:_REVISION_AT] + bytes((_REVISION_2,)) + data[_REVISION_AT + 1 :]
    return data[:_CAPABILITY_SIZE]
