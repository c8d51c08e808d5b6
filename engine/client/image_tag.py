"""Give an image another name.

Go: client/image_tag.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.client.response import ensure_reader_closed
from engine.golang.errors import GoError, wrap
from engine.golang.strconv import quote
from engine.vendor.docker.distribution import reference

if TYPE_CHECKING:
    from engine.client.client import Client


def image_tag(client: Client, source: str, target: str) -> None:
    """Let ``target`` name the image that ``source`` names.

    Raises:
        GoError: one of them is no reference, or the new name holds a digest.
        errdefs.Error: the daemon refused.

    Go: Client.ImageTag
    """
    try:
        reference.parse_any_reference(source)
    except GoError as error:
        said = f"Error parsing reference: {quote(source)} is not a valid repository/tag"
        raise wrap(error, said) from error
    try:
        ref = reference.parse_normalized_named(target)
    except GoError as error:
        said = f"Error parsing reference: {quote(target)} is not a valid repository/tag"
        raise wrap(error, said) from error
    if isinstance(ref, reference.Canonical):
        raise GoError("refusing to create a tag with a digest reference")
    tagged = reference.tag_name_only(ref)
    query = {"repo": reference.familiar_name(ref)}
    if isinstance(tagged, reference.Tagged):
        query["tag"] = tagged.tag
    ensure_reader_closed(client.post(f"/images/{source}/tag", query))
