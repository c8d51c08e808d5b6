"""What a download manager needs to know of a layer.

Apart from download.py only to keep that file short.

Go: distribution/xfer/download.go
"""

from __future__ import annotations

from typing import Protocol

from engine.golang.context import Context
from engine.pkg.progress.progress import Output


class Download(Protocol):
    """A downloaded blob, ready to be read once."""

    size: int

    def read(self, amount: int, /) -> bytes:
        """Return more bytes."""
        ...

    def close(self) -> None:
        """Remove what the download left."""
        ...


class DownloadDescriptor(Protocol):
    """A layer that may have to be downloaded.

    Go: DownloadDescriptor, DownloadDescriptorWithRegistered
    """

    def key(self) -> str:
        """Return what tells this download from others."""
        ...

    def id(self) -> str:
        """Return what progress calls it."""
        ...

    def diff_id(self) -> str | None:
        """Return the layer it will give, if that is known from an earlier download."""
        ...

    def download(self, context: Context, out: Output) -> Download:
        """Fetch it."""
        ...

    def close(self) -> None:
        """Give up what an unfinished download left."""
        ...

    def registered(self, diff_id: str) -> None:
        """Learn which layer it gave."""
        ...
