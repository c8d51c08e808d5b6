"""What a caller of the client may choose for each request.

Go: api/types/client.go
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from engine.golang.structs import struct

if TYPE_CHECKING:
    from engine.api.types.filters import Args


class Body(Protocol):
    """An answer as it arrives.

    Go: io.ReadCloser
    """

    def read1(self, size: int = ..., /) -> bytes:
        """Return what has arrived, at most ``size`` bytes; nothing at the end."""

    def close(self) -> None:
        """Want no more of it."""


class Source(Protocol):
    """Something to send.

    Go: io.Reader
    """

    def read(self, size: int = ..., /) -> bytes:
        """Return at most ``size`` bytes; nothing at the end."""


@struct(slots=True, kw_only=True)
class ImageCreateOptions:
    """How to pull an image that a container needs.

    Go: ImageCreateOptions
    """

    registry_auth: str = ""
    platform: str = ""


@struct(slots=True, kw_only=True)
class ImagePullOptions:
    """How to pull; ``privilege_func`` asks the user for a password and returns a new header.

    Go: ImagePullOptions
    """

    all: bool = False
    registry_auth: str = ""
    privilege_func: Callable[[], str] | None = None
    platform: str = ""


@struct(slots=True, kw_only=True)
class ImageImportSource:
    """Where the files come from: ``source`` if ``source_name`` is ``-``, else that URL.

    Go: ImageImportSource
    """

    source: Source | None = None
    source_name: str = ""


@struct(slots=True, kw_only=True)
class ImageImportOptions:
    """What to write into the new image's configuration.

    Go: ImageImportOptions
    """

    tag: str = ""
    message: str = ""
    changes: list[str] | None = None
    platform: str = ""


@struct(slots=True, kw_only=True)
class ImageLoadResponse:
    """What the daemon says while it loads; ``json`` tells whether in JSON messages.

    Go: ImageLoadResponse
    """

    body: Body
    json: bool = False


@struct(slots=True, kw_only=True)
class ContainerListOptions:
    """Which containers to list, and how much to say about each; ``limit`` 0 means all.

    Go: ContainerListOptions
    """

    size: bool = False
    all: bool = False
    since: str = ""
    before: str = ""
    limit: int = 0
    filters: Args | None = None


@struct(slots=True, kw_only=True)
class BuildCachePruneOptions:
    """What of the builder's cache to clear away, and how many bytes may stay.

    Go: BuildCachePruneOptions
    """

    all: bool = False
    keep_storage: int = 0
    filters: Args
