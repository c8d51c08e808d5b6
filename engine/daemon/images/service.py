"""What the daemon knows of images, and does with them.

The methods of Go's ImageService stand in the files where Go has them, as functions whose first
parameter is the service; the class binds them.

Go: daemon/images/service.go
"""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from engine.api.types.auth import AuthConfig
from engine.container.container import Container
from engine.daemon.events import Events
from engine.daemon.images import (
    image,
    image_delete,
    image_events,
    image_exporter,
    image_history,
    image_import,
    image_inspect,
    image_tag,
    images,
)
from engine.daemon.images.store import ImageStoreForPull
from engine.daemon.later import Later
from engine.golang.context import Context
from engine.golang.errors import GoError, text, wrap
from engine.golang.filesystem import is_not_exist
from engine.golang.io import Writable
from engine.golang.strconv import quote
from engine.golang.structs import struct
from engine.image.image import ID
from engine.image.store import Store as ImageStore
from engine.layer import layer
from engine.layer.layer_store import LayerStore
from engine.reference.store import Store as ReferenceStore
from engine.vendor.opencontainers.image_spec.v1 import Platform

if TYPE_CHECKING:
    from engine.distribution.metadata.metadata import FSMetadataStore
    from engine.distribution.xfer.download import LayerDownloadManager
    from engine.registry.service import DefaultService

_log = logging.getLogger(__name__)


class ContainerStore(Protocol):
    """The part of the daemon's containers that images need.

    Go: containerStore
    """

    def first(self, filter: Callable[[Container], bool]) -> Container | None:
        """Return a container that the filter lets pass."""

    def list(self) -> list[Container]:
        """Return all containers."""


@struct(kw_only=True)
class ImageServiceConfig:
    """What an image service is made of.

    Go: ImageServiceConfig
    """

    container_store: ContainerStore
    distribution_metadata_store: FSMetadataStore
    events_service: Events
    image_store: ImageStore
    layer_stores: dict[str, LayerStore]
    reference_store: ReferenceStore
    registry_service: DefaultService
    max_concurrent_downloads: int = 3
    max_download_attempts: int = 5
    temp_dir: str = ""


