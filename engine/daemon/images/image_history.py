"""How an image came to be.

Go: daemon/images/image_history.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.image import HistoryResponseItem
from engine.golang import times
from engine.golang.errors import GoError
from engine.image.image import Image
from engine.image.rootfs import RootFS
from engine.layer import layer
from engine.pkg.system.lcow import is_os_supported
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import NamedTagged

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

_NANO = 1_000_000_000


def image_history(service: ImageService, name: str) -> list[HistoryResponseItem]:
    """Return the steps that made an image, the newest first.

    Raises:
        NotFound: there is no such image.
        GoError: its history does not fit its layers.

    Go: ImageService.ImageHistory
    """
    img = service.get_image(name)
    history = _steps(service, img)
    current: Image | None = img
    for item in history:
        if current is None:
            break
        item.id = current.id()
        refs = service.reference_store.references(item.id)
        tags = [reference.familiar_string(r) for r in refs if isinstance(r, NamedTagged)]
        item.tags = tags or None
        current = _parent(service, current)
    return history


def _steps(service: ImageService, img: Image) -> list[HistoryResponseItem]:
    history: list[HistoryResponseItem] = []
    root_fs = RootFS(type=img.layers().type)
    diff_ids = iter(img.layers().diff_ids or ())
    for step in img.history or ():
        size = 0
        if not step.empty_layer:
            diff_id = next(diff_ids, None)
            if diff_id is None:
                raise GoError("too many non-empty layers in History section")
            root_fs.append(diff_id)
            size = _diff_size(service, img.operating_system(), root_fs)
        item = HistoryResponseItem(
            id="<missing>",
            created=times.unix_nano(step.created) // _NANO,
            created_by=step.created_by,
            comment=step.comment,
            size=size,
        )
        history.insert(0, item)
    return history


def _diff_size(service: ImageService, os: str, root_fs: RootFS) -> int:
    if not is_os_supported(os):
        raise GoError("operating system is not supported")
    store = service.layer_stores[os]
    top = store.get(root_fs.chain_id())
    try:
        return top.diff_size()
    finally:
        layer.release_and_log(store, top)


def _parent(service: ImageService, img: Image) -> Image | None:
    if not img.parent:
        return None
    try:
        return service.get_image(img.parent)
    except errdefs.NotFound:
        return None
