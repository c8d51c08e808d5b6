"""What is in an archive of images, and who may read and write it.

Go: image/tarexport/tarexport.go
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from engine.golang.errors import GoError
from engine.golang.io import Readable, Writable
from engine.golang.strconv import quote
from engine.golang.struct_tags import tag
from engine.image.image import ID
from engine.image.store import Store
from engine.layer import layer
from engine.pkg.system import lcow
from engine.reference.store import Store as ReferenceStore

MANIFEST_FILE_NAME = "manifest.json"
LEGACY_LAYER_FILE_NAME = "layer.tar"
LEGACY_CONFIG_FILE_NAME = "json"
LEGACY_VERSION_FILE_NAME = "VERSION"
LEGACY_REPOSITORIES_FILE_NAME = "repositories"


@dataclass(slots=True, kw_only=True)
class ManifestItem:
    """One image of the archive: where its parts are, and its names.

    Go: manifestItem
    """

    GO_NAME: ClassVar[str] = "tarexport.manifestItem"

    config: str = field(default="", metadata=tag("Config"))
    repo_tags: list[str] | None = field(default=None, metadata=tag("RepoTags"))
    layers: list[str] | None = field(default=None, metadata=tag("Layers"))
    parent: ID = field(default="", metadata=tag("Parent", omitempty=True))
    layer_sources: dict[str, Any] | None = field(
        default=None, metadata=tag("LayerSources", omitempty=True)
    )


class LayerStore(Protocol):
    """The part of a layer store that loading and saving need.

    Go: layer/layer.go Store
    """

    def get(self, chain_id: layer.ChainID) -> layer.Layer:
        """Take a reference to a layer."""

    def register(self, stream: Readable, parent: layer.ChainID) -> layer.Layer:
        """Make a layer of an archive."""

    def release(self, layer: layer.Layer) -> list[layer.Metadata]:
        """Give a reference back."""


class LogImageEvent(Protocol):
    """Tells that something happened to an image.

    Go: LogImageEvent
    """

    def log_image_event(self, image_id: str, ref_name: str, action: str) -> None:
        """Publish an event."""


class TarExporter:
    """Reads images from archives and writes them.

    Go: tarexporter
    """

    def __init__(
        self,
        image_store: Store,
        lss: Mapping[str, LayerStore],
        reference_store: ReferenceStore,
        logger_img_event: LogImageEvent,
        temp_dir: str | None = None,
    ) -> None:
        self.temp_dir = temp_dir
        self.image_store = image_store
        self.lss = lss
        self.reference_store = reference_store
        self.logger_img_event = logger_img_event

    def load(self, in_tar: Readable, out_stream: Writable, quiet: bool) -> None:
        """Take up the images of an archive.

        Go: load.go tarexporter.Load
        """
        from engine.image.tarexport.load import load

        load(self, in_tar, out_stream, quiet)

    def save(self, names: list[str], out_stream: Writable) -> None:
        """Write images to an archive.

        Go: save.go tarexporter.Save
        """
        from engine.image.tarexport.save import save

        save(self, names, out_stream)

    def layer_store(self, os: str) -> LayerStore:
        """Return the layer store of an operating system.

        Raises:
            GoError: this host runs no containers of that system.
        """
        if not lcow.is_os_supported(os):
            raise GoError(f"os {quote(os)} is not supported")
        return self.lss[os]


def new_tar_exporter(
    image_store: Store,
    lss: Mapping[str, LayerStore],
    reference_store: ReferenceStore,
    logger_img_event: LogImageEvent,
    temp_dir: str | None = None,
) -> TarExporter:
    """Return what loads and saves the images of these stores.

    ``temp_dir`` is where archives are taken apart and put together; in Go the whole daemon has
    its temporary files there.

    Go: NewTarExporter
    """
    return TarExporter(image_store, lss, reference_store, logger_img_event, temp_dir)
