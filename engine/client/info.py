"""What the daemon says about itself.

Go: client/info.go
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from engine.client.response import ensure_reader_closed
from engine.golang import errors, struct_tags
from engine.golang.struct_tags import tag
from engine.golang.structs import struct

if TYPE_CHECKING:
    from engine.client.client import Client


@struct(slots=True, kw_only=True)
class Info:
    """The one thing that a pull wants to know; Go's type has some seventy fields.

    Go: types.Info
    """

    index_server_address: str = field(default="", metadata=tag("IndexServerAddress"))


def info(client: Client) -> Info:
    """Ask the daemon about itself.

    Raises:
        errdefs.Error: no good answer.
        GoError: the answer is no JSON.

    Go: Client.Info
    """
    response = client.get("/info")
    try:
        assert response.body is not None  # an answer that passed the check has one
        return struct_tags.decode(Info, response.body.read())
    except struct_tags.JSONError as error:
        raise errors.GoError(f"Error reading remote info: {error}") from error
    finally:
        ensure_reader_closed(response)
