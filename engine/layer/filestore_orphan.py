"""Layers whose removal was cut short.

Go: layer/filestore.go
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, NamedTuple

from engine.golang.errors import GoError, GoPathError, path_error, text
from engine.golang.filesystem import is_not_exist, read_file, remove_all
from engine.layer.layer import ChainID
from engine.vendor.opencontainers import go_digest

if TYPE_CHECKING:
    from engine.layer.filestore import FileMetadataStore

_log = logging.getLogger(__name__)
ALGORITHM = go_digest.SHA256
_REMOVING = "-removing"


class Orphan(NamedTuple):
    """A layer whose removal was not finished."""

    chain_id: ChainID
    cache_id: str


def get_orphan(store: FileMetadataStore) -> list[Orphan]:
    """Return the layers whose directory is called `DIGEST-RANDOM-removing`.

    Raises:
        GoPathError: the directory cannot be read.

    Go: fileMetadataStore.getOrphan
    """
    orphans = []
    for name in directories(f"{store.root}/{ALGORITHM}"):
        if not name.endswith(_REMOVING):
            continue
        digest = go_digest.new_digest_from_encoded(ALGORITHM, name.split("-")[0])
        if is_digest(digest) and (cache_id := _orphan_cache_id(store, name)):
            orphans.append(Orphan(digest, cache_id))
    return orphans


def _orphan_cache_id(store: FileMetadataStore, name: str) -> str:
    """Return the driver's name for an orphan; "" if it was not written down."""
    try:
        return read_file(f"{store.root}/{ALGORITHM}/{name}/cache-id").strip()
    except GoPathError as error:
        if not is_not_exist(error):
            _log.error("failed to read cache ID: %s", error)
        return ""


def remove(store: FileMetadataStore, layer: ChainID, cache: str) -> None:
    """Remove what is left of an orphan.

    Raises:
        GoPathError: the directory cannot be read.

    Go: fileMetadataStore.Remove
    """
    for name in directories(f"{store.root}/{ALGORITHM}"):
        ours = name.endswith(_REMOVING) and name.startswith(go_digest.encoded(layer))
        if not ours or _orphan_cache_id(store, name) != cache:
            continue
        directory = f"{store.root}/{ALGORITHM}/{name}"
        _log.debug("Removing folder: %s", directory)
        try:
            remove_all(directory)
        except GoPathError as error:
            _log.error("cannot remove layer name=%s: %s", name, error)


def is_digest(digest: str) -> bool:
    """Say whether ``digest`` is one; log if not."""
    try:
        go_digest.validate(digest)
    except GoError as error:
        _log.debug("Ignoring invalid digest %s: %s", digest, text(error))
        return False
    return True


def directories(path: str) -> list[str]:
    """Return the names of the directories in ``path``, sorted; none if it is not there.

    Raises:
        GoPathError: it cannot be read.
    """
    try:
        with os.scandir(path) as entries:
            return sorted(e.name for e in entries if e.is_dir(follow_symlinks=False))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise path_error("open", path, error) from error
