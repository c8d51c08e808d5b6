"""Small facts about layers, one file each.

Go: distribution/metadata/metadata.go
"""

from __future__ import annotations

import threading
from pathlib import Path

from engine.pkg.ioutils.fswriters import atomic_write_file


class FSMetadataStore:
    """Keeps a value for a key in the file ``base/namespace/key``.

    Go: FSMetadataStore
    """

    def __init__(self, base_path: Path) -> None:
        base_path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._base = base_path
        self._lock = threading.Lock()

    def get(self, namespace: str, key: str) -> bytes:
        """Return the value.

        Raises:
            OSError: there is none.

        Go: FSMetadataStore.Get
        """
        with self._lock:
            return (self._base / namespace / key).read_bytes()

    def set(self, namespace: str, key: str, value: bytes) -> None:
        """Write the value: directories 0755, the file 0644, whole or not at all.

        Go: FSMetadataStore.Set
        """
        path = self._base / namespace / key
        with self._lock:
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            atomic_write_file(str(path), value, 0o644)

    def delete(self, namespace: str, key: str) -> None:
        """Remove the file.

        Raises:
            OSError: there is none.

        Go: FSMetadataStore.Delete
        """
        with self._lock:
            (self._base / namespace / key).unlink()
