"""Images on disk.

    content/sha256/HEX               0600  the configuration; HEX is its digest
    metadata/sha256/HEX/parent       0600  the image it was built on
    metadata/sha256/HEX/lastUpdated  0600  when it was last tagged

Go: image/fs.go
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Protocol

from engine.golang.errors import GoError, GoPathError, os_error, text, wrap
from engine.golang.filesystem import mkdir_all, remove_all
from engine.pkg.ioutils.fswriters import atomic_write_file
from engine.vendor.opencontainers import go_digest

_log = logging.getLogger(__name__)

CONTENT_DIR_NAME = "content"
METADATA_DIR_NAME = "metadata"
_CANONICAL = "sha256"


class StoreBackend(Protocol):
    """Where configurations are kept.

    Go: StoreBackend
    """

    def walk(self, visit: Callable[[str], None]) -> None:
        """Call ``visit`` with each digest."""

    def get(self, digest: str) -> bytes:
        """Return what has that digest."""

    def set(self, data: bytes) -> str:
        """Keep ``data``; return its digest."""

    def delete(self, digest: str) -> None:
        """Forget a configuration and its metadata."""

    def set_metadata(self, digest: str, key: str, data: bytes) -> None:
        """Note something about a configuration that is kept."""

    def get_metadata(self, digest: str, key: str) -> bytes:
        """Return what was noted."""

    def delete_metadata(self, digest: str, key: str) -> None:
        """Forget what was noted."""


class Fs:
    """Keeps configurations as files.

    Go: fs
    """

    def __init__(self, root: str) -> None:
        self._lock = threading.RLock()
        self._root = root

    def _content_file(self, digest: str) -> str:
        return os.path.join(
            self._root, CONTENT_DIR_NAME, go_digest.algorithm(digest), go_digest.encoded(digest)
        )

    def _metadata_dir(self, digest: str) -> str:
        return os.path.join(
            self._root, METADATA_DIR_NAME, go_digest.algorithm(digest), go_digest.encoded(digest)
        )

    def walk(self, visit: Callable[[str], None]) -> None:
        """Call ``visit`` with each digest, sorted; files of other names are left out.

        Raises:
            GoPathError: the directory cannot be read.

        Go: fs.Walk
        """
        folder = os.path.join(self._root, CONTENT_DIR_NAME, _CANONICAL)
        with self._lock, os_error("open", folder):
            names = sorted(os.listdir(folder))
        for name in names:
            digest = go_digest.new_digest_from_encoded(_CANONICAL, name)
            try:
                go_digest.validate(digest)
            except go_digest.DigestError as error:
                _log.debug("skipping invalid digest %s: %s", digest, error)
                continue
            visit(digest)

    def get(self, digest: str) -> bytes:
        """Return the configuration, whose digest is checked.

        Raises:
            GoError: it is not there, or has been changed.

        Go: fs.Get
        """
        with self._lock:
            return self._get(digest)

    def _get(self, digest: str) -> bytes:
        """Go: fs.get."""
        path = self._content_file(digest)
        try:
            with os_error("open", path), open(path, "rb") as file:
                content = file.read()
        except GoPathError as error:
            raise wrap(error, f"failed to get digest {digest}") from error
        if go_digest.from_bytes(content) != digest:
            raise GoError(f"failed to verify: {digest}")
        return content

    def set(self, data: bytes) -> str:
        """Keep ``data``; return its digest.

        Leaves `content/sha256/HEX`, mode 0600.

        Raises:
            GoError: nothing to keep, or the disk refused.

        Go: fs.Set
        """
        with self._lock:
            if not data:
                raise GoError("invalid empty data")
            digest = go_digest.from_bytes(data)
            try:
                atomic_write_file(self._content_file(digest), data, 0o600)
            except OSError as error:
                raise wrap(error, "failed to write digest data") from error
            return digest

    def delete(self, digest: str) -> None:
        """Remove the configuration and all that was noted about it.

        Raises:
            GoPathError: it is not there.

        Go: fs.Delete
        """
        with self._lock:
            remove_all(self._metadata_dir(digest))
            path = self._content_file(digest)
            with os_error("remove", path):
                os.unlink(path)

    def set_metadata(self, digest: str, key: str, data: bytes) -> None:
        """Note something about a configuration that is kept.

        Leaves `metadata/sha256/HEX/KEY`, mode 0600.

        Raises:
            GoError: there is no such configuration.
            GoPathError: the disk refused.

        Go: fs.SetMetadata
        """
        with self._lock:
            self._get(digest)
            folder = self._metadata_dir(digest)
            mkdir_all(folder, 0o700)
            atomic_write_file(os.path.join(folder, key), data, 0o600)

    def get_metadata(self, digest: str, key: str) -> bytes:
        """Return what was noted.

        Raises:
            GoError: nothing was, or there is no such configuration.

        Go: fs.GetMetadata
        """
        with self._lock:
            self._get(digest)
            path = os.path.join(self._metadata_dir(digest), key)
            try:
                with os_error("open", path), open(path, "rb") as file:
                    return file.read()
            except GoPathError as error:
                raise wrap(error, "failed to read metadata") from error

    def delete_metadata(self, digest: str, key: str) -> None:
        """Forget what was noted; nothing there is no error.

        Raises:
            GoPathError: the disk refused.

        Go: fs.DeleteMetadata
        """
        with self._lock:
            remove_all(os.path.join(self._metadata_dir(digest), key))


def new_fs_store_backend(root: str) -> Fs:
    """Return a store in ``root``, whose directories are made, mode 0700.

    Raises:
        GoError: the disk refused.

    Go: NewFSStoreBackend
    """
    for name in (CONTENT_DIR_NAME, METADATA_DIR_NAME):
        try:
            mkdir_all(os.path.join(root, name, _CANONICAL), 0o700)
        except OSError as error:
            raise GoError(f"failed to create storage backend: {text(error)}") from error
    return Fs(root)
