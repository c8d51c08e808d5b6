"""Applying a layer to the files of the layer below, where whiteouts mean removal.

Go: pkg/archive/diff.go
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator

from engine.golang import tar
from engine.golang.errors import GoError, path_error
from engine.golang.filepath import clean
from engine.golang.io import Readable
from engine.golang.root import Root
from engine.pkg.archive.archive import (
    clean_name,
    parent_directory,
    remap_ids,
    set_directory_times,
)
from engine.pkg.archive.archive_linux import original_name
from engine.pkg.archive.compression import decompress_stream
from engine.pkg.archive.options import TarOptions
from engine.pkg.archive.tar_file import TarFile
from engine.pkg.archive.whiteouts import (
    WHITEOUT_LINK_DIR,
    WHITEOUT_META_PREFIX,
    WHITEOUT_OPAQUE_DIR,
    WHITEOUT_PREFIX,
)
from engine.pkg.idtools.idtools import IdentityMapping

_CHUNK = 1 << 18


def unpack_layer(dest: str, layer: Readable, options: TarOptions | None = None) -> int:
    """Unpack a layer into ``dest``, removing what its whiteouts name; return its size in bytes.

    Raises:
        BreakoutError: a name leads out of ``dest``.
        GoError: the layer is damaged, or has what cannot be unpacked.
        GoPathError: the host refused.

    Go: UnpackLayer
    """
    reader = tar.Reader(layer)
    size = 0
    with (
        Root(dest) as root,
        tempfile.TemporaryDirectory(prefix="dockerplnk") as plnk,
        Root(plnk) as links,
    ):
        unpacker = _LayerUnpacker(root, links, options or TarOptions())
        while (header := reader.next()) is not None:
            size += header.size
            unpacker.unpack(header, reader)
        set_directory_times(root, unpacker.directories)
    return size


class _LayerUnpacker:
    """The part of UnpackLayer that handles one entry."""

    def __init__(self, root: Root, links: Root, options: TarOptions) -> None:
        self.directories: list[tuple[str, tar.Header]] = []
        self._root = root
        self._links = links
        self._mapping = IdentityMapping(options.uid_maps, options.gid_maps)
        self._unpacked: set[str] = set()
        self._aufs_hardlinks: dict[str, tar.Header] = {}
        self._maker = _maker(root, options, lchown=not options.no_lchown)
        self._link_maker = _maker(links, options, lchown=True)

    def unpack(self, header: tar.Header, reader: tar.Reader) -> None:
        """Make, or remove, what one entry says."""
        name = clean_name(header.name)
        # Only its owner may pass a directory that the layer itself never mentions.
        parent = parent_directory(self._root, name, header, 0o600, None)
        base = name.rpartition("/")[2]
        if name.startswith(WHITEOUT_META_PREFIX) and name != WHITEOUT_OPAQUE_DIR:
            self._keep_aufs_link(name, header, reader)
        elif base == WHITEOUT_OPAQUE_DIR:
            self._empty(parent, name.rpartition("/")[0])
        elif base.startswith(WHITEOUT_PREFIX):
            self._root.remove_all(parent, original_name(base, name))
        else:
            self._make(parent, name, header, reader)

    def _make(self, parent: int, name: str, header: tar.Header, reader: tar.Reader) -> None:
        target = clean(header.linkname).lstrip("/") if header.typeflag == tar.TYPE_LINK else ""
        if target.startswith(WHITEOUT_LINK_DIR):
            self._make_aufs_link(parent, name, target.rpartition("/")[2])
        else:
            remap_ids(self._mapping, header)
            self._maker.create(parent, name, header, reader.chunks())
        if header.typeflag == tar.TYPE_DIR:
            self.directories.append((name, header))
        self._unpacked.add(name)

    def _empty(self, directory: int, name: str) -> None:
        """Remove what lower layers have in a directory, and keep what this layer put there."""
        prefix = f"{name}/" if name else ""
        doomed: list[str] = []
        fd = os.dup(directory)
        try:
            for entry in _entries(fd, name):
                path = prefix + entry
                if path not in self._unpacked:
                    doomed.append(entry)
                elif stat.S_ISDIR(os.lstat(entry, dir_fd=fd).st_mode):
                    self._empty(self._root.directory(path), path)
            for entry in doomed:
                self._root.remove_all(fd, entry)
        finally:
            os.close(fd)

    # --- AUFS kept hard links that cross layers in a directory of its own ---

    def _keep_aufs_link(self, name: str, header: tar.Header, reader: tar.Reader) -> None:
        if name.startswith(WHITEOUT_LINK_DIR) and header.typeflag == tar.TYPE_REG:
            base = name.rpartition("/")[2]
            self._aufs_hardlinks[base] = header
            self._link_maker.create(self._links.directory(""), base, header, reader.chunks())

    def _make_aufs_link(self, parent: int, name: str, base: str) -> None:
        header = self._aufs_hardlinks.get(base)
        if header is None:
            raise GoError("Invalid aufs hardlink")
        remap_ids(self._mapping, header)
        file = os.open(base, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self._links.directory(""))
        try:
            self._maker.create(parent, name, header, _pieces(file))
        finally:
            os.close(file)


def _maker(root: Root, options: TarOptions, *, lchown: bool) -> TarFile:
    return TarFile(root, lchown=lchown, chown_opts=None, in_userns=options.in_userns)


def _entries(directory: int, name: str) -> list[str]:
    try:
        return os.listdir(f"/proc/self/fd/{directory}")
    except OSError as error:
        raise path_error("open", "/" + name, error) from error


def _pieces(file: int) -> Iterator[bytes]:
    while piece := os.read(file, _CHUNK):
        yield piece


def apply_layer(dest: str, layer: Readable) -> int:
    """Apply a layer, compressed or not; return its size in bytes.

    Raises:
        GoError: the layer is damaged or hostile.
        GoPathError: the host refused.

    Go: ApplyLayer
    """
    return unpack_layer(clean(dest), decompress_stream(layer), TarOptions())


def apply_uncompressed_layer(dest: str, layer: Readable, options: TarOptions | None) -> int:
    """Apply a layer that is not compressed; return its size in bytes.

    Raises:
        GoError: the layer is damaged or hostile.
        GoPathError: the host refused.

    Go: ApplyUncompressedLayer
    """
    return unpack_layer(clean(dest), layer, options or TarOptions())
