"""The images of this host, each holding its layers.

Go: image/store.go
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine import errdefs
from engine.golang import times
from engine.golang.defer import Undo
from engine.golang.errors import GoError, text, wrap
from engine.golang.strconv import quote
from engine.image.fs import StoreBackend
from engine.image.image import ID, Image, new_from_json
from engine.layer import layer
from engine.pkg.system import lcow
from engine.vendor.docker.distribution.digestset import DigestNotFound, Set

_log = logging.getLogger(__name__)


class LayerGetReleaser(Protocol):
    """The part of a layer store that images need.

    Go: LayerGetReleaser
    """

    def get(self, chain_id: layer.ChainID) -> layer.Layer:
        """Take a reference to a layer."""

    def release(self, layer: layer.Layer) -> list[layer.Metadata]:
        """Give a reference back; return the layers that are gone with it."""


class ImageNotFound(errdefs.NotFound):
    """No image has that ID.

    Go: imageNotFoundError
    """

    def __init__(self, term: str) -> None:
        super().__init__(f"No such image: {term}")


@dataclass(slots=True)
class _ImageMeta:
    layer: layer.Layer | None
    children: set[ID] = field(default_factory=set)


class Store:
    """Keeps images, and a reference to the top layer of each.

    Go: store
    """

    def __init__(self, fs: StoreBackend, lss: Mapping[str, LayerGetReleaser]) -> None:
        self._lock = threading.RLock()
        self._fs = fs
        self._lss = lss
        self._images: dict[ID, _ImageMeta] = {}
        self._digest_set = Set()

    def restore(self) -> None:
        """Take up the images on disk; one that is damaged or lacks a layer is logged and left out.

        Raises:
            GoPathError: the directory cannot be read.

        Go: store.restore
        """
        self._fs.walk(self._restore_image)
        for id in self._images:
            parent = self._parent_meta(id)
            if parent is not None:
                parent.children.add(id)

    def _restore_image(self, digest: str) -> None:
        try:
            top = self._top_layer(self.get(digest))
        except (GoError, ValueError) as error:
            _log.error("not restoring image %s: %s", digest, error)
            return
        self._digest_set.add(digest)
        self._images[digest] = _ImageMeta(top)

    def create(self, config: bytes) -> ID:
        """Keep the image that ``config`` describes, and hold its layers; return its ID.

        Leaves `imagedb/content/sha256/HEX`. An image that is there already stays as it is. After
        an error nothing is left; Go leaves the configuration, and may hold the layers for ever.

        Raises:
            JSONError: the configuration cannot be read.
            GoError: it does not fit its layers, or one of these is missing.

        Go: store.Create
        """
        img = new_from_json(config)
        made = sum(not step.empty_layer for step in img.history or ())
        if made > len(img.layers().diff_ids or ()):
            raise GoError("too many non-empty layers in History section")
        with self._lock, Undo() as undo:
            image_id = self._fs.set(config)
            if image_id in self._images:
                return image_id
            undo.defer(self._fs.delete, image_id)
            top = self._top_layer(img)
            if top is not None:
                undo.defer(self._lss[img.operating_system()].release, top)
            self._images[image_id] = _ImageMeta(top)
            undo.defer(self._images.pop, image_id)
            self._digest_set.add(image_id)
            return image_id

    def _top_layer(self, img: Image) -> layer.Layer | None:
        chain_id = img.layers().chain_id()
        if not chain_id:
            return None
        if not lcow.is_os_supported(img.operating_system()):
            raise GoError("operating system is not supported")
        try:
            return self._lss[img.operating_system()].get(chain_id)
        except GoError as error:
            raise wrap(error, f"failed to get layer {chain_id}") from error

    def search(self, term: str) -> ID:
        """Return the image whose ID is, or alone begins with, ``term``.

        Raises:
            ImageNotFound: there is none.
            GoError: there are several.

        Go: store.Search
        """
        try:
            return self._digest_set.lookup(term)
        except DigestNotFound as error:
            raise ImageNotFound(term) from error

    def get(self, id: ID) -> Image:
        """Return an image, read from disk and checked against its ID.

        Raises:
            GoError: it is not there, or damaged.
            JSONError: it is no configuration.

        Go: store.Get
        """
        img = new_from_json(self._fs.get(id))
        img.computed_id = id
        try:
            img.parent = self.get_parent(id)
        except GoError:
            img.parent = ""
        return img

    def delete(self, id: ID) -> list[layer.Metadata]:
        """Forget an image and give back its layers; return those that are gone with it.

        Images built on it lose their parent.

        Raises:
            GoError: there is no such image.

        Go: store.Delete
        """
        with self._lock:
            meta = self._images.get(id)
            if meta is None:
                raise GoError(f"unrecognized image ID {id}")
            try:
                img = self.get(id)
            except (GoError, ValueError) as error:
                raise GoError(f"unrecognized image {id}, {text(error)}") from error
            system = img.operating_system()
            if not lcow.is_os_supported(system):
                raise GoError(f"unsupported image operating system {quote(system)}")
            for child in meta.children:
                self._fs.delete_metadata(child, "parent")
            self._leave_parent(id)
            self._digest_set.remove(id)
            del self._images[id]
            try:
                self._fs.delete(id)
            except OSError as error:
                _log.debug("removing image %s: %s", id, error)
            return [] if meta.layer is None else self._lss[system].release(meta.layer)

    def _parent_meta(self, id: ID) -> _ImageMeta | None:
        try:
            return self._images.get(self.get_parent(id))
        except GoError:
            return None

    def _leave_parent(self, id: ID) -> None:
        parent = self._parent_meta(id)
        if parent is not None:
            parent.children.discard(id)

    def set_parent(self, id: ID, parent: ID) -> None:
        """Note that ``id`` was built on ``parent``.

        Leaves `imagedb/metadata/sha256/HEX/parent`.

        Raises:
            GoError: one of them is not there.

        Go: store.SetParent
        """
        with self._lock:
            meta = self._images.get(parent)
            if meta is None:
                raise GoError(f"unknown parent image ID {parent}")
            self._leave_parent(id)
            meta.children.add(id)
            self._fs.set_metadata(id, "parent", parent.encode())

    def get_parent(self, id: ID) -> ID:
        """Return the image that ``id`` was built on.

        Raises:
            GoError: none is known.

        Go: store.GetParent
        """
        return self._fs.get_metadata(id, "parent").decode("utf-8", "surrogateescape")

    def set_last_updated(self, id: ID) -> None:
        """Note that the image was tagged now.

        Leaves `imagedb/metadata/sha256/HEX/lastUpdated`.

        Raises:
            GoError: there is no such image.

        Go: store.SetLastUpdated
        """
        self._fs.set_metadata(id, "lastUpdated", times.now().encode())

    def get_last_updated(self, id: ID) -> str:
        """Return when the image was last tagged, the zero time if never.

        Go: store.GetLastUpdated
        """
        try:
            return self._fs.get_metadata(id, "lastUpdated").decode() or times.ZERO
        except GoError:
            return times.ZERO

    def children(self, id: ID) -> list[ID]:
        """Return the images that were built on ``id``.

        Go: store.Children
        """
        with self._lock:
            meta = self._images.get(id)
            return [] if meta is None else list(meta.children)

    def heads(self) -> dict[ID, Image]:
        """Return the images that no other was built on.

        Go: store.Heads
        """
        return self._images_map(all=False)

    def map(self) -> dict[ID, Image]:
        """Return all images.

        Go: store.Map
        """
        return self._images_map(all=True)

    def _images_map(self, *, all: bool) -> dict[ID, Image]:
        images = {}
        with self._lock:
            for id, meta in self._images.items():
                if not all and meta.children:
                    continue
                try:
                    images[id] = self.get(id)
                except (GoError, ValueError) as error:
                    _log.error("invalid image access: %s, error: %s", quote(id), error)
        return images

    def __len__(self) -> int:
        """Return how many images there are.

        Go: store.Len
        """
        with self._lock:
            return len(self._images)


def new_image_store(fs: StoreBackend, lss: Mapping[str, LayerGetReleaser]) -> Store:
    """Return the images kept in ``fs``, each holding its layers in the store of its system.

    Raises:
        GoPathError: the directory cannot be read.

    Go: NewImageStore
    """
    store = Store(fs, lss)
    store.restore()
    return store
