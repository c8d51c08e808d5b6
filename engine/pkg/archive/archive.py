"""Unpacking archives.

What Go has in one file of 1,300 lines stands here in five: this one, ``options``, ``compression``,
``tar_file``, ``tar_appender``; and ``engine.golang.root`` takes the place of chroot.

Go: pkg/archive/archive.go
"""

from __future__ import annotations

import errno
import logging
import os
import stat

from engine.golang import tar
from engine.golang.errors import GoError, path_error
from engine.golang.filepath import clean
from engine.golang.io import Readable
from engine.golang.root import Root
from engine.golang.strconv import quote
from engine.pkg.archive.archive_linux import get_whiteout_converter
from engine.pkg.archive.compression import decompress_stream
from engine.pkg.archive.options import TarOptions
from engine.pkg.archive.tar_file import BreakoutError, TarFile, clamp, retell
from engine.pkg.idtools.idtools import Identity, IdentityMapping

_log = logging.getLogger(__name__)


def is_archive_path(path: str) -> bool:
    """Tell whether the file is an archive, compressed or not.

    Go: IsArchivePath
    """
    try:
        with open(path, "rb") as file:
            return tar.Reader(decompress_stream(file)).next() is not None
    except (OSError, GoError):
        return False


def clean_name(name: str, dest: str = "/") -> str:
    """Return an entry's name relative to where it is unpacked, ``""`` for that itself.

    Differs from Go, whose chroot turns a leading ``..`` into the layer's root.

    Raises:
        BreakoutError: the name leads out.

    Go: Unpack
    """
    cleaned = clean(name)
    if cleaned == ".." or cleaned.startswith("../"):
        raise BreakoutError(f"{quote(cleaned)} is outside of {quote(dest)}")
    return "" if cleaned == "." else cleaned.lstrip("/")


def remap_ids(id_mapping: IdentityMapping, header: tar.Header) -> None:
    """Turn the owner in a container into the one on the host.

    Raises:
        GoError: the maps leave the owner out.

    Go: remapIDs
    """
    if not id_mapping.empty():
        header.uid, header.gid = id_mapping.to_host(Identity(header.uid, header.gid))


def parent_directory(
    root: Root, name: str, header: tar.Header, mode: int, owner: Identity | None
) -> int:
    """Return the open directory that an entry goes to; some archives leave directories out.

    Raises:
        GoPathError: a part of the way is no directory, or the host refused.
    """
    folder = name.rpartition("/")[0]
    try:
        return root.directory(folder)
    except OSError as error:
        if error.errno != errno.ENOENT or root.lexists(folder):
            raise retell(error, name, header) from error
    return root.make_directories(folder, mode, owner)


def set_directory_times(root: Root, directories: list[tuple[str, tar.Header]]) -> None:
    """Set the times of unpacked directories, which files made in them have changed.

    Raises:
        GoPathError: a directory is gone.

    Go: Unpack
    """
    for name, header in directories:
        folder, _, base = name.rpartition("/")
        times = clamp(header.access_time or 0), clamp(header.mod_time)
        try:
            parent = root.directory(folder)
            if stat.S_ISLNK(os.lstat(base or ".", dir_fd=parent).st_mode):
                parent, base = root.directory(name), ""
            os.utime(base or ".", ns=times, dir_fd=parent, follow_symlinks=False)
        except OSError as error:
            raise path_error("chtimes", "/" + name, error) from error


