"""Taking up the images of an archive.

Go: image/tarexport/load.go
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, closing
from typing import NamedTuple

from engine.golang.errors import GoError
from engine.golang.filesystem import is_not_exist
from engine.golang.io import Readable, Writable
from engine.golang.strconv import quote
from engine.golang.struct_tags import decode
from engine.image.image import ID, Image, new_from_json
from engine.image.rootfs import RootFS
from engine.image.tarexport.legacy_load import legacy_load
from engine.image.tarexport.loading import (
    Loading,
    check_compatible_os,
    load_layer,
    read_file,
    safe_path,
    set_loaded_tag,
)
from engine.image.tarexport.oci import is_layout, read_layout
from engine.image.tarexport.tarexport import MANIFEST_FILE_NAME, ManifestItem, TarExporter
from engine.layer import layer
from engine.pkg import chrootarchive
from engine.pkg.archive.read_ahead import ReadAhead
from engine.pkg.streamformatter.streamformatter import StreamWriter, new_json_progress_output
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import NamedTagged


class ParentLink(NamedTuple):
    """An image and the one it says it was built on.

    Go: parentLink
    """

    id: ID
    parent_id: ID


def load(exporter: TarExporter, in_tar: Readable, out_stream: Writable, quiet: bool) -> None:
    """Take up the images of an archive: layers, configurations, names.

    Reports to ``out_stream`` as lines of JSON, unless ``quiet`` with progress. The archive is
    unpacked into a temporary directory, which is gone afterwards. What was taken up before an
    error stays.

    Differs from Go: OCI image layouts are read, too, which 20.10 does not know.

    Raises:
        GoError: the archive is damaged, hostile, or does not fit together.
        JSONError: a part of it cannot be read.
        OSError: a part of it is missing, or the disk refused.

    Go: tarexporter.Load
    """
    progress = None if quiet else new_json_progress_output(out_stream, False)
    directory = tempfile.mkdtemp(prefix="docker-import-", dir=exporter.temp_dir)
    try:
        with closing(ReadAhead(in_tar)) as ahead:
            chrootarchive.untar(ahead, directory)
        loading = Loading(exporter, directory, StreamWriter(out_stream), progress)
        manifest = _read_manifest(directory)
        if manifest is None and is_layout(directory):
            manifest = read_layout(directory)
        if manifest is None:
            legacy_load(loading)
        else:
            _load_manifest(loading, manifest)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _read_manifest(directory: str) -> list[ManifestItem] | None:
    """Return what is in manifest.json, None if there is no such file."""
    path = safe_path(directory, MANIFEST_FILE_NAME)
    try:
        data = read_file(path)
    except OSError as error:
        if is_not_exist(error):
            return None
        raise
    return decode(list[ManifestItem], data) or []


def _load_manifest(loading: Loading, manifest: list[ManifestItem]) -> None:
    """Take up one image after the other, then note which was built on which."""
    parent_links: list[ParentLink] = []
    unnamed = ""
    named = 0
    with ExitStack() as releases:
        for item in manifest:
            img_id = _load_image(loading, item, releases)
            unnamed += f"Loaded image ID: {img_id}\n"
            named = _tag(loading, item, img_id)
            parent_links.append(ParentLink(img_id, item.parent))
            loading.exporter.logger_img_event.log_image_event(img_id, img_id, "load")
        for link in validated_parent_links(parent_links):
            if link.parent_id:
                set_parent_id(loading.exporter, link.id, link.parent_id)
    if not named:
        loading.out.write(unnamed)


def _load_image(loading: Loading, item: ManifestItem, releases: ExitStack) -> ID:
    """Take up the layers of one image and then itself; the layers are held until the end."""
    config = read_file(safe_path(loading.directory, item.config))
    img = new_from_json(config)
    check_compatible_os(img.os)
    layers, diff_ids = item.layers or [], img.layers().diff_ids or []
    if len(layers) != len(diff_ids):
        raise GoError(
            f"invalid manifest, layers length mismatch: expected {len(layers)}, got {len(diff_ids)}"
        )
    store = loading.exporter.layer_store(img.operating_system())
    root_fs = RootFS(type=img.layers().type)
    for number, (diff_id, name) in enumerate(zip(diff_ids, layers, strict=True)):
        path = safe_path(loading.directory, name)
        above = root_fs.clone()
        above.append(diff_id)
        try:
            new_layer = store.get(above.chain_id())
        except GoError:
            os_name = img.operating_system()
            new_layer = load_layer(loading, path, root_fs, diff_id, os_name)
        releases.callback(layer.release_and_log, store, new_layer)
        if new_layer.diff_id != diff_id:
            raise GoError(
                f"invalid diffID for layer {number}: expected {quote(diff_id)}, "
                f"got {quote(new_layer.diff_id)}"
            )
        root_fs.append(diff_id)
    return loading.exporter.image_store.create(config)


def _tag(loading: Loading, item: ManifestItem, img_id: ID) -> int:
    """Give an image its names; return how many."""
    for repo_tag in item.repo_tags or ():
        ref = reference.parse_normalized_named(repo_tag)
        if not isinstance(ref, NamedTagged):
            raise GoError(f"invalid tag {quote(repo_tag)}")
        set_loaded_tag(loading, ref, img_id)
        loading.out.write(f"Loaded image: {reference.familiar_string(ref)}\n")
    return len(item.repo_tags or ())


def set_parent_id(exporter: TarExporter, id: ID, parent_id: ID) -> None:
    """Note that one image was built on another, if their histories agree.

    Raises:
        GoError: they do not, or one is not there.

    Go: tarexporter.setParentID
    """
    img = exporter.image_store.get(id)
    parent = exporter.image_store.get(parent_id)
    if not _check_valid_parent(img, parent):
        raise GoError(f"image {parent.id()} is not a valid parent for {img.id()}")
    exporter.image_store.set_parent(id, parent_id)


def validated_parent_links(links: list[ParentLink]) -> list[ParentLink]:
    """Return the links without the parents that are not in the archive.

    Go: validatedParentLinks
    """
    return [
        link
        if any(other.id == link.parent_id and other.id != link.id for other in links)
        else ParentLink(link.id, "")
        for link in links
    ]


def _check_valid_parent(img: Image, parent: Image) -> bool:
    """Go: checkValidParent."""
    own, inherited = img.history or [], parent.history or []
    if not own and not inherited:
        return True
    return len(own) - len(inherited) == 1 and own[: len(inherited)] == inherited