class ImageService:
    """Finds, brings in, names and removes images, and makes layers for containers.

    Go: ImageService
    """

    def __init__(self, config: ImageServiceConfig) -> None:
        _log.debug("Max Concurrent Downloads: %d", config.max_concurrent_downloads)
        _log.debug("Max Download Attempts: %d", config.max_download_attempts)
        self.containers = config.container_store
        self.distribution_metadata_store = config.distribution_metadata_store
        self.events_service = config.events_service
        self.image_store = config.image_store
        self.layer_stores = config.layer_stores
        self.reference_store = config.reference_store
        self.registry_service = config.registry_service
        self.prune_running = threading.Lock()
        self.temp_dir = Path(config.temp_dir or tempfile.gettempdir())
        self._max_concurrent_downloads = config.max_concurrent_downloads
        self._max_download_attempts = config.max_download_attempts
        self._download_manager: LayerDownloadManager | None = None

    get_image = image.get_image
    manifest_matches_platform = image.manifest_matches_platform
    log_image_event = image_events.log_image_event
    log_image_event_with_attributes = image_events.log_image_event_with_attributes
    load_image = image_exporter.load_image
    export_image = image_exporter.export_image
    import_image = image_import.import_image
    image_history = image_history.image_history
    lookup_image = image_inspect.lookup_image
    tag_image = image_tag.tag_image
    tag_image_with_reference = image_tag.tag_image_with_reference
    image_delete = image_delete.image_delete
    images = images.images
    images_prune = Later("engine.daemon.images.image_prune")

    @property
    def download_manager(self) -> LayerDownloadManager:
        """What fetches layers, so many at a time; made for the first pull.

        Go: service.go NewImageService
        """
        if self._download_manager is None:
            from engine.distribution.xfer.download import LayerDownloadManager

            self._download_manager = LayerDownloadManager(
                self.layer_stores["linux"],
                self._max_concurrent_downloads,
                max_download_attempts=self._max_download_attempts,
            )
        return self._download_manager

    def image_store_for_pull(self) -> ImageStoreForPull:
        """Return the image store as a pull sees it.

        Go: image_pull.go ImageService.pullImageWithReference
        """
        return ImageStoreForPull(self.image_store)

    def pull_image(
        self,
        ctx: Context,
        image: str,
        tag: str,
        platform: Platform | None,
        meta_headers: dict[str, list[str]],
        auth_config: AuthConfig | None,
        out_stream: Writable,
    ) -> None:
        """Pull an image; progress goes to ``out_stream`` as lines of JSON.

        ``meta_headers`` are passed on to the registry.

        Raises:
            InvalidParameter: the text is no reference.
            NotFound: the registry does not have it.
            Unknown: the registry or the network failed.

        Go: image_pull.go ImageService.PullImage
        """
        from engine.daemon.images import image_pull

        image_pull.pull_image(
            self, ctx, image, tag, platform, meta_headers, auth_config, out_stream
        )

    def count_images(self) -> int:
        """Return how many images there are.

        Go: ImageService.CountImages
        """
        return len(self.image_store)

    def children(self, id: ID) -> list[ID]:
        """Return the images that were built on ``id``.

        Go: ImageService.Children
        """
        return self.image_store.children(id)

    def create_layer(
        self, container: Container, init_func: layer.MountInit | None
    ) -> layer.RWLayer:
        """Make the container's own layer on top of its image's layers.

        Leaves `layerdb/mounts/CID` and two directories of the graph driver, of which
        ``init_func`` fills one.

        Raises:
            GoError: the image or a layer is gone, or an option is not known.
            OSError: the host refused.

        Go: ImageService.CreateLayer
        """
        layer_id = ""
        if container.image_id:
            layer_id = self.image_store.get(container.image_id).layers().chain_id()
        host_config = container.host_config
        return self.layer_stores[container.os].create_rw_layer(
            container.id,
            layer_id,
            mount_label=container.mount_label,
            init_func=init_func,
            storage_opt=host_config.storage_opt if host_config is not None else None,
        )

    def get_layer_by_id(self, cid: str, os: str) -> layer.RWLayer:
        """Take one more reference to a container's layer.

        Raises:
            ErrMountDoesNotExist: it has none.

        Go: ImageService.GetLayerByID
        """
        return self.layer_stores[os].get_rw_layer(cid)

    def layer_store_status(self) -> dict[str, list[tuple[str, str]]]:
        """Return what each graph driver tells about itself.

        Go: ImageService.LayerStoreStatus
        """
        return {os: store.driver_status() for os, store in self.layer_stores.items()}

    def get_layer_mount_id(self, cid: str, os: str) -> str:
        """Return the name of a container's layer in the graph driver.

        Raises:
            ErrMountDoesNotExist: it has none.

        Go: ImageService.GetLayerMountID
        """
        return self.layer_stores[os].get_mount_id(cid)

    def cleanup(self) -> None:
        """Let the graph drivers unmount what they have; errors are logged.

        Go: ImageService.Cleanup
        """
        for os, store in self.layer_stores.items():
            try:
                store.cleanup()
            except (GoError, OSError) as error:
                _log.error("Error during layer Store.Cleanup(): %s %s", text(error), os)

    def graph_driver_for_os(self, os: str) -> str:
        """Return the name of the graph driver.

        Go: ImageService.GraphDriverForOS
        """
        return self.layer_stores[os].driver_name()

    def release_layer(self, rw_layer: layer.RWLayer, container_os: str) -> None:
        """Remove a container's layer; one that is gone already is no error.

        Raises:
            GoError: it could not be removed.

        Go: ImageService.ReleaseLayer
        """
        store = self.layer_stores[container_os]
        try:
            layer.log_release_metadata(store.release_rw_layer(rw_layer))
        except layer.ErrMountDoesNotExist:
            return
        except (GoError, OSError) as error:
            if is_not_exist(error):
                return
            driver = quote(store.driver_name())
            raise wrap(error, f"driver {driver} failed to remove root filesystem") from error
