"""Layers: read-only ones named by what they hold, writable ones named by their container.

Go: layer/layer.go
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from engine.golang.errors import GoError, text
from engine.golang.io import Readable
from engine.golang.structs import struct
from engine.pkg.containerfs import Local
from engine.vendor.opencontainers import go_digest

if TYPE_CHECKING:
    from engine.pkg.archive import Change

_log = logging.getLogger(__name__)

# Digests, as text: of a layer with all below it, and of one layer's archive.
ChainID = str
DiffID = str
MountInit = Callable[[Local], None]


class ErrLayerDoesNotExist(GoError):
    """No layer has that chain ID.

    Go: ErrLayerDoesNotExist
    """

    def __init__(self) -> None:
        super().__init__("layer does not exist")


class ErrLayerNotRetained(GoError):
    """Somebody gives back what they do not hold.

    Go: ErrLayerNotRetained
    """

    def __init__(self) -> None:
        super().__init__("layer not retained")


class ErrMountDoesNotExist(GoError):
    """No writable layer has that name.

    Go: ErrMountDoesNotExist
    """

    def __init__(self) -> None:
        super().__init__("mount does not exist")


class ErrMountNameConflict(GoError):
    """A writable layer has that name already.

    Go: ErrMountNameConflict
    """

    def __init__(self) -> None:
        super().__init__("mount already exists with name")


class ErrMaxDepthExceeded(GoError):
    """The layer would be the 126th of its chain.

    Go: ErrMaxDepthExceeded
    """

    def __init__(self) -> None:
        super().__init__("max depth exceeded")


class ClosableStream(Readable, Protocol):
    """A stream that holds something until it is closed."""

    def close(self) -> None:
        """Let go of it."""


class Layer(Protocol):
    """A reference to a read-only layer.

    Go: Layer
    """

    chain_id: ChainID
    diff_id: DiffID
    cache_id: str

    @property
    def parent(self) -> Layer | None:
        """The layer right below."""

    def tar_stream(self) -> ClosableStream:
        """Return the archive that the layer was made of, to the byte."""

    def size(self) -> int:
        """Return the size with all layers below."""

    def diff_size(self) -> int:
        """Return the size of this layer alone."""

    def metadata(self) -> dict[str, str] | None:
        """Return what the driver tells about the layer."""


class RWLayer(Protocol):
    """A reference to a container's layer.

    Go: RWLayer
    """

    name: str
    mount_id: str

    @property
    def parent(self) -> Layer | None:
        """The image's top layer."""

    def mount(self, mount_label: str = "") -> Local:
        """Show the container's files; return where."""

    def unmount(self) -> None:
        """Undo one ``mount``; call it once for each, even if that failed."""

    def size(self) -> int:
        """Return the bytes that the container wrote."""

    def changes(self) -> list[Change]:
        """Return what the container changed."""

    def metadata(self) -> dict[str, str] | None:
        """Return what the driver tells about the layer."""


@struct(slots=True, kw_only=True)
class Metadata:
    """What is left to say of a read-only layer that is gone.

    Go: Metadata
    """

    chain_id: ChainID
    diff_id: DiffID
    size: int
    diff_size: int


class _Releaser(Protocol):
    def release(self, layer: Layer) -> list[Metadata]: ...


def create_chain_id(digests: Sequence[DiffID]) -> ChainID:
    """Return the name of the topmost layer of a chain, lowest first; "" for no layers.

    Go: CreateChainID
    """
    return create_chain_id_from_parent("", *digests)


def create_chain_id_from_parent(parent: ChainID, *digests: DiffID) -> ChainID:
    """Return the name of the topmost layer when ``digests`` are put on ``parent``.

    The lowest layer is named by its own digest, each further one by the digest of the text
    `CHAIN DIFF`.

    Go: createChainIDFromParent
    """

    def put_on(chain: ChainID, diff: DiffID) -> ChainID:
        return go_digest.from_string(f"{chain} {diff}") if chain else diff

    return functools.reduce(put_on, digests, parent)


def release_and_log(store: _Releaser, layer: Layer) -> None:
    """Give a reference back; log what goes with it, and any failure.

    Go: ReleaseAndLog
    """
    try:
        metadata = store.release(layer)
    except (GoError, OSError) as error:
        _log.error("Error releasing layer %s: %s", layer.chain_id, text(error))
        return
    log_release_metadata(metadata)


def log_release_metadata(metadata: Sequence[Metadata]) -> None:
    """Log which layers are gone.

    Go: LogReleaseMetadata
    """
    for entry in metadata:
        _log.info("Layer %s cleaned up", entry.chain_id)
