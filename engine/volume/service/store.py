"""The volumes of all drivers by name, and who uses them.

Go: volume/service/store.go
"""

from __future__ import annotations

import logging

from engine import errdefs
from engine.golang import errors, filepath
from engine.golang.defer import Undo
from engine.vendor.moby.locker import Locker
from engine.volume import drivers, mounts, volume
from engine.volume.service.db import VolumeMetadata
from engine.volume.service.errors import NameConflict, NoSuchVolume, OpErr, VolumeInUse
from engine.volume.service.opts import (
    CreateConfig,
    CreateOption,
    GetConfig,
    GetOption,
    RemoveConfig,
    RemoveOption,
)
from engine.volume.service.records import Records
from engine.volume.service.wrapper import VolumeWrapper, unwrap_volume
from engine.volume.volume import Volume

_log = logging.getLogger(__name__)

VOLUME_DATA_DIR = "volumes"


class VolumeStore(Records):
    """The volumes that are known, by name.

    Names, labels and options are also in ``volumes/metadata.db``; references (who uses a volume)
    are in memory only, and set again by the daemon when it finds its containers.

    Making it opens the database, made if need be, and forgets the volumes that are gone.

    Raises:
        OSError: the directory or the database cannot be used.
        BoltError: the database is damaged, or another engine has it.

    Go: VolumeStore
    """

    def __init__(self, root_path: str, driver_store: drivers.Store) -> None:
        from engine.volume.service.restore import restore

        super().__init__(filepath.join(root_path, VOLUME_DATA_DIR), driver_store)
        # One action at a time on a volume, without holding up the others: it may be slow.
        self._locks = Locker()
        restore(self)

    def create(self, name: str, driver_name: str, *create_opts: CreateOption) -> Volume:
        """Make a volume, or return the one of that name as it is.

        Raises:
            OpErr: with the reason as its cause; the text starts with ``create NAME``.

        Go: VolumeStore.Create
        """
        cfg = CreateConfig()
        for option in create_opts:
            option(cfg)
        with self._locks.held(name):
            try:
                found = self._create(name, driver_name, cfg.options, cfg.labels)
            except OpErr:
                raise
            except Exception as error:
                raise OpErr("create", error, name=name) from error
            self.set_named(found, cfg.reference)
            return found

    def _create(
        self,
        name: str,
        driver_name: str,
        opts: dict[str, str] | None,
        labels: dict[str, str] | None,
    ) -> Volume:
        """Return the volume that has the name, or let a driver make it.

        Options and labels of one that exists are neither compared nor changed. The caller holds
        the name's lock.

        Raises:
            Conflict: another driver has the name.
            NotFound: there is no such driver.

        Go: VolumeStore.create
        """
        mounts.new_parser(mounts.OS_LINUX).validate_volume_name(name)
        known = self.check_conflict(name, driver_name)
        if known is not None:
            return known
        if not driver_name:
            try:
                return self.get_volume(name, "")
            except Exception as error:
                _log.debug("volume %s is in no driver: %s", name, error)
        try:
            driver = self.drivers.create_driver(driver_name or volume.DEFAULT_DRIVER_NAME)
        except errdefs.Error as error:
            raise OpErr("create", error, name=name) from error
        return self._create_in(driver, name, opts, labels)

    def _create_in(
        self,
        driver: volume.Driver,
        name: str,
        opts: dict[str, str] | None,
        labels: dict[str, str] | None,
    ) -> Volume:
        """Let ``driver`` make the volume, and remember it.

        Go leaves the volume behind when it cannot be remembered; here it is removed again.
        """
        _log.debug('Registering new volume reference: driver "%s", name "%s"', driver.name(), name)
        with Undo() as undo:
            made = driver.get(name)
            if made is None:
                undo.defer(self.drivers.release_driver, driver.name())
                made = driver.create(name, opts)
                undo.defer(driver.remove, made)
            undo.defer(self.purge, name)
            with self.global_lock:
                self.labels[name] = labels
                self.options[name] = opts
                self.refs[name] = set()
            self.set_meta(
                name,
                VolumeMetadata(name=name, driver=driver.name(), labels=labels, options=opts),
            )
            return VolumeWrapper(made, labels, driver.scope(), opts)

    def check_conflict(self, name: str, driver_name: str) -> Volume | None:
        """Return the volume of that name if it is known and its driver still has it.

        One that is gone and that nobody uses is forgotten. The drivers are not asked for volumes
        that are not known: some are slow.

        Raises:
            Conflict: another driver has it, or it is gone although somebody uses it.

        Go: VolumeStore.checkConflict
        """
        known = self.get_named(name)
        if known is None:
            return None
        owner = known.driver_name()
        conflict = bool(driver_name) and owner != self.drivers.get_driver(driver_name).name()
        try:
            exists = self.lookup_volume(owner, name) is not None
        except errdefs.Error as error:
            raise NameConflict(
                f"found reference to volume '{name}' in driver '{owner}', but got an error while "
                f"checking the driver: {errors.text(error)}"
            ) from error
        if exists and conflict:
            raise NameConflict(f"driver '{owner}' already has volume '{name}'")
        if exists:
            return known
        if self.has_ref(name):
            raise NameConflict(
                f"found references to volume '{name}' in driver '{owner}' but the volume was not "
                "found in the driver -- you may need to remove containers referencing this volume "
                "or force remove the volume to re-create it"
            )
        self.purge(name)
        return None

    def get(self, name: str, *get_opts: GetOption) -> Volume:
        """Return the volume of that name.

        Raises:
            OpErr: with the reason as its cause; the text starts with ``get NAME``.

        Go: VolumeStore.Get
        """
        cfg = GetConfig()
        for option in get_opts:
            option(cfg)
        with self._locks.held(name):
            try:
                found = self.get_volume(name, cfg.driver)
                if cfg.driver and found.driver_name() != cfg.driver:
                    raise errdefs.Conflict("found volume driver does not match passed in driver")
            except Exception as error:
                raise OpErr("get", error, name=name) from error
            self.set_named(found, cfg.reference)
            return found

    def get_volume(self, name: str, driver_name: str) -> Volume:
        """Ask the driver that is known to have the volume, or else all drivers.

        What was found out is remembered, without a name if nothing was known (as dockerd does;
        the next start has no use for such a record). The caller holds the name's lock.

        Raises:
            NotFound: no driver has it.
            Conflict: it is known to be another driver's.

        Go: VolumeStore.getVolume
        """
        meta = self.get_meta(name)
        if driver_name and meta.driver and driver_name != meta.driver:
            raise errdefs.Conflict("provided volume driver does not match stored driver")
        meta.driver = meta.driver or driver_name
        known = self.get_named(name)
        if not meta.driver and known is not None:
            meta.driver = known.driver_name()
            self.set_meta(name, meta)
        if not meta.driver:
            return self._probe(name, meta)
        found = self.lookup_volume(meta.driver, name)
        if found is None:
            self.purge(name)
            raise NoSuchVolume
        scope = self.drivers.get_driver(meta.driver).scope()
        return VolumeWrapper(found, meta.labels, scope, meta.options)

    def _probe(self, name: str, meta: VolumeMetadata) -> Volume:
        _log.debug("Probing all drivers for volume with name: %s", name)
        for driver in self.drivers.get_all_drivers():
            found = driver.get(name)
            if found is None:
                continue
            meta.driver = found.driver_name()
            self.set_meta(name, meta)
            return VolumeWrapper(found, meta.labels, driver.scope(), meta.options)
        raise NoSuchVolume

    def lookup_volume(self, driver_name: str, name: str) -> Volume | None:
        """Return the volume of that name in one driver, or None.

        Raises:
            NotFound: there is no such driver.

        Go: lookupVolume
        """
        try:
            driver = self.drivers.get_driver(driver_name or volume.DEFAULT_DRIVER_NAME)
        except errdefs.Error as error:
            raise errors.wrap(
                error, f'error while checking if volume "{name}" exists in driver "{driver_name}"'
            ) from error
        return driver.get(name)

    def remove(self, v: Volume, *rm_opts: RemoveOption) -> None:
        """Remove a volume that nobody uses, and forget it.

        Raises:
            OpErr: somebody uses it, or its driver could not remove it.
            NotFound: it is gone already.

        Go: VolumeStore.Remove
        """
        cfg = RemoveConfig()
        for option in rm_opts:
            option(cfg)
        name = v.name()
        with self._locks.held(name):
            if self.has_ref(name):
                raise OpErr("remove", VolumeInUse(), name=name, refs=self.get_refs(name))
            found = self.get_volume(name, v.driver_name())
            driver = self.drivers.get_driver(found.driver_name())
            _log.debug("Removing volume reference: driver %s, name %s", driver.name(), name)
            try:
                driver.remove(unwrap_volume(found))
            except Exception as error:
                if cfg.purge_on_error:
                    self.purge(name)
                raise OpErr("remove", error, name=name) from error
            self.purge(name)

    def release(self, name: str, ref: str) -> None:
        """Note that ``ref`` no longer uses the volume.

        Go: VolumeStore.Release
        """
        with self._locks.held(name), self.global_lock:
            self.refs.get(name, set()).discard(ref)

    def count_references(self, v: Volume) -> int:
        """Return how many use the volume.

        Go: VolumeStore.CountReferences
        """
        with self._locks.held(v.name()):
            return len(self.get_refs(v.name()))

    def shutdown(self) -> None:
        """Close the database; volumes stay as they are.

        Go: VolumeStore.Shutdown
        """
        self.db.close()
