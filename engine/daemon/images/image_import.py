"""Making an image of a plain archive of files.

Go: daemon/images/image_import.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from engine import errdefs
from engine.api.types.container.config import Config
from engine.dockerversion.version_lib import VERSION
from engine.golang import times, url_parse
from engine.golang.io import Readable, Writable
from engine.image.image import History, Image
from engine.image.rootfs import TYPE_LAYERS, RootFS
from engine.layer import layer
from engine.pkg.archive import decompress_stream
from engine.pkg.streamformatter import streamformatter
from engine.vendor.containerd.platforms import goarch, goos
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, Named

if TYPE_CHECKING:
    from engine.daemon.images.service import ImageService


def import_image(
    service: ImageService,
    src: str,
    repository: str,
    os: str,
    tag: str,
    msg: str,
    in_config: BinaryIO,
    out_stream: Writable,
    changes: list[str] | None,
) -> None:
    """Make an image with one layer of the archive that comes in, or of the one at a URL.

    ``changes`` are lines of a Dockerfile that say what to run. Writes the image's ID to
    ``out_stream``, a line of JSON.

    Raises:
        InvalidParameter: the name, the system, the URL or a change is wrong.
        GoError: the archive is damaged or hostile.
        OSError: the host refused.

    Go: ImageService.ImportImage
    """
    os = os or goos()
    new_ref = _new_reference(repository, tag)
    # Only here, and a start-up without it is faster.
    from engine.builder.dockerfile.builder import build_from_config

    config = build_from_config(Config(), changes or [], os)
    rc: Readable = in_config if src == "-" else _download(src, out_stream)
    store = service.layer_stores[os]
    new_layer = store.register(decompress_stream(rc), "")
    try:
        img = _image(config, os, msg or f"Imported from {src}", new_layer.diff_id)
        id = service.image_store.create(img.marshal_json())
        if new_ref is not None:
            service.tag_image_with_reference(id, new_ref)
    finally:
        layer.release_and_log(store, new_layer)
    service.log_image_event(id, id, "import")
    out_stream.write(streamformatter.format_status("", id))


def _new_reference(repository: str, tag: str) -> Named | None:
    if not repository:
        return None
    with errdefs.reported_as(errdefs.InvalidParameter):
        ref = reference.parse_normalized_named(repository)
        if isinstance(ref, Canonical):
            raise errdefs.InvalidParameter("cannot import digest reference")
        return reference.with_tag(ref, tag) if tag else ref


def _image(config: Config, os: str, comment: str, diff_id: str) -> Image:
    created = times.now()
    return Image(
        docker_version=VERSION,
        config=config,
        architecture=goarch(),
        os=os,
        created=created,
        comment=comment,
        root_fs=RootFS(type=TYPE_LAYERS, diff_ids=[diff_id]),
        history=[History(created=created, comment=comment)],
    )


def _download(src: str, out_stream: Writable) -> Readable:
    """Return the archive at a URL, progress being told while it is read.

    Go: builder/remotecontext/remote.go GetWithStatusError
    """
    from engine.builder.remotecontext.remote import get_with_status_error
    from engine.pkg.progress.progressreader import ProgressReader

    url = src if "://" in src else f"http://{src}"
    with errdefs.reported_as(errdefs.InvalidParameter):
        url_parse.parse(url)
    response = get_with_status_error(url)
    out_stream.write(streamformatter.format_status("", f"Downloading from {url}"))
    output = streamformatter.new_json_progress_output(out_stream, True)
    return ProgressReader(response, output, response.length, "", "Importing")
