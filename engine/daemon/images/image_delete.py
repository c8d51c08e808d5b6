"""Removing images.

Go: daemon/images/image_delete.go
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntFlag
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.image_delete_response_item import ImageDeleteResponseItem
from engine.container.container import Container
from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.image.image import ID
from engine.pkg.stringid import truncate_id
from engine.pkg.system.lcow import is_os_supported
from engine.reference.store import ReferenceNotFound
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, Named

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

Records = list[ImageDeleteResponseItem]


class ConflictType(IntFlag):
    """What may keep an image from being removed; the soft ones yield to force.

    Go: conflictType
    """

    DEPENDENT_CHILD = 1
    RUNNING_CONTAINER = 2
    ACTIVE_REFERENCE = 4
    STOPPED_CONTAINER = 8
    HARD = DEPENDENT_CHILD | RUNNING_CONTAINER
    SOFT = ACTIVE_REFERENCE | STOPPED_CONTAINER


class ImageDeleteConflict(errdefs.Conflict):
    """The image is needed (HTTP 409).

    Go: imageDeleteConflict
    """

    def __init__(self, img_id: ID, message: str, *, hard: bool = False, used: bool = False) -> None:
        self.used = used
        force = "cannot be forced" if hard else "must be forced"
        super().__init__(f"conflict: unable to delete {truncate_id(img_id)} ({force}) - {message}")


def image_delete(service: ImageService, image_ref: str, force: bool, prune: bool) -> Records:
    """Take a name away, and the image with its last one; return what went.

    By the start of an ID, the image goes with all names of one repository. With ``prune`` the
    nameless images go that it was built on.

    Raises:
        NotFound: there is no such image.
        Conflict: a container or an image built on it needs it.

    Go: ImageService.ImageDelete
    """
    img = service.get_image(image_ref)
    if not is_os_supported(img.operating_system()):
        said = quote("operating system is not supported")
        raise GoError(f"unable to delete image: {said}")
    img_id = img.id()
    records: Records = []
    by_name = not _is_image_id_prefix(img_id, image_ref)
    if by_name:
        if _remove_name(service, img_id, image_ref, force, records):
            return records
    elif _is_single_reference(service.reference_store.references(img_id)):
        mask = ConflictType.HARD
        if not force:
            mask |= ConflictType.SOFT & ~ConflictType.ACTIVE_REFERENCE
        _check_image_delete_conflict(service, img_id, mask)
        _remove_all_references_to_image_id(service, img_id, records)
    _image_delete_helper(service, img_id, records, force=force, prune=prune, quiet=by_name)
    return records


def _remove_name(
    service: ImageService, img_id: ID, image_ref: str, force: bool, records: Records
) -> bool:
    """Take one name away; tell whether the image has others still."""
    refs = service.reference_store.references(img_id)
    if not force and _is_single_reference(refs):
        user = service.containers.first(lambda container: container.image_id == img_id)
        if user is not None:
            raise errdefs.Conflict(
                f"conflict: unable to remove repository reference {quote(image_ref)} (must force)"
                f" - container {truncate_id(user.id)} is using its referenced image "
                f"{truncate_id(img_id)}"
            )
    removed = _remove_image_ref(service, reference.parse_normalized_named(image_ref))
    service.log_image_event(img_id, img_id, "untag")
    records.append(ImageDeleteResponseItem(untagged=reference.familiar_string(removed)))
    left = service.reference_store.references(img_id)
    if isinstance(removed, Canonical):
        return bool(left)
    same = [ref for ref in left if ref.name == removed.name]
    if all(isinstance(ref, Canonical) for ref in same):
        # Digests alone would keep the image without anybody seeing why.
        for ref in same:
            _remove_image_ref(service, ref)
            records.append(ImageDeleteResponseItem(untagged=reference.familiar_string(ref)))
        left = [ref for ref in left if ref not in same]
    return bool(left)


def _is_single_reference(refs: list[Named]) -> bool:
    """Tell whether all names are of one repository, with one tag at most; False for no names.

    Go: isSingleReference
    """
    if len(refs) <= 1:
        return len(refs) == 1
    digests = {ref.name for ref in refs if isinstance(ref, Canonical)}
    tags = [ref for ref in refs if not isinstance(ref, Canonical)]
    if len(tags) > 1:
        return False
    single = tags[0] if tags else refs[0]
    return digests == {single.name}


def _is_image_id_prefix(image_id: ID, possible_prefix: str) -> bool:
    """Go: isImageIDPrefix."""
    encoded = image_id.partition(":")[2]
    return image_id.startswith(possible_prefix) or encoded.startswith(possible_prefix)


def _remove_image_ref(service: ImageService, ref: Named) -> Named:
    """Forget a name, and return it with its tag.

    Go: ImageService.removeImageRef
    """
    ref = reference.tag_name_only(ref)
    service.reference_store.delete(ref)
    return ref


def _remove_all_references_to_image_id(service: ImageService, img_id: ID, records: Records) -> None:
    """Forget all names of an image.

    Go: ImageService.removeAllReferencesToImageID
    """
    for ref in service.reference_store.references(img_id):
        try:
            removed = _remove_image_ref(service, ref)
        except ReferenceNotFound:
            continue
        service.log_image_event(img_id, img_id, "untag")
        records.append(ImageDeleteResponseItem(untagged=reference.familiar_string(removed)))


def _image_delete_helper(
    service: ImageService, img_id: ID, records: Records, *, force: bool, prune: bool, quiet: bool
) -> None:
    """Remove an image, unless something needs it, and with ``prune`` those below it.

    ``quiet``: what needs it is no error, unless nothing else holds on to the image.

    Go: ImageService.imageDeleteHelper
    """
    current = img_id
    while current:
        mask = ConflictType.HARD if force else ConflictType.HARD | ConflictType.SOFT
        try:
            _check_image_delete_conflict(service, current, mask)
        except ImageDeleteConflict as conflict:
            if quiet and (conflict.used or not _image_is_dangling(service, current)):
                return
            raise
        try:
            parent = service.image_store.get_parent(current)
        except GoError:
            parent = ""
        _remove_all_references_to_image_id(service, current, records)
        removed_layers = service.image_store.delete(current)
        service.log_image_event(current, current, "delete")
        records.append(ImageDeleteResponseItem(deleted=current))
        records.extend(
            ImageDeleteResponseItem(deleted=removed.chain_id) for removed in removed_layers
        )
        if not prune:
            return
        current, force, quiet = parent, False, True


def _check_image_delete_conflict(service: ImageService, img_id: ID, mask: ConflictType) -> None:
    """Raise if something that ``mask`` names needs the image.

    Raises:
        ImageDeleteConflict: what needs it.

    Go: ImageService.checkImageDeleteConflict
    """
    if mask & ConflictType.DEPENDENT_CHILD and service.image_store.children(img_id):
        raise ImageDeleteConflict(img_id, "image has dependent child images", hard=True)
    if mask & ConflictType.RUNNING_CONTAINER:
        user = service.containers.first(_user(img_id, running=True))
        if user is not None:
            said = f"image is being used by running container {truncate_id(user.id)}"
            raise ImageDeleteConflict(img_id, said, hard=True, used=True)
    if mask & ConflictType.ACTIVE_REFERENCE and service.reference_store.references(img_id):
        raise ImageDeleteConflict(img_id, "image is referenced in multiple repositories")
    if mask & ConflictType.STOPPED_CONTAINER:
        user = service.containers.first(_user(img_id, running=False))
        if user is not None:
            said = f"image is being used by stopped container {truncate_id(user.id)}"
            raise ImageDeleteConflict(img_id, said, used=True)


def _user(img_id: ID, *, running: bool) -> Callable[[Container], bool]:
    return lambda ctr: ctr.image_id == img_id and ctr.state.is_running() == running


def _image_is_dangling(service: ImageService, img_id: ID) -> bool:
    """Go: ImageService.imageIsDangling."""
    return not (service.reference_store.references(img_id) or service.image_store.children(img_id))
