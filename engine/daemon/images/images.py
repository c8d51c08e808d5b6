"""Listing images.

Go: daemon/images/images.go
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.filters import Args
from engine.api.types.image_summary import ImageSummary
from engine.golang import times
from engine.golang.errors import GoError
from engine.image.image import Image
from engine.image.rootfs import RootFS
from engine.layer import layer
from engine.layer.ro_layer import RoLayer
from engine.pkg.system.lcow import is_os_supported
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, Named, NamedTagged

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService

_log = logging.getLogger(__name__)
ACCEPTED_IMAGE_FILTER_TAGS = ("dangling", "label", "before", "since", "reference")
_NANO = 1_000_000_000


def images(
    service: ImageService, image_filters: Args, all: bool, with_extra_attrs: bool
) -> list[ImageSummary]:
    """Return a line about each image that the filters let pass, the newest first.

    Images without a name that others were built on are left out unless ``all`` is set. With
    ``with_extra_attrs`` the bytes that each shares with others are told, and how many containers
    were made of it.

    Raises:
        InvalidParameter: a filter is not known, or its value is not.
        NotFound: there is no image to compare with.

    Go: ImageService.Images
    """
    image_filters.validate(ACCEPTED_IMAGE_FILTER_TAGS)
    dangling_only = _dangling_only(image_filters)
    passes = _filter(service, image_filters)
    found = service.image_store.heads() if dangling_only else service.image_store.map()
    lines: list[ImageSummary] = []
    shown: list[Image] = []
    for img in found.values():
        if not passes(img) or not is_os_supported(img.operating_system()):
            continue
        line = _line(service, img)
        if line is not None and _name(service, line, image_filters, all, dangling_only):
            lines.append(line)
            shown.append(img)
    if with_extra_attrs:
        _extra_attrs(service, shown, lines)
    return sorted(lines, key=lambda line: line.created, reverse=True)


def _extra_attrs(service: ImageService, shown: list[Image], lines: list[ImageSummary]) -> None:
    """Count the containers of each image, and add up the layers that more than one has."""
    containers = [container.image_id for container in service.containers.list()]
    chains = [_chain_ids(img) for img in shown]
    references = Counter(chain_id for chain in chains for chain_id in chain)
    layers = _all_layers(service)
    for line, chain in zip(lines, chains, strict=True):
        for chain_id in chain:
            if chain_id not in layers:
                raise GoError(f"layer {chain_id} was not found (corruption?)")
        line.containers = containers.count(line.id)
        line.shared_size = sum(
            layers[chain_id].diff_size() for chain_id in chain if references[chain_id] > 1
        )


def _chain_ids(img: Image) -> list[str]:
    root_fs, chain = RootFS(type=img.layers().type), []
    for diff_id in img.layers().diff_ids or ():
        root_fs.append(diff_id)
        chain.append(root_fs.chain_id())
    return chain


def _all_layers(service: ImageService) -> dict[str, RoLayer]:
    found: dict[str, RoLayer] = {}
    for store in service.layer_stores.values():
        found.update(store.map())
    return found


def layer_disk_usage(service: ImageService) -> int:
    """Return the bytes of all layers that an image with a name, or the last of its line, has.

    Go: service.go ImageService.LayerDiskUsage
    """
    used: set[str] = set()
    for id, img in service.image_store.map().items():
        if service.reference_store.references(id) or not service.image_store.children(id):
            used.update(_chain_ids(img))
    total = 0
    for chain_id, one in _all_layers(service).items():
        try:
            total += one.diff_size() if chain_id in used else 0
        except (GoError, OSError):
            _log.warning("failed to get diff size for layer %s", chain_id)
    return total


def _dangling_only(image_filters: Args) -> bool:
    if not image_filters.contains("dangling"):
        return False
    if image_filters.exact_match("dangling", "true"):
        return True
    if not image_filters.exact_match("dangling", "false"):
        values = " ".join(image_filters.get("dangling"))
        raise errdefs.InvalidParameter(f"Invalid filter 'dangling=[{values}]'")
    return False


def _filter(service: ImageService, image_filters: Args) -> Callable[[Image], bool]:
    """Return a test of when an image was made, and of its labels."""
    bounds: dict[str, list[int]] = {"before": [], "since": []}
    for key, moments in bounds.items():
        for name in image_filters.get(key):
            moments.append(times.unix_nano(service.get_image(name).created))

    def passes(img: Image) -> bool:
        if bounds["before"] or bounds["since"]:
            made = times.unix_nano(img.created)
            if any(made >= moment for moment in bounds["before"]):
                return False
            if any(made <= moment for moment in bounds["since"]):
                return False
        if not image_filters.contains("label"):
            return True
        labels = img.config.labels if img.config is not None else None
        return img.config is not None and image_filters.match_kv_list("label", labels)

    return passes


def _line(service: ImageService, img: Image) -> ImageSummary | None:
    """Return what to say about an image, None if it has just been removed.

    Go: newImage
    """
    chain_id = img.layers().chain_id()
    size = 0
    if chain_id:
        store = service.layer_stores[img.operating_system()]
        try:
            top = store.get(chain_id)
        except layer.ErrLayerDoesNotExist:
            return None
        try:
            size = top.size()
        finally:
            layer.release_and_log(store, top)
    return ImageSummary(
        id=img.id(),
        parent_id=img.parent,
        created=times.unix_nano(img.created) // _NANO,
        size=size,
        virtual_size=size,
        labels=img.config.labels if img.config is not None else None,
    )


def _name(
    service: ImageService, line: ImageSummary, image_filters: Args, all: bool, dangling_only: bool
) -> bool:
    """Add the names; tell whether the line is to be shown."""
    patterns = image_filters.get("reference")
    for ref in service.reference_store.references(line.id):
        if patterns and not any(_familiar_match(pattern, ref) for pattern in patterns):
            continue
        shown = reference.familiar_string(ref)
        if isinstance(ref, Canonical):
            line.repo_digests = [*(line.repo_digests or ()), shown]
        if isinstance(ref, NamedTagged):
            line.repo_tags = [*(line.repo_tags or ()), shown]
    if line.repo_digests is not None or line.repo_tags is not None:
        return not (dangling_only and line.repo_tags)
    if not all and service.image_store.children(line.id):
        return False
    if patterns or (image_filters.contains("dangling") and not dangling_only):
        return False
    line.repo_digests, line.repo_tags = ["<none>@<none>"], ["<none>:<none>"]
    return True


def _familiar_match(pattern: str, ref: Named) -> bool:
    """Tell whether a shell pattern fits a name, with or without its tag.

    Go: vendor/github.com/docker/distribution/reference/helpers.go FamiliarMatch
    """
    matcher = re.compile(_translate(pattern))
    names = reference.familiar_string(ref), reference.familiar_name(ref)
    return any(matcher.fullmatch(name) is not None for name in names)


def _translate(pattern: str) -> str:
    """Return a shell pattern, whose ``*`` stops at a slash, as a regular expression.

    Raises:
        GoError: a bracket is not closed, or nothing is escaped.
    """
    wildcards = {"*": "[^/]*", "?": "[^/]"}
    out = []
    for token in re.findall(r"(?s)\[\^?[^\]^]+\]|\\.|.", pattern):
        if token in ("[", "\\"):
            raise GoError("syntax error in pattern")
        if len(token) > 1 and token.startswith("["):
            out.append(token)
        else:
            out.append(wildcards.get(token, re.escape(token[-1])))
    return "".join(out)
