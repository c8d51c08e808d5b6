"""Download the layers of an image, side by side, and register them bottom up.

Go: distribution/xfer/download.go
"""

from __future__ import annotations

import contextlib
import logging
import math
from collections.abc import Callable, Sequence

from engine import errdefs
from engine.distribution.xfer.descriptor import Download, DownloadDescriptor
from engine.distribution.xfer.transfer import DoNotRetry, Transfer, TransferManager, Watcher
from engine.golang import errors
from engine.golang.context import Context, ContextCancelled
from engine.golang.errors import GoError
from engine.golang.io import Readable
from engine.image.rootfs import RootFS, new_root_fs
from engine.layer.layer import Layer
from engine.layer.layer_store import LayerStore
from engine.pkg.archive.compression import decompress_stream
from engine.pkg.progress import progress
from engine.pkg.progress.progress import Output
from engine.pkg.progress.progressreader import ProgressReader
from engine.pkg.system import lcow
from engine.vendor.docker.distribution.registry.client.errors import retry_after

MAX_DOWNLOAD_ATTEMPTS = 5

_log = logging.getLogger(__name__)
_Transfer = Transfer[Layer]


class LayerDownloadManager:
    """Downloads what is missing of an image.

    ``wait_seconds`` is the unit of the pause between two attempts.

    Go: LayerDownloadManager
    """

    def __init__(
        self,
        layer_store: LayerStore,
        concurrency_limit: int,
        *,
        max_download_attempts: int = MAX_DOWNLOAD_ATTEMPTS,
        wait_seconds: float = 1.0,
    ) -> None:
        self._layer_store = layer_store
        self._transfers: TransferManager[Layer] = TransferManager(concurrency_limit)
        self._max_download_attempts = max_download_attempts
        self.wait_seconds = wait_seconds

    def download(
        self, context: Context, os: str, layers: Sequence[DownloadDescriptor], out: Output
    ) -> tuple[RootFS, Callable[[], None]]:
        """Make sure that all ``layers`` are in the store, the lowest first.

        Returns what they make together, and a function that lets go of them.
        An empty ``os`` is this machine's.

        Raises:
            GoError: one could not be had, or they are for another operating system.
            ContextCancelled: nobody waits for them any more.

        Go: LayerDownloadManager.Download
        """
        if os and not lcow.is_os_supported(os):
            raise GoError("operating system is not supported")
        root_fs, top_layer, present = self._existing(layers, out)
        if present == len(layers):
            return root_fs, lambda: self._release(top_layer)
        watched: list[tuple[_Transfer, Watcher]] = []
        try:
            self._start(layers[present:], layers[:present], root_fs, out, watched)
            last, watcher = watched.pop()
            try:
                top = last.result(context)
                return self._collect(top, len(layers)), lambda: last.release(watcher)
            except BaseException:
                last.release(watcher)
                raise
        finally:
            for transfer, seen_by in watched:
                transfer.release(seen_by)
            self._release(top_layer)

    def _existing(
        self, layers: Sequence[DownloadDescriptor], out: Output
    ) -> tuple[RootFS, Layer | None, int]:
        """Find the lower layers that are in the store already."""
        root_fs, top = new_root_fs(), None
        for count, descriptor in enumerate(layers):
            diff_id = descriptor.diff_id()
            if diff_id is None:
                return root_fs, top, count
            longer = new_root_fs()
            longer.diff_ids = [*(root_fs.diff_ids or ()), diff_id]
            try:
                found = self._layer_store.get(longer.chain_id())
            except Exception as error:
                _log.debug("layer %s is not here: %s", descriptor.id(), error)
                return root_fs, top, count
            progress.update(out, descriptor.id(), "Already exists")
            self._release(top)
            root_fs, top = longer, found
            descriptor.registered(diff_id)
        return root_fs, top, len(layers)

    def _start(
        self,
        missing: Sequence[DownloadDescriptor],
        present: Sequence[DownloadDescriptor],
        root_fs: RootFS,
        out: Output,
        watched: list[tuple[_Transfer, Watcher]],
    ) -> None:
        """Start a transfer for each missing layer; each waits for the one below it."""
        key = "".join(descriptor.key() for descriptor in present)
        by_key: dict[str, _Transfer] = {}
        parent: _Transfer | None = None
        for descriptor in missing:
            key += descriptor.key()
            source = by_key.get(descriptor.key())
            if source is not None and parent is not None:
                do = self.make_download_func_from_download(descriptor, source, parent)
            else:
                progress.update(out, descriptor.id(), "Pulling fs layer")
                do = self.make_download_func(descriptor, root_fs.chain_id(), parent)
            parent, watcher = self._transfers.transfer(key, do, out)
            watched.append((parent, watcher))
            by_key.setdefault(descriptor.key(), parent)

    def make_download_func(
        self, descriptor: DownloadDescriptor, parent_layer: str, parent: _Transfer | None
    ) -> Callable[[_Transfer, Callable[[], None]], Layer]:
        """Return what downloads a layer and registers it on ``parent``, or on a present layer.

        Go: LayerDownloadManager.makeDownloadFunc
        """

        def do(transfer: _Transfer, inactive: Callable[[], None]) -> Layer:
            if not transfer.start.is_set():
                progress.update(transfer, descriptor.id(), "Waiting")
                transfer.start.wait()
            if parent is not None and parent.done:
                parent.result()
            try:
                blob = self._attempt(descriptor, transfer)
                inactive()
                try:
                    below = self._below(transfer, parent_layer, parent)
                    made = self._register(transfer, descriptor, blob, below)
                finally:
                    blob.close()
            finally:
                descriptor.close()
            progress.update(transfer, descriptor.id(), "Pull complete")
            return self._hand_over(transfer, descriptor, made)

        return do

    def make_download_func_from_download(
        self, descriptor: DownloadDescriptor, source: _Transfer, parent: _Transfer
    ) -> Callable[[_Transfer, Callable[[], None]], Layer]:
        """Return what registers once more, on ``parent``, a layer that ``source`` downloads.

        Go: LayerDownloadManager.makeDownloadFuncFromDownload
        """

        def do(transfer: _Transfer, inactive: Callable[[], None]) -> Layer:
            transfer.start.wait()
            inactive()
            below = self._below(transfer, "", parent)
            twin = self._wait_for(transfer, source)
            with contextlib.closing(twin.tar_stream()) as stream:
                made = self._store(transfer, _Cancellable(stream, transfer.context), below)
            return self._hand_over(transfer, descriptor, made)

        return do

    def _attempt(self, descriptor: DownloadDescriptor, transfer: _Transfer) -> Download:
        """Download, again and again with longer pauses, unless that is of no use."""
        retries = 0
        while True:
            try:
                return descriptor.download(transfer.context, transfer)
            except DoNotRetry as error:
                _log.error("Download failed after %d attempts: %s", retries + 1, error)
                raise
            except Exception as error:
                transfer.context.check()
                retries += 1
                if retries > self._max_download_attempts:
                    _log.error("Download failed after %d attempts: %s", retries, error)
                    raise
                _log.info(
                    "Download failed, retrying (%d/%d): %s",
                    *(retries, self._max_download_attempts, error),
                )
                advice = retry_after(error) or 0
            self._pause(descriptor, transfer, max(retries * 5, math.ceil(advice)))

    def _pause(self, descriptor: DownloadDescriptor, transfer: _Transfer, delay: int) -> None:
        for left in range(delay, 0, -1):
            plural = "" if left == 1 else "s"
            progress.update(transfer, descriptor.id(), f"Retrying in {left} second{plural}")
            if transfer.context.wait(self.wait_seconds):
                raise GoError("download cancelled during retry delay")

    def _below(self, transfer: _Transfer, parent_layer: str, parent: _Transfer | None) -> str:
        return parent_layer if parent is None else self._wait_for(transfer, parent).chain_id

    def _wait_for(self, transfer: _Transfer, other: _Transfer) -> Layer:
        try:
            return other.result(transfer.context)
        except ContextCancelled as error:
            raise errdefs.Cancelled("layer registration cancelled") from error

    def _register(
        self, transfer: _Transfer, descriptor: DownloadDescriptor, blob: Download, below: str
    ) -> Layer:
        """Unpack a blob as a layer."""
        reader = ProgressReader(blob, transfer, blob.size, descriptor.id(), "Extracting")
        try:
            inflated = decompress_stream(reader)
        except Exception as error:
            transfer.context.check()
            said = errors.text(error)
            raise GoError(f"could not get decompression stream: {said}") from error
        made = self._store(transfer, _Cancellable(inflated, transfer.context), below)
        reader.close()
        return made

    def _store(self, transfer: _Transfer, stream: Readable, below: str) -> Layer:
        try:
            return self._layer_store.register(stream, below)
        except Exception as error:
            if transfer.context.cancelled:
                raise errdefs.Cancelled("layer registration cancelled") from error
            raise GoError(f"failed to register layer: {errors.text(error)}") from error

    def _hand_over(self, transfer: _Transfer, descriptor: DownloadDescriptor, made: Layer) -> Layer:
        descriptor.registered(made.diff_id)
        transfer.on_release(lambda: self._release(made))
        return made

    def _collect(self, top: Layer, count: int) -> RootFS:
        """Return what the layers from ``top`` down make together."""
        root_fs = new_root_fs()
        layer: Layer | None = top
        for _ in range(count):
            if layer is None:
                raise GoError("internal error: too few parent layers")
            root_fs.diff_ids = [layer.diff_id, *(root_fs.diff_ids or ())]
            layer = layer.parent
        return root_fs

    def _release(self, layer: Layer | None) -> None:
        """Let go of a layer; what does not work then is only logged.

        Go: layer/layer.go ReleaseAndLog
        """
        if layer is None:
            return
        try:
            self._layer_store.release(layer)
        except Exception as error:
            _log.error("Error releasing layer %s: %s", layer.chain_id, errors.text(error))


class _Cancellable:
    """A stream that ends with an error when nobody waits for it any more.

    Go: pkg/ioutils/readers.go NewCancelReadCloser
    """

    def __init__(self, source: Readable, context: Context) -> None:
        self._source = source
        self._context = context

    def read(self, amount: int = -1, /) -> bytes:
        """Return more of the source."""
        self._context.check()
        return self._source.read(amount)
