"""What is written down about layers, one small file for each fact.

    sha256/CHAIN/{diff,size,cache-id,parent,tar-split.json.gz}
    mounts/CONTAINER/{mount-id,init-id,parent}
    tmp/write-set-RANDOM/     a layer that is being registered

Go: layer/filestore.go
"""

from __future__ import annotations

import re
from typing import BinaryIO, cast

from engine.golang.errors import GoError, GoPathError, path_error
from engine.golang.filesystem import (
    is_not_exist,
    mkdir_all,
    read_file,
    remove_all,
    write_file,
)
from engine.golang.strconv import parse_int
from engine.layer import filestore_orphan
from engine.layer.filestore_orphan import ALGORITHM, directories, is_digest
from engine.layer.filestore_transaction import FileMetadataTransaction
from engine.layer.layer import ChainID, DiffID
from engine.pkg import ioutils
from engine.vendor.opencontainers import go_digest

_STRING_ID = re.compile(r"[a-f0-9]{64}(-init)?")


class FileMetadataStore:
    """Facts about layers below ``root``, which is made 0700.

    Go: fileMetadataStore
    """

    def __init__(self, root: str) -> None:
        mkdir_all(root, 0o700)
        self.root = root

    get_orphan = filestore_orphan.get_orphan
    remove = filestore_orphan.remove

    def get_layer_directory(self, layer: ChainID) -> str:
        """Return where the facts about a layer are.

        Go: fileMetadataStore.getLayerDirectory
        """
        return f"{self.root}/{go_digest.algorithm(layer)}/{go_digest.encoded(layer)}"

    def _layer_file(self, layer: ChainID, filename: str) -> str:
        return f"{self.get_layer_directory(layer)}/{filename}"

    def _mount_file(self, mount: str, filename: str) -> str:
        return f"{self.root}/mounts/{mount}/{filename}"

    def start_transaction(self) -> FileMetadataTransaction:
        """Begin to write down a new layer, in `tmp/`.

        Raises:
            GoPathError: the host refused.

        Go: fileMetadataStore.StartTransaction
        """
        tmp = f"{self.root}/tmp"
        mkdir_all(tmp, 0o755)
        return FileMetadataTransaction(self, ioutils.AtomicWriteSet(tmp))

    def get_size(self, layer: ChainID) -> int:
        """Return the layer's own size in bytes.

        Raises:
            GoPathError: it is not written down.
            GoError: it is no number.

        Go: fileMetadataStore.GetSize
        """
        return parse_int(read_file(self._layer_file(layer, "size")), 10, 64)

    def get_parent(self, layer: ChainID) -> ChainID:
        """Return the layer below, "" for the lowest.

        Raises:
            GoPathError: it cannot be read.
            GoError: it is no digest.

        Go: fileMetadataStore.GetParent
        """
        return _digest(_read_if_there(self._layer_file(layer, "parent")))

    def get_diff_id(self, layer: ChainID) -> DiffID:
        """Return the digest of the layer's archive.

        Raises:
            GoPathError: it is not written down.
            GoError: it is no digest.

        Go: fileMetadataStore.GetDiffID
        """
        return go_digest.parse(read_file(self._layer_file(layer, "diff")).strip())

    def get_cache_id(self, layer: ChainID) -> str:
        """Return the driver's name for the layer.

        Raises:
            GoPathError: it is not written down.
            GoError: it is empty.

        Go: fileMetadataStore.GetCacheID
        """
        cache_id = read_file(self._layer_file(layer, "cache-id")).strip()
        if not cache_id:
            raise GoError("invalid cache id value")
        return cache_id

    def tar_split_reader(self, layer: ChainID) -> BinaryIO:
        """Open the skeleton of the layer's archive, uncompressed.

        Raises:
            GoPathError: there is none.

        Go: fileMetadataStore.TarSplitReader
        """
        import gzip

        path = self._layer_file(layer, "tar-split.json.gz")
        try:
            return cast(BinaryIO, gzip.open(path, "rb"))
        except OSError as error:
            raise path_error("open", path, error) from error

    def set_mount_id(self, mount: str, mount_id: str) -> None:
        """Write `mounts/NAME/mount-id`, 0644, the driver's name for the layer.

        Raises:
            GoPathError: the host refused.

        Go: fileMetadataStore.SetMountID
        """
        self._set_mount_file(mount, "mount-id", mount_id)

    def set_init_id(self, mount: str, init: str) -> None:
        """Write `mounts/NAME/init-id`, 0644, the driver's name for the layer between.

        Raises:
            GoPathError: the host refused.

        Go: fileMetadataStore.SetInitID
        """
        self._set_mount_file(mount, "init-id", init)

    def set_mount_parent(self, mount: str, parent: ChainID) -> None:
        """Write `mounts/NAME/parent`, 0644, the image's top layer.

        Raises:
            GoPathError: the host refused.

        Go: fileMetadataStore.SetMountParent
        """
        self._set_mount_file(mount, "parent", parent)

    def _set_mount_file(self, mount: str, filename: str, content: str) -> None:
        mkdir_all(f"{self.root}/mounts/{mount}", 0o755)
        write_file(self._mount_file(mount, filename), content, 0o644)

    def get_mount_id(self, mount: str) -> str:
        """Return the driver's name for a container's layer.

        Raises:
            GoPathError: it is not written down.
            GoError: it is no ID.

        Go: fileMetadataStore.GetMountID
        """
        return _string_id(read_file(self._mount_file(mount, "mount-id")), "mount")

    def get_init_id(self, mount: str) -> str:
        """Return the driver's name for the layer between image and container, "" for none.

        Raises:
            GoPathError: it cannot be read.
            GoError: it is no ID.

        Go: fileMetadataStore.GetInitID
        """
        content = _read_if_there(self._mount_file(mount, "init-id"))
        return "" if content is None else _string_id(content, "init")

    def get_mount_parent(self, mount: str) -> ChainID:
        """Return the image's top layer below a container's, "" for none.

        Raises:
            GoPathError: it cannot be read.
            GoError: it is no digest.

        Go: fileMetadataStore.GetMountParent
        """
        return _digest(_read_if_there(self._mount_file(mount, "parent")))

    def list(self) -> tuple[list[ChainID], list[str]]:
        """Return all chain IDs, and all names of containers' layers.

        Raises:
            GoPathError: a directory cannot be read.

        Go: fileMetadataStore.List
        """
        names = directories(f"{self.root}/{ALGORITHM}")
        digests = [go_digest.new_digest_from_encoded(ALGORITHM, name) for name in names]
        ids = [digest for digest in digests if is_digest(digest)]
        return ids, directories(f"{self.root}/mounts")

    def remove_mount(self, mount: str) -> None:
        """Remove all that is written down about a container's layer.

        Raises:
            GoPathError: something stays.

        Go: fileMetadataStore.RemoveMount
        """
        remove_all(f"{self.root}/mounts/{mount}")


def _read_if_there(path: str) -> str | None:
    try:
        return read_file(path)
    except GoPathError as error:
        if is_not_exist(error):
            return None
        raise


def _digest(content: str | None) -> str:
    """Check the digest in a file's content; no file is "".

    Raises:
        GoError: it is none.
    """
    return "" if content is None else go_digest.parse(content.strip())


def _string_id(content: str, kind: str) -> str:
    """Check the ID in a file's content.

    Raises:
        GoError: it is none.
    """
    found = content.strip()
    if _STRING_ID.fullmatch(found) is None:
        raise GoError(f"invalid {kind} id value")
    return found
