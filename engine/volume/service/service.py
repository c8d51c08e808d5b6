"""The volumes, for the daemon and the API.

Go: volume/service/service.go
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from engine import errdefs
from engine.api.types.filters import Args
from engine.api.types.prune import VolumesPruneReport
from engine.api.types.volume import Volume as APIVolume
from engine.api.types.volume import VolumeUsageData
from engine.golang import errors
from engine.pkg import directory, idtools
from engine.pkg.stringid import stringid
from engine.volume import drivers
from engine.volume.service.convert import volume_to_api_type
from engine.volume.service.default_driver import setup_default_driver
from engine.volume.service.errors import is_in_use, is_not_exist
from engine.volume.service.find import (
    ACCEPTED_PRUNE_FILTERS,
    filters_to_by,
    find,
    is_plain_local,
)
from engine.volume.service.opts import (
    CreateOption,
    GetConfig,
    GetOption,
    RemoveConfig,
    RemoveOption,
    with_get_driver,
)
from engine.volume.service.store import VolumeStore
from engine.volume.volume import Volume

_log = logging.getLogger(__name__)

EventLogger = Callable[[str, str, dict[str, str]], None]
"""Told of a volume's name, what was done to it, and attributes.

Go: volumeEventLogger
"""


class VolumesService:
    """Makes, finds, mounts and removes volumes, and tells what it did.

    ``root`` is the data root: volumes live in ``root/volumes``. Their data belongs to
    ``root_identity``.

    Raises:
        GoError: the directory or its database cannot be used.

    Go: VolumesService
    """

    def __init__(self, root: str, root_identity: idtools.Identity, on_event: EventLogger) -> None:
        self._ds = drivers.Store()
        setup_default_driver(self._ds, root, root_identity)
        self._vs = VolumeStore(root, self._ds)
        self._on_event = on_event
        self._prune_running = threading.Lock()

    def get_driver_list(self) -> list[str]:
        """Return the names of the drivers.

        Go: VolumesService.GetDriverList
        """
        return self._ds.get_driver_list()

    def create(self, name: str, driver_name: str, *opts: CreateOption) -> APIVolume:
        """Make a volume, or return the one of that name; an empty name gets a random one.

        Tells ``create`` either way.

        Raises:
            OpErr: its cause says who is at fault; the text starts with ``create NAME``.

        Go: VolumesService.Create
        """
        v = self._vs.create(name or stringid.generate_random_id(), driver_name, *opts)
        self._on_event(v.name(), "create", {"driver": v.driver_name()})
        return volume_to_api_type(v)

    def get(self, name: str, *get_opts: GetOption) -> APIVolume:
        """Return the volume of that name.

        Raises:
            OpErr: its cause says who is at fault; the text starts with ``get NAME``.

        Go: VolumesService.Get
        """
        v = self._vs.get(name, *get_opts)
        found = volume_to_api_type(v)
        cfg = GetConfig()
        for option in get_opts:
            option(cfg)
        if cfg.resolve_status:
            found.status = v.status()
        return found

    def mount(self, vol: APIVolume, ref: str) -> str:
        """Make a volume's data available to ``ref``, and return the directory.

        Raises:
            NotFound: the volume is gone.
            System: its device cannot be mounted.

        Go: VolumesService.Mount
        """
        return self._find(vol).mount(ref)

    def unmount(self, vol: APIVolume, ref: str) -> None:
        """Take back one :meth:`mount`; others may still have the volume mounted.

        Raises:
            NotFound: the volume is gone.
            System: its device is still mounted.

        Go: VolumesService.Unmount
        """
        self._find(vol).unmount(ref)

    def _find(self, vol: APIVolume) -> Volume:
        try:
            return self._vs.get(vol.name, with_get_driver(vol.driver))
        except Exception as error:
            if is_not_exist(error):
                raise errdefs.NotFound(errors.text(error)) from error
            raise

    def release(self, name: str, ref: str) -> None:
        """Note that ``ref`` no longer uses a volume.

        Go: VolumesService.Release
        """
        self._vs.release(name, ref)

    def remove(self, name: str, *rm_opts: RemoveOption) -> None:
        """Remove a volume with its data, and tell ``destroy``.

        Raises:
            Conflict: somebody uses it.
            OpErr: there is no such volume, or it could not be removed.

        Go: VolumesService.Remove
        """
        cfg = RemoveConfig()
        for option in rm_opts:
            option(cfg)
        try:
            v = self._vs.get(name)
        except Exception as error:
            if is_not_exist(error) and cfg.purge_on_error:
                return
            raise
        try:
            self._vs.remove(v, *rm_opts)
        except Exception as error:
            if is_in_use(error):
                raise errdefs.Conflict(errors.text(error)) from error
            if not is_not_exist(error):
                raise
        self._on_event(v.name(), "destroy", {"driver": v.driver_name()})

    def local_volumes_size(self) -> Sequence[APIVolume]:
        """Return the local volumes, each with its size in bytes and how many containers use it.

        Go: VolumesService.LocalVolumesSize
        """
        volumes, _ = find(self._vs, is_plain_local)
        told = []
        for v in volumes:
            shown = volume_to_api_type(v)
            shown.mountpoint = v.path()
            shown.usage_data = VolumeUsageData(
                size=_size_of(v, -1), ref_count=len(self._vs.get_refs(v.name()))
            )
            told.append(shown)
        return told

    def prune(self, filter: Args) -> VolumesPruneReport:
        """Remove the local volumes that nobody uses and that the filters let pass.

        Raises:
            Conflict: somebody is at it already.
            InvalidParameter: there is no such filter.

        Go: VolumesService.Prune
        """
        if not self._prune_running.acquire(blocking=False):
            raise errdefs.Conflict("a prune operation is already running")
        try:
            by = filters_to_by(self._vs, filter, ACCEPTED_PRUNE_FILTERS)
            volumes, _ = find(
                self._vs,
                lambda v: is_plain_local(v) and not self._vs.has_ref(v.name()) and by(v),
            )
            report = VolumesPruneReport(volumes_deleted=[])
            for v in volumes:
                self._prune_one(v, report)
            self._on_event("", "prune", {"reclaimed": str(report.space_reclaimed)})
            return report
        finally:
            self._prune_running.release()

    def _prune_one(self, v: Volume, report: VolumesPruneReport) -> None:
        size = _size_of(v, 0)
        try:
            self._vs.remove(v)
        except Exception as error:
            _log.warning("could not remove volume %s: %s", v.name(), errors.text(error))
            return
        report.space_reclaimed += size
        report.volumes_deleted = [*(report.volumes_deleted or ()), v.name()]

    def list(self, filter: Args) -> tuple[Sequence[APIVolume], Sequence[str] | None]:
        """Return the volumes that the filters let pass, and warnings.

        Raises:
            InvalidParameter: there is no such filter.

        Go: VolumesService.List
        """
        volumes, warnings = find(self._vs, filters_to_by(self._vs, filter))
        return [volume_to_api_type(v) for v in volumes], warnings

    def shutdown(self) -> None:
        """Close the database.

        Go: VolumesService.Shutdown
        """
        self._vs.shutdown()


def _size_of(v: Volume, unknown: int) -> int:
    try:
        return directory.size(v.path())
    except OSError as error:
        _log.warning("Failed to determine size of volume %s: %s", v.name(), errors.text(error))
        return unknown
