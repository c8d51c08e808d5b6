"""Removes images that nobody uses.

Go: daemon/images/image_prune.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types import events
from engine.api.types.filters import Args
from engine.api.types.image_delete_response_item import ImageDeleteResponseItem
from engine.api.types.prune import ImagesPruneReport
from engine.daemon.errors import InvalidFilter
from engine.daemon.images.image_delete import image_delete
from engine.daemon.prune import get_until_from_prune_filters, match_labels, only_one
from engine.golang import times
from engine.golang.errors import GoError, text
from engine.image.image import ID, Image
from engine.layer.ro_layer import RoLayer
from engine.vendor.docker.distribution.reference import NamedTagged

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

_log = logging.getLogger(__name__)
_ACCEPTED_FILTERS = ("dangling", "label", "label!", "until")


def images_prune(service: ImageService, prune_filters: Args) -> ImagesPruneReport:
    """Remove images without a name (with ``dangling=false`` all) that no container was made of.

    Raises:
        Conflict: somebody is at it already.
        InvalidParameter: there is no such filter, or not with such a value.
        GoError: ``until`` is no time.

    Go: ImageService.ImagesPrune
    """
    report = ImagesPruneReport()
    with only_one(service.prune_running):
        prune_filters.validate(_ACCEPTED_FILTERS)
        dangling_only = _dangling_only(prune_filters)
        until = get_until_from_prune_filters(prune_filters)
        layers: dict[str, RoLayer] = {}
        for store in service.layer_stores.values():
            layers.update(store.map())
        for id in _top_images(service, prune_filters, until, dangling_only):
            gone = _remove(service, id, dangling_only)
            report.images_deleted = [*(report.images_deleted or ()), *gone] or None
        report.space_reclaimed = _freed(report.images_deleted or [], layers)
        actor = events.Actor(attributes={"reclaimed": str(report.space_reclaimed)})
        service.events_service.log("prune", events.IMAGE_EVENT_TYPE, actor)
    return report


def _dangling_only(prune_filters: Args) -> bool:
    if not prune_filters.contains("dangling"):
        return True
    for value in ("false", "0", "true", "1"):
        if prune_filters.exact_match("dangling", value):
            return value in ("true", "1")
    raise InvalidFilter("dangling", prune_filters.get("dangling"))


def _top_images(
    service: ImageService, prune_filters: Args, until: int | None, dangling_only: bool
) -> list[ID]:
    """Return the images that the filters let pass, without those that others were built on."""

    def passes(id: ID, img: Image) -> bool:
        if not service.reference_store.references(id) and service.image_store.children(id):
            return False
        if until is not None and times.unix_nano(img.created) > until:
            return False
        return img.config is None or match_labels(prune_filters, img.config.labels)

    found = service.image_store.heads() if dangling_only else service.image_store.map()
    return [id for id, img in found.items() if passes(id, img)]


def _remove(service: ImageService, id: ID, dangling_only: bool) -> list[ImageDeleteResponseItem]:
    refs = service.reference_store.references(id)
    if not refs:
        names = [id.partition(":")[2]]
    elif dangling_only and any(isinstance(ref, NamedTagged) for ref in refs):
        return []
    else:
        names = [str(ref) for ref in refs]
    gone: list[ImageDeleteResponseItem] = []
    for name in names:
        try:
            gone += image_delete(service, name, False, True)
        except errdefs.Conflict:
            continue
        except (errdefs.Error, GoError, OSError) as error:
            _log.warning("failed to prune image %s: %s", name, text(error))
    return gone


def _freed(gone: list[ImageDeleteResponseItem], layers: dict[str, RoLayer]) -> int:
    total = 0
    for item in gone:
        if item.deleted in layers:
            try:
                total += layers[item.deleted].diff_size()
            except (GoError, OSError) as error:
                _log.warning("failed to get layer %s size: %s", item.deleted, text(error))
    return total
