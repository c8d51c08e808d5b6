"""Send the daemon an archive of images.

Go: client/image_load.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.api.types.client import ImageLoadResponse, Source
    from engine.client.client import Client


def image_load(client: Client, source: Source, quiet: bool) -> ImageLoadResponse:
    """Send the tar file ``source``; return what the daemon says about it, to be closed.

    Raises:
        errdefs.Error: the daemon refused.

    Go: Client.ImageLoad
    """
    from engine.api.types.client import ImageLoadResponse

    response = client.post_raw(
        "/images/load",
        {"quiet": "1" if quiet else "0"},
        source,
        {"Content-Type": ["application/x-tar"]},
    )
    assert response.body is not None  # an answer that passed the check has one
    content_type = response.header.get("Content-Type") if response.header is not None else ""
    return ImageLoadResponse(body=response.body, json=content_type == "application/json")
