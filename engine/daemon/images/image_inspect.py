"""All about one image.

Go: daemon/images/image_inspect.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.image_inspect import GraphDriverData, ImageInspect, ImageMetadata, RootFS
from engine.golang.errors import GoError, wrap
from engine.image.image import Image
from engine.layer import layer
from engine.pkg.system.lcow import is_os_supported
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, NamedTagged

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService


def lookup_image(service: ImageService, name: str) -> ImageInspect:
    """Return all about the image that ``name`` stands for.

    Raises:
        NotFound: there is none.

    Go: ImageService.LookupImage
    """
    try:
        img = service.get_image(name)
    except errdefs.Error as error:
        raise wrap(error, f"no such image: {name}") from error
    if not is_os_supported(img.operating_system()):
        raise GoError("operating system is not supported")
    refs = service.reference_store.references(img.id())
    size, layer_metadata = _layer_facts(service, img)
    history = img.history or []
    return ImageInspect(
        id=img.id(),
        repo_tags=[reference.familiar_string(r) for r in refs if isinstance(r, NamedTagged)],
        repo_digests=[
            reference.familiar_string(r)
            for r in refs
            if isinstance(r, Canonical) and not isinstance(r, NamedTagged)
        ],
        parent=img.parent,
        comment=img.comment or (history[-1].comment if history else ""),
        created=img.created,
        container=img.container,
        container_config=img.container_config,
        docker_version=img.docker_version,
        author=img.author,
        config=img.config,
        architecture=img.architecture,
        variant=img.variant,
        os=img.operating_system(),
        os_version=img.os_version,
        size=size,
        virtual_size=size,
        graph_driver=GraphDriverData(
            name=service.layer_stores[img.operating_system()].driver_name(), data=layer_metadata
        ),
        root_fs=RootFS(type=img.layers().type, layers=img.layers().diff_ids),
        metadata=ImageMetadata(last_tag_time=service.image_store.get_last_updated(img.id())),
    )


def _layer_facts(service: ImageService, img: Image) -> tuple[int, dict[str, str] | None]:
    """Return the size of all layers, and what the driver says about the top one."""
    chain_id = img.layers().chain_id()
    if not chain_id:
        return 0, None
    store = service.layer_stores[img.operating_system()]
    top = store.get(chain_id)
    try:
        return top.size(), top.metadata()
    finally:
        layer.release_and_log(store, top)
