"""Which volumes a list shows.

Go describes a filter as data (by.go), for the store to interpret; here it is a function.

Go: volume/service/store.go, volume/service/convert.go
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.filters import Args
from engine.golang import errors
from engine.volume.service.errors import OpErr
from engine.volume.service.wrapper import VolumeWrapper
from engine.volume.volume import DEFAULT_DRIVER_NAME, DetailedVolume, Driver, Volume

if TYPE_CHECKING:
    from engine.volume.service.store import VolumeStore

_log = logging.getLogger(__name__)
ACCEPTED_LIST_FILTERS = frozenset({"dangling", "name", "driver", "label"})
ACCEPTED_PRUNE_FILTERS = frozenset({"label", "label!"})

By = Callable[[Volume], bool]


def find(store: VolumeStore, by: By) -> tuple[list[Volume], list[str] | None]:
    """Return the volumes of all drivers that ``by`` lets pass, and warnings.

    Of a driver that does not answer, the volumes that are known are returned, with a warning.
    Of two volumes of one name, only the one that is known counts.

    Go: VolumeStore.Find, VolumeStore.list
    """
    found: list[Volume] = []
    warnings: list[str] = []
    for driver in store.drivers.get_all_drivers():
        try:
            found += _list(store, driver)
        except Exception as error:
            warnings.append(errors.text(OpErr("list", error, name=driver.name())))
            with store.global_lock:
                known = store.names.values()
                found += [v for v in known if v.driver_name() == driver.name()]
    return [v for v in found if by(v) and not _is_shadowed(store, v)], warnings or None


def _list(store: VolumeStore, driver: Driver) -> list[Volume]:
    listed = driver.list()
    with store.global_lock:
        return [
            VolumeWrapper(
                v, store.labels.get(v.name()), driver.scope(), store.options.get(v.name())
            )
            for v in listed
        ]


def _is_shadowed(store: VolumeStore, v: Volume) -> bool:
    known = store.get_named(v.name())
    if known is None or known.driver_name() == v.driver_name():
        return False
    _log.warning(
        "Volume name %s already exists for driver %s, not including volume returned by %s",
        v.name(),
        known.driver_name(),
        v.driver_name(),
    )
    return True


def filters_to_by(
    store: VolumeStore, filter: Args, accepted: Collection[str] = ACCEPTED_LIST_FILTERS
) -> By:
    """Return the function that lets the volumes pass which a client asked for.

    Raises:
        InvalidParameter: there is no such filter, or not with such a value.

    Go: filtersToBy
    """
    filter.validate(accepted)
    drivers = filter.get("driver")
    dangling = _dangling(filter)

    def by(v: Volume) -> bool:
        labels = v.labels() if isinstance(v, DetailedVolume) else None
        return (
            (not drivers or v.driver_name() in drivers)
            and filter.match("name", v.name())
            and filter.match_kv_list("label", labels)
            and not (filter.contains("label!") and filter.match_kv_list("label!", labels))
            and (dangling is None or store.has_ref(v.name()) is not dangling)
        )

    return by


def _dangling(filter: Args) -> bool | None:
    """Return whether unused volumes are asked for, or used ones; None for both."""
    if not filter.contains("dangling"):
        return None
    for value in (True, False):
        if any(filter.exact_match("dangling", word) for word in _WORDS[value]):
            return value
    shown = " ".join(filter.get("dangling"))
    raise errdefs.InvalidParameter(f"Invalid filter 'dangling=[{shown}]'")


def is_plain_local(v: Volume) -> bool:
    """Say whether the volume is a directory on this host and nothing mounted.

    Go: service.go VolumesService.LocalVolumesSize, VolumesService.Prune
    """
    return (
        v.driver_name() == DEFAULT_DRIVER_NAME and isinstance(v, DetailedVolume) and not v.options()
    )


_WORDS = {True: ("true", "1"), False: ("false", "0")}
