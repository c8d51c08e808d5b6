"""Applying layers that nobody vouches for.

Go: pkg/chrootarchive/diff.go
"""

from __future__ import annotations

from engine.golang.errors import GoError, text
from engine.golang.filepath import clean
from engine.golang.io import Readable
from engine.pkg.archive import diff
from engine.pkg.archive.compression import decompress_stream
from engine.pkg.archive.options import TarOptions
from engine.pkg.chrootarchive.archive import Source, flush
from engine.vendor.containerd.sys import running_in_user_ns


def apply_layer(dest: str, layer: Readable) -> int:
    """Apply a layer, compressed or not, to ``dest``; return its size in bytes.

    Raises:
        GoError: the layer is damaged or hostile, or the host refused.

    Go: ApplyLayer
    """
    return _apply_layer_handler(dest, layer, TarOptions(), decompress=True)


def apply_uncompressed_layer(dest: str, layer: Readable, options: TarOptions | None = None) -> int:
    """Apply a layer that is not compressed to ``dest``; return its size in bytes.

    Raises:
        GoError: the layer is damaged or hostile, or the host refused.

    Go: ApplyUncompressedLayer
    """
    return _apply_layer_handler(dest, layer, options or TarOptions(), decompress=False)


def _apply_layer_handler(
    dest: str, layer: Readable, options: TarOptions, *, decompress: bool
) -> int:
    """Apply, and tell an error as Go tells that of its child process.

    Go: pkg/chrootarchive/diff_unix.go applyLayerHandler
    """
    options.in_userns = options.in_userns or running_in_user_ns()
    source = Source(decompress_stream(layer) if decompress else layer)
    try:
        size = diff.unpack_layer(clean(dest), source, options)
    except (GoError, OSError) as error:
        source.tell_bomb()
        said = f"ApplyLayer exit status 1 stdout:  stderr: {text(error)}"
        raise GoError(said) from error
    finally:
        flush(source)
    if source.error is not None:
        fault = GoError(f"ApplyLayer {text(source.error)} stdout:  stderr: ")
        raise fault from source.error
    return size
