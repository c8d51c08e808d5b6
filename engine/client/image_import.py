"""Send the daemon a file system to make an image of.

Go: client/image_import.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.vendor.docker.distribution import reference

if TYPE_CHECKING:
    from engine.api.types.client import Body, ImageImportOptions, ImageImportSource
    from engine.client.client import Client


def image_import(
    client: Client, source: ImageImportSource, ref: str, options: ImageImportOptions
) -> Body:
    """Start the import and return the messages about it as they come; the caller closes them.

    Raises:
        GoError: ``ref`` is no name for an image.
        errdefs.Error: the daemon refused.

    Go: Client.ImageImport
    """
    if ref:
        reference.parse_normalized_named(ref)
    query: dict[str, str | list[str]] = {
        "fromSrc": source.source_name,
        "repo": ref,
        "tag": options.tag,
        "message": options.message,
    }
    if options.platform:
        query["platform"] = options.platform.lower()
    if options.changes:
        query["changes"] = options.changes
    response = client.post_raw("/images/create", query, source.source)
    assert response.body is not None  # an answer that passed the check has one
    return response.body
