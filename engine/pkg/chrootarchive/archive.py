"""Unpacking archives that nobody vouches for.

Go starts a child process, changes its root to the destination and unpacks there. Here
``engine.golang.root`` confines the unpacking, in this process. Error texts stay those of the
child.

Go: pkg/chrootarchive/archive.go
"""

from __future__ import annotations

import os

from engine.golang.errors import GoError, text
from engine.golang.filepath import clean
from engine.golang.io import ChunkReader, Readable
from engine.pkg.archive import archive
from engine.pkg.archive.compression import Bomb, decompress_stream
from engine.pkg.archive.options import TarOptions
from engine.pkg.archive.tar_appender import tar_with_options
from engine.pkg.archive.users import RootNames
from engine.pkg.idtools import idtools
from engine.pkg.idtools.idtools import IdentityMapping

_CHUNK = 1 << 20


def untar(tar_archive: Readable | None, dest: str, options: TarOptions | None = None) -> None:
    """Unpack an archive, compressed or not, into ``dest``, which is made if missing (0755).

    Raises:
        GoError: the archive is damaged or hostile, or the host refused.

    Go: Untar
    """
    _untar_handler(tar_archive, dest, options, decompress=True)


def untar_with_root(
    tar_archive: Readable, dest: str, options: TarOptions | None, root: str
) -> None:
    """Unpack an archive, compressed or not, into ``dest`` below ``root``, which links cannot leave.

    Raises:
        GoError: the archive is damaged or hostile, or the host refused.

    Go: UntarWithRoot
    """
    stream = decompress_stream(tar_archive)
    _invoke_unpack(stream, clean(dest), options or TarOptions(), root)


def tar(src_path: str, options: TarOptions, root: str) -> ChunkReader:
    """Return what is in ``src_path``, which is below ``root``, as an archive.

    Go packs in a child process that cannot see more than ``root``. Here ``src_path`` has no links
    left that could lead out, and links below it are packed, not followed; names of users are
    those that ``root`` knows.

    Go: Tar
    """
    return tar_with_options(src_path, options, RootNames(root))


def untar_uncompressed(
    tar_archive: Readable | None, dest: str, options: TarOptions | None = None
) -> None:
    """Unpack an archive that is not compressed into ``dest``, which is made if missing (0755).

    Raises:
        GoError: the archive is damaged or hostile, or the host refused.

    Go: UntarUncompressed
    """
    _untar_handler(tar_archive, dest, options, decompress=False)


def _untar_handler(
    tar_archive: Readable | None, dest: str, options: TarOptions | None, *, decompress: bool
) -> None:
    """Go: untarHandler."""
    if tar_archive is None:
        raise GoError("Empty archive")
    options = options or TarOptions()
    dest = clean(dest)
    if not os.path.exists(dest):
        mapping = IdentityMapping(options.uid_maps, options.gid_maps)
        idtools.mkdir_all_and_chown_new(dest, 0o755, mapping.root_pair())
    stream = decompress_stream(tar_archive) if decompress else tar_archive
    _invoke_unpack(stream, dest, options)


def _invoke_unpack(
    decompressed_archive: Readable, dest: str, options: TarOptions, root: str = ""
) -> None:
    """Unpack, and tell an error as Go tells that of its child process.

    Go: pkg/chrootarchive/archive_unix.go invokeUnpack
    """
    source = Source(decompressed_archive)
    try:
        archive.unpack(source, dest, options, root)
    except (GoError, OSError) as error:
        source.tell_bomb()
        raise GoError(f"Error processing tar file(exit status 1): {text(error)}") from error
    finally:
        flush(source)
    if source.error is not None:
        fault = GoError(f"Error processing tar file({text(source.error)}): ")
        raise fault from source.error


class Source:
    """The child's standard input: where the stream fails, it just ends.

    ``error`` is what the stream failed with.
    """

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.error: Exception | None = None

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end or after an error."""
        if self.error is not None:
            return b""
        try:
            return self._stream.read(size)
        except (GoError, OSError) as error:
            self.error = error
            return b""

    def tell_bomb(self) -> None:
        """Raise what ended the stream if that was a bomb; else the archive just seems cut off.

        Raises:
            Bomb: it was.
        """
        if isinstance(self.error, Bomb):
            raise self.error


def flush(stream: Readable) -> None:
    """Read a stream to its end: what stands behind the archive belongs to the layer, too.

    Go: pkg/chrootarchive/init_unix.go flush
    """
    while stream.read(_CHUNK):
        pass
