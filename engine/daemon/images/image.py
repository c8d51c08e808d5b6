"""From what a user calls an image to the image.

Go: daemon/images/image.go
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from engine import errdefs
from engine.golang.errors import GoError
from engine.image.image import Image
from engine.vendor.containerd import platforms
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Digested, Named, Reference
from engine.vendor.opencontainers.image_spec.v1 import Platform

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

_log = logging.getLogger(__name__)


class ErrImageDoesNotExist(errdefs.NotFound):
    """No image has that name or ID (HTTP 404).

    Go: ErrImageDoesNotExist
    """

    def __init__(self, ref: Reference) -> None:
        if isinstance(ref, Named):
            ref = reference.tag_name_only(ref)
        super().__init__(f"No such image: {reference.familiar_string(ref)}")


def get_image(service: ImageService, ref_or_id: str, platform: Platform | None = None) -> Image:
    """Return the image that a name, a digest, an ID or the start of one stands for.

    Raises:
        InvalidParameter: the text is no reference.
        NotFound: there is no such image, or it is for another platform than ``platform``.

    Go: ImageService.GetImage
    """
    img = _find(service, ref_or_id)
    if platform is None:
        return img
    img_platform = Platform(os=img.os, architecture=img.architecture, variant=img.variant)
    if only_platform_with_fallback(platform).match(img_platform):
        return img
    # A builder may have written the wrong platform, and the manifest list knows better.
    if manifest_matches_platform(service, img, platform):
        return img
    raise errdefs.NotFound(
        f"image with reference {ref_or_id} was found but does not match the specified platform: "
        f"wanted {platforms.format(platform)}, actual: {platforms.format(img_platform)}"
    )


def _find(service: ImageService, ref_or_id: str) -> Image:
    """Look for a digest, then for a name, then for an ID."""
    with errdefs.reported_as(errdefs.InvalidParameter):
        ref = reference.parse_any_reference(ref_or_id)
    if not isinstance(ref, Named):
        img = _get(service, ref.digest) if isinstance(ref, Digested) else None
        if img is None:
            raise ErrImageDoesNotExist(ref)
        return img
    try:
        img = _get(service, service.reference_store.get(ref))
    except (errdefs.Error, GoError):
        img = None
    if img is not None:
        return img
    try:
        img = _get(service, service.image_store.search(ref_or_id))
    except (errdefs.NotFound, GoError) as error:
        raise ErrImageDoesNotExist(ref) from error
    if img is None:
        raise ErrImageDoesNotExist(ref)
    return img


def _get(service: ImageService, id: str) -> Image | None:
    """Return an image, None if it is gone or damaged."""
    try:
        return service.image_store.get(id)
    except (GoError, ValueError) as error:
        _log.debug("image %s: %s", id, error)
        return None


def manifest_matches_platform(service: ImageService, img: Image, platform: Platform) -> bool:
    """Tell whether a manifest list says that ``img`` is the image for ``platform``.

    Differs from Go, which looks through the lists that pulls left in containerd's content store:
    this engine keeps none, so the image's own word stands.

    Go: ImageService.manifestMatchesPlatform
    """
    del service
    said = "no manifest list of %s to ask whether it is for %s"
    _log.debug(said, img.id(), platforms.format(platform))
    return False


def only_platform_with_fallback(platform: Platform) -> OnlyFallbackMatcher:
    """Return a matcher for ``platform`` that also takes an image which names no CPU variant.

    Images often leave it out, see https://github.com/opencontainers/image-spec/pull/809.

    Go: OnlyPlatformWithFallback
    """
    return OnlyFallbackMatcher(platform)


class OnlyFallbackMatcher:
    """Matches one platform, and what runs on it.

    Go: onlyFallbackMatcher
    """

    def __init__(self, platform: Platform) -> None:
        self._only = platforms.only(platform)
        self._platform = platforms.normalize(platform)

    def match(self, other: Platform) -> bool:
        """Tell whether ``other`` fits.

        Go: onlyFallbackMatcher.Match
        """
        if self._only.match(other):
            return True
        if other.variant:
            return False
        normal = platforms.normalize(other)
        return (normal.os, normal.architecture) == (
            self._platform.os,
            self._platform.architecture,
        )