def unpack(
    decompressed_archive: Readable, dest: str, options: TarOptions, root_dir: str = ""
) -> None:
    """Unpack a tar archive into the directory ``dest``; nothing outside of it is touched.

    With ``root_dir``, which ``dest`` is below, links may lead anywhere below that.

    Raises:
        BreakoutError: a name leads out of ``dest``.
        GoError: the archive is damaged, or has what cannot be unpacked.
        GoPathError: the host refused.

    Go: Unpack
    """
    reader = tar.Reader(decompressed_archive)
    directories: list[tuple[str, tar.Header]] = []
    prefix = clean(os.path.relpath(dest, root_dir)) + "/" if root_dir else "./"
    prefix = "" if prefix == "./" else prefix
    with Root(root_dir or dest) as root:
        maker = _Unpacker(root, options, prefix)
        while (header := reader.next()) is not None:
            if header.typeflag == tar.TYPE_X_GLOBAL_HEADER:
                _log.debug("PAX Global Extended Headers found for %s and ignored", header.name)
                continue
            name = (prefix + clean_name(header.name, f"/{prefix}".rstrip("/") or "/")).rstrip("/")
            if any(clean(header.name).startswith(start) for start in options.exclude_patterns):
                continue
            if maker.unpack(name, header, reader) and header.typeflag == tar.TYPE_DIR:
                directories.append((name, header))
        set_directory_times(root, directories)


class _Unpacker:
    """The part of Unpack that handles one entry."""

    def __init__(self, root: Root, options: TarOptions, prefix: str) -> None:
        self._root = root
        self._prefix = prefix
        self._mapping = IdentityMapping(options.uid_maps, options.gid_maps)
        self._owner = self._mapping.root_pair() if os.geteuid() == 0 else None
        self._keep_kinds = options.no_overwrite_dir_non_dir
        self._whiteouts = get_whiteout_converter(options.whiteout_format, options.in_userns)
        self._maker = TarFile(
            root,
            lchown=not options.no_lchown,
            chown_opts=options.chown_opts,
            in_userns=options.in_userns,
            extract_dir="/" + prefix.rstrip("/"),
        )

    def unpack(self, name: str, header: tar.Header, reader: tar.Reader) -> bool:
        """Make one entry; False if nothing was to be made in its own name."""
        parent = parent_directory(self._root, name, header, 0o755, self._owner)
        if self._keep_kinds:
            self._check_kind(parent, name, header)
        if clean(header.name) == ".":
            return False
        remap_ids(self._mapping, header)
        converter = self._whiteouts
        if converter is not None and not converter.convert_read(header, parent, name):
            return False
        self._maker.create(parent, name, header, reader.chunks())
        return True

    def _check_kind(self, parent: int, name: str, header: tar.Header) -> None:
        """Refuse to put a directory where something else is, or something else over one."""
        base = name.rpartition("/")[2]
        try:
            mode = os.lstat(base or ".", dir_fd=parent).st_mode
        except OSError:
            return
        to_dir, is_dir = header.typeflag == tar.TYPE_DIR, stat.S_ISDIR(mode)
        if to_dir == is_dir:
            return
        path, dest = quote("/" + name), quote("/" + self._prefix.rstrip("/"))
        if is_dir:
            raise GoError(f"cannot overwrite directory {path} with non-directory {dest}")
        raise GoError(f"cannot overwrite non-directory {path} with directory {dest}")


def untar(tar_archive: Readable | None, dest: str, options: TarOptions | None = None) -> None:
    """Unpack an archive, compressed or not, into ``dest``.

    Raises:
        GoError: the archive is damaged, hostile, or not given.
        GoPathError: the host refused.

    Go: Untar
    """
    _untar_handler(tar_archive, dest, options, decompress=True)


def untar_uncompressed(
    tar_archive: Readable | None, dest: str, options: TarOptions | None = None
) -> None:
    """Unpack an archive that is not compressed into ``dest``.

    Raises:
        GoError: the archive is damaged, hostile, or not given.
        GoPathError: the host refused.

    Go: UntarUncompressed
    """
    _untar_handler(tar_archive, dest, options, decompress=False)


def _untar_handler(
    tar_archive: Readable | None, dest: str, options: TarOptions | None, *, decompress: bool
) -> None:
    """Go: untarHandler."""
    if tar_archive is None:
        raise GoError("Empty archive")
    stream = decompress_stream(tar_archive) if decompress else tar_archive
    unpack(stream, clean(dest), options or TarOptions())
