"""Telling what happened to images.

Go: daemon/images/image_events.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types import events
from engine.golang.errors import GoError

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService


def log_image_event(service: ImageService, image_id: str, ref_name: str, action: str) -> None:
    """Publish an event of an image.

    Go: ImageService.LogImageEvent
    """
    log_image_event_with_attributes(service, image_id, ref_name, action, {})


def log_image_event_with_attributes(
    service: ImageService, image_id: str, ref_name: str, action: str, attributes: dict[str, str]
) -> None:
    """Publish an event with more attributes; the image's labels come along while it exists.

    Go: ImageService.LogImageEventWithAttributes
    """
    labels: dict[str, str] = {}
    try:
        config = service.get_image(image_id).config
        labels = (config.labels if config is not None else None) or {}
    except (errdefs.Error, GoError, ValueError):
        labels = {}
    attributes = {**attributes, **labels}
    if ref_name:
        attributes["name"] = ref_name
    actor = events.Actor(id=image_id, attributes=attributes)
    service.events_service.log(action, events.IMAGE_EVENT_TYPE, actor)
