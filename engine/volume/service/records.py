"""What the store knows of volumes: in memory, and on disk for the next start.

Go: volume/service/store.go
"""

from __future__ import annotations

import logging
import threading

from engine import errdefs
from engine.golang import errors, filepath, filesystem
from engine.vendor import bbolt
from engine.volume import drivers
from engine.volume.service import db
from engine.volume.service.db import VolumeMetadata
from engine.volume.volume import Volume

_log = logging.getLogger(__name__)

_LOCK_TIMEOUT = 1.0


class Records:
    """Names, references, labels and options of volumes.

    Go: VolumeStore
    """

    def __init__(self, directory: str, driver_store: drivers.Store) -> None:
        self.drivers = driver_store
        # Guards the maps; taken after a name's lock, never before.
        self.global_lock = threading.Lock()
        self.names: dict[str, Volume] = {}
        self.refs: dict[str, set[str]] = {}
        self.labels: dict[str, dict[str, str] | None] = {}
        self.options: dict[str, dict[str, str] | None] = {}
        self.db = _open_db(directory)

    def get_named(self, name: str) -> Volume | None:
        """Return the volume of that name if it has been used since the start.

        Go: VolumeStore.getNamed
        """
        with self.global_lock:
            return self.names.get(name)

    def set_named(self, v: Volume, ref: str) -> None:
        """Keep a volume at hand, and note that ``ref`` uses it unless that is empty.

        Go: VolumeStore.setNamed
        """
        with self.global_lock:
            self.names[v.name()] = v
            if ref:
                self.refs.setdefault(v.name(), set()).add(ref)

    def has_ref(self, name: str) -> bool:
        """Say whether anybody uses the volume. The caller holds the name's lock.

        Go: VolumeStore.hasRef
        """
        return bool(self.get_refs(name))

    def get_refs(self, name: str) -> list[str]:
        """Return who uses the volume. The caller holds the name's lock.

        Go: VolumeStore.getRefs
        """
        with self.global_lock:
            return sorted(self.refs.get(name, ()))

    def purge(self, name: str) -> None:
        """Forget a volume that its driver no longer has.

        Go: VolumeStore.purge
        """
        with self.global_lock:
            known = self.names.get(name)
            if known is not None:
                self._release_driver(known.driver_name())
            try:
                self.remove_meta(name)
            except Exception as error:
                _log.error('Error removing volume metadata for volume "%s": %s', name, error)
            for remembered in (self.names, self.refs, self.labels, self.options):
                remembered.pop(name, None)

    def _release_driver(self, driver_name: str) -> None:
        try:
            self.drivers.release_driver(driver_name)
        except errdefs.Error as error:
            _log.error("Error releasing reference to volume driver %s: %s", driver_name, error)

    def set_meta(self, name: str, meta: VolumeMetadata) -> None:
        """Remember a volume on disk.

        Go: db.go VolumeStore.setMeta
        """
        with self.db.update() as tx:
            db.set_meta(tx, name, meta)

    def get_meta(self, name: str) -> VolumeMetadata:
        """Return what is remembered of a volume on disk.

        Go: db.go VolumeStore.getMeta
        """
        with self.db.view() as tx:
            return db.get_meta(tx, name)

    def remove_meta(self, name: str) -> None:
        """Forget a volume on disk.

        Go: db.go VolumeStore.removeMeta
        """
        with self.db.update() as tx:
            db.remove_meta(tx, name)


def _open_db(directory: str) -> bbolt.DB:
    """Open the database in ``directory``, with its bucket.

    Go: NewStore
    """
    filesystem.mkdir_all(directory, 0o750)
    try:
        found = bbolt.open_(filepath.join(directory, "metadata.db"), 0o600, timeout=_LOCK_TIMEOUT)
    except (OSError, bbolt.BoltError) as error:
        raise errors.wrap(error, "error while opening volume store metadata database") from error
    with found.update() as tx:
        tx.create_bucket_if_not_exists(db.VOLUME_BUCKET_NAME)
    return found
