"""What the image routes need from the daemon.

Go: api/server/router/image/backend.go
"""

from __future__ import annotations

from typing import BinaryIO, Protocol

from engine.api.types.auth import AuthConfig
from engine.api.types.filters import Args
from engine.golang.context import Context
from engine.vendor.opencontainers.image_spec.v1 import Platform


class Writer(Protocol):
    """Where progress goes, in JSON messages.

    Go: io.Writer
    """

    def write(self, data: bytes, /) -> int:
        """Take the bytes."""


class ImageBackend(Protocol):
    """Shows, names and removes images.

    Go: imageBackend
    """

    def image_delete(self, image_ref: str, force: bool, prune: bool) -> object:
        """Take a name away, and the image with its last one."""

    def image_history(self, image_name: str) -> object:
        """Return how the image came to be, newest step first."""

    def images(self, image_filters: Args, all: bool, with_extra_attrs: bool) -> object:
        """Return a line about each image."""

    def images_prune(self, prune_filters: Args) -> object:
        """Remove what has no name; return what went."""

    def lookup_image(self, name: str) -> object:
        """Return all about one image."""

    def tag_image(self, image_name: str, repository: str, tag: str) -> str:
        """Give the image one more name."""


class ImportExportBackend(Protocol):
    """Brings images in from archives, and out.

    Go: importExportBackend
    """

    def load_image(self, in_tar: BinaryIO, out_stream: Writer, quiet: bool) -> None:
        """Take in what ``docker save`` wrote."""

    def import_image(
        self,
        src: str,
        repository: str,
        platform: str,
        tag: str,
        msg: str,
        in_config: BinaryIO,
        out_stream: Writer,
        changes: list[str] | None,
    ) -> None:
        """Make an image of a plain archive of files."""

    def export_image(self, names: list[str], out_stream: Writer) -> None:
        """Write images as one archive."""


class RegistryBackend(Protocol):
    """Fetches images.

    Go: registryBackend
    """

    def pull_image(
        self,
        ctx: Context,
        image: str,
        tag: str,
        platform: Platform | None,
        meta_headers: dict[str, list[str]],
        auth_config: AuthConfig,
        out_stream: Writer,
    ) -> None:
        """Fetch an image from a registry, unless ``ctx`` is cancelled meanwhile."""


class Backend(ImageBackend, ImportExportBackend, RegistryBackend, Protocol):
    """All of it.

    Go: Backend
    """
