"""Ask the daemon to pull an image that a container needs.

Go: client/image_create.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.client.image_pull import get_api_tag_from_named_ref
from engine.client.response import ServerResponse
from engine.vendor.docker.distribution import reference

if TYPE_CHECKING:
    from engine.api.types.client import Body, ImageCreateOptions
    from engine.client.client import Client, Query


def image_create(client: Client, parent_reference: str, options: ImageCreateOptions) -> Body:
    """Start a pull and return the messages about it as they come; the caller closes them.

    Raises:
        GoError: the reference is none.
        errdefs.Error: the daemon refused.

    Go: Client.ImageCreate
    """
    ref = reference.parse_normalized_named(parent_reference)
    query: dict[str, str | list[str]] = {
        "fromImage": reference.familiar_name(ref),
        "tag": get_api_tag_from_named_ref(ref),
    }
    if options.platform:
        query["platform"] = options.platform.lower()
    response = client.try_image_create(query, options.registry_auth)
    assert response.body is not None  # an answer that passed the check has one
    return response.body


def try_image_create(client: Client, query: Query, registry_auth: str) -> ServerResponse:
    """Post the request with the user's name and password in a header.

    Raises:
        errdefs.Error: the daemon refused.

    Go: Client.tryImageCreate
    """
    return client.post("/images/create", query, None, {"X-Registry-Auth": [registry_auth]})
