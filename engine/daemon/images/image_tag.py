"""Naming images.

Go: daemon/images/image_tag.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.image.image import ID
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Named

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService


def tag_image(service: ImageService, image_name: str, repository: str, tag: str) -> str:
    """Give an image one more name; return it.

    Raises:
        NotFound: there is no such image.
        InvalidReference: the name is none.

    Go: ImageService.TagImage
    """
    img = service.get_image(image_name)
    new_tag = reference.parse_normalized_named(repository)
    if tag:
        new_tag = reference.with_tag(reference.trim_named(new_tag), tag)
    tag_image_with_reference(service, img.id(), new_tag)
    return reference.familiar_string(new_tag)


def tag_image_with_reference(service: ImageService, image_id: ID, new_tag: Named) -> None:
    """Give an image one more name, which another one loses if it has it.

    Leaves the name in `repositories.json` and the time in `imagedb/metadata`.

    Raises:
        InvalidParameter: the name has a digest.
        GoError: there is no such image.

    Go: ImageService.TagImageWithReference
    """
    service.reference_store.add_tag(new_tag, image_id, True)
    service.image_store.set_last_updated(image_id)
    service.log_image_event(image_id, reference.familiar_string(new_tag), "tag")
