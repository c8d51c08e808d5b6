"""Makes the store know its volumes again after a restart.

Go: volume/service/restore.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine import errdefs
from engine.volume.service import db
from engine.volume.service.db import VolumeMetadata
from engine.volume.service.errors import NoSuchVolume
from engine.volume.volume import Volume

if TYPE_CHECKING:
    from engine.volume.service.store import VolumeStore

_log = logging.getLogger(__name__)


def restore(store: VolumeStore) -> None:
    """Look up every volume that is on record; records of volumes that are gone are deleted.

    Go: VolumeStore.restore
    """
    with store.db.view() as tx:
        on_record = db.list_meta(tx)
    gone = [meta.name for meta in on_record if not _restore_one(store, meta)]
    if gone:
        with store.db.update() as tx:
            for name in gone:
                db.remove_meta(tx, name)


def _restore_one(store: VolumeStore, meta: VolumeMetadata) -> bool:
    """Make one volume known again; return False if its driver does not have it."""
    try:
        found = _find(store, meta)
    except NoSuchVolume:
        return False
    except errdefs.Error as error:
        _log.warning(
            "Error restoring volume: %s (driver %s, volume %s)", error, meta.driver, meta.name
        )
        return True
    store.drivers.create_driver(meta.driver)
    with store.global_lock:
        store.options[found.name()] = meta.options
        store.labels[found.name()] = meta.labels
        store.names[found.name()] = found
        store.refs[found.name()] = set()
    return True


def _find(store: VolumeStore, meta: VolumeMetadata) -> Volume:
    if not meta.driver:
        found = store.get_volume(meta.name, "")
        meta.driver = found.driver_name()
        store.set_meta(found.name(), meta)
        return found
    known = store.lookup_volume(meta.driver, meta.name)
    if known is None:
        raise NoSuchVolume
    return known
