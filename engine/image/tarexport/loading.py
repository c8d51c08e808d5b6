"""What the ways to load images have in common.

Go: image/tarexport/load.go
"""

from __future__ import annotations

import errno
import logging
import os
import stat
from dataclasses import dataclass
from io import FileIO

from engine.golang.errors import GoError, os_error, path_error
from engine.golang.filepath import join
from engine.golang.io import Readable
from engine.image.image import ID
from engine.image.rootfs import RootFS
from engine.image.tarexport.tarexport import TarExporter
from engine.layer import layer
from engine.pkg.archive import decompress_stream
from engine.pkg.progress.progress import Output
from engine.pkg.progress.progressreader import ProgressReader
from engine.pkg.streamformatter.streamformatter import StreamWriter
from engine.pkg.stringid import truncate_id
from engine.vendor.containerd import platforms
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Named
from engine.vendor.moby.sys.symlink import follow_symlink_in_scope

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Loading:
    """What one load works with: the stores, the unpacked archive, and where it reports to."""

    exporter: TarExporter
    directory: str
    out: StreamWriter
    progress: Output | None


def load_layer(
    loading: Loading, filename: str, root_fs: RootFS, id: str, os_name: str
) -> layer.Layer:
    """Register one layer, compressed or not, on top of ``root_fs``.

    Raises:
        GoError: the layer is damaged or hostile.
        OSError: it is missing, or the disk refused.

    Go: tarexporter.loadLayer
    """
    store = loading.exporter.layer_store(os_name)
    with open_file(filename) as raw_tar:
        reader: Readable = raw_tar
        if loading.progress is not None:
            size = os.fstat(raw_tar.fileno()).st_size
            reader = ProgressReader(
                raw_tar, loading.progress, size, truncate_id(id), "Loading layer"
            )
        return store.register(decompress_stream(reader), root_fs.chain_id())


def set_loaded_tag(loading: Loading, ref: Named, img_id: ID) -> None:
    """Give an image a name, and tell if another one loses it.

    Go: tarexporter.setLoadedTag
    """
    store = loading.exporter.reference_store
    try:
        previous = store.get(ref)
    except Exception as error:
        _log.debug("%s: %s", ref, error)
        previous = img_id
    if previous != img_id:
        loading.out.write(
            f"The image {reference.familiar_string(ref)} already exists, renaming the old one "
            f"with ID {previous} to empty string\n"
        )
    try:
        store.add_tag(ref, img_id, True)
    except Exception as error:
        # Go drops this error, too: the image is loaded, with or without a name.
        _log.error("could not tag %s: %s", ref, error)


def safe_path(base: str, path: str) -> str:
    """Return where a name in the archive leads, its links followed inside the directory only.

    Go: safePath
    """
    return follow_symlink_in_scope(join(base, path), base)


def open_file(path: str) -> FileIO:
    """Open a file of the archive.

    Differs from Go, which also reads a device that the archive has in the place of a file.

    Raises:
        GoPathError: it is missing, or no regular file.

    Go: os.Open
    """
    with os_error("open", path):
        try:
            file = open(path, "rb", buffering=0, opener=_without_waiting)  # noqa: SIM115
        except IsADirectoryError as error:
            # Go opens it, and cannot read it.
            raise path_error("read", path, error) from error
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.close()
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC)


def read_file(path: str) -> bytes:
    """Return what is in a file of the archive.

    Raises:
        GoPathError: it is missing, or no regular file.

    Go: ioutil.ReadFile
    """
    with open_file(path) as file:
        return file.readall()


def check_compatible_os(image_os: str) -> None:
    """Refuse an image for Windows, and one for a system that has no such name.

    Raises:
        GoError: it cannot be loaded here.

    Go: checkCompatibleOS
    """
    if image_os in (platforms.goos(), ""):
        return
    if image_os == "windows":
        raise GoError(f"cannot load {image_os} image on {platforms.goos()}")
    platforms.parse(image_os)
