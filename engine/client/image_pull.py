"""Ask the daemon to pull an image.

Go: client/image_pull.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.vendor.docker.distribution import reference

if TYPE_CHECKING:
    from engine.api.types.client import Body, ImagePullOptions
    from engine.client.client import Client


def image_pull(client: Client, ref_str: str, options: ImagePullOptions) -> Body:
    """Start a pull and return the messages about it as they come; the caller closes them.

    If the registry wants to know who asks, ``options.privilege_func`` is asked once.

    Raises:
        GoError: the reference is none.
        errdefs.Error: the daemon refused.

    Go: Client.ImagePull
    """
    ref = reference.parse_normalized_named(ref_str)
    query: dict[str, str | list[str]] = {"fromImage": reference.familiar_name(ref)}
    if not options.all:
        query["tag"] = get_api_tag_from_named_ref(ref)
    if options.platform:
        query["platform"] = options.platform.lower()
    try:
        response = client.try_image_create(query, options.registry_auth)
    except errdefs.Unauthorized:
        if options.privilege_func is None:
            raise
        response = client.try_image_create(query, options.privilege_func())
    assert response.body is not None  # an answer that passed the check has one
    return response.body


def get_api_tag_from_named_ref(ref: reference.Named) -> str:
    """Return what the ``tag`` parameter is to hold: the digest, else the tag, else ``latest``.

    Go: getAPITagFromNamedRef
    """
    if isinstance(ref, reference.Digested):
        return ref.digest
    tagged = reference.tag_name_only(ref)
    return tagged.tag if isinstance(tagged, reference.Tagged) else ""
