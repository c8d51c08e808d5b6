"""Images in archives.

Go: daemon/images/image_exporter.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.golang.io import Readable, Writable

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService
    from engine.image.tarexport import TarExporter


def export_image(service: ImageService, names: list[str], out_stream: Writable) -> None:
    """Write images with their names to one archive; a name without a tag means all its tags.

    Raises:
        InvalidReference: a name is none.
        NotFound: nothing has it.
        OSError: the disk, or who reads, refused.

    Go: ImageService.ExportImage
    """
    _exporter(service).save(names, out_stream)


def load_image(service: ImageService, in_tar: Readable, out_stream: Writable, quiet: bool) -> None:
    """Take up the images of an archive; reports to ``out_stream`` as lines of JSON.

    Raises:
        GoError: the archive is damaged, hostile, or does not fit together.
        JSONError: a part of it cannot be read.
        OSError: a part of it is missing, or the disk refused.

    Go: ImageService.LoadImage
    """
    _exporter(service).load(in_tar, out_stream, quiet)


def _exporter(service: ImageService) -> TarExporter:
    from engine.image.tarexport import new_tar_exporter

    return new_tar_exporter(
        service.image_store,
        service.layer_stores,
        service.reference_store,
        service,
        str(service.temp_dir),
    )
