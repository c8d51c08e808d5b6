"""Writing images to an archive.

Go: image/tarexport/save.go
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from dataclasses import dataclass, field

from engine.golang import times
from engine.golang.errors import GoError
from engine.golang.io import Writable
from engine.golang.struct_tags import marshal
from engine.image import v1
from engine.image.image import ID, Image, V1Image
from engine.image.rootfs import RootFS
from engine.image.tarexport.load import ParentLink, validated_parent_links
from engine.image.tarexport.tarexport import (
    LEGACY_CONFIG_FILE_NAME,
    LEGACY_LAYER_FILE_NAME,
    LEGACY_REPOSITORIES_FILE_NAME,
    LEGACY_VERSION_FILE_NAME,
    MANIFEST_FILE_NAME,
    ManifestItem,
    TarExporter,
)
from engine.layer import layer
from engine.pkg.archive import tar_directory
from engine.vendor.containerd.platforms import goos
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, Digested, Named, NamedTagged
from engine.vendor.opencontainers import go_digest

_EPOCH = "1970-01-01T00:00:00Z"
_CHUNK = 1 << 20


@dataclass(slots=True)
class ImageDescriptor:
    """An image to save, its names, and a hold on its layers.

    Go: imageDescriptor
    """

    image: Image
    layer_ref: layer.Layer | None
    refs: list[NamedTagged] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)


def save(exporter: TarExporter, names: list[str], out_stream: Writable) -> None:
    """Write images to ``out_stream``; a name without a tag means all its tags.

    The archive is put together in a temporary directory, which is gone afterwards.

    Raises:
        InvalidReference: a name is none.
        NotFound: nothing has it.
        GoError: a layer is not what it was.
        OSError: the disk, or who reads, refused.

    Go: tarexporter.Save
    """
    images: dict[ID, ImageDescriptor] = {}
    try:
        _parse_names(exporter, names, images)
        _SaveSession(exporter, images).save(out_stream)
    finally:
        for descriptor in images.values():
            if descriptor.layer_ref is not None:
                store = exporter.layer_store(descriptor.image.operating_system())
                store.release(descriptor.layer_ref)


def _parse_names(
    exporter: TarExporter, names: list[str], images: dict[ID, ImageDescriptor]
) -> None:
    """Find the images that the names stand for, and hold their layers.

    Go: tarexporter.parseNames
    """
    for name in names:
        ref = reference.parse_any_reference(name)
        if not isinstance(ref, Named):
            if not isinstance(ref, Digested):
                raise GoError(f"invalid reference: {name}")
            _add(exporter, images, ref.digest, None)
        elif reference.familiar_name(ref) == "sha256":
            _add(exporter, images, exporter.image_store.search(name), None)
        elif reference.is_name_only(ref):
            found = exporter.reference_store.references_by_name(ref)
            for association in found:
                _add(exporter, images, association.id, association.ref)
            if not found:
                _add(exporter, images, exporter.image_store.search(name), None)
        else:
            _add(exporter, images, exporter.reference_store.get(ref), ref)


def _add(
    exporter: TarExporter, images: dict[ID, ImageDescriptor], id: ID, ref: Named | None
) -> None:
    if id not in images:
        images[id] = _take_layer_reference(exporter, id)
    if ref is None or isinstance(ref, Canonical):
        return
    tagged = reference.tag_name_only(ref)
    if isinstance(tagged, NamedTagged) and tagged not in images[id].refs:
        images[id].refs.append(tagged)


def _take_layer_reference(exporter: TarExporter, id: ID) -> ImageDescriptor:
    """Go: tarexporter.takeLayerReference."""
    img = exporter.image_store.get(id)
    chain_id = img.layers().chain_id()
    if not chain_id:
        return ImageDescriptor(img, None)
    store = exporter.layer_store(img.operating_system())
    return ImageDescriptor(img, store.get(chain_id))


class _SaveSession:
    """The putting together of one archive.

    Go: saveSession
    """

    def __init__(self, exporter: TarExporter, images: dict[ID, ImageDescriptor]) -> None:
        self._exporter = exporter
        self._images = images
        self._out_dir = ""
        self._saved_layers: set[str] = set()
        self._diff_id_paths: dict[str, str] = {}

    def save(self, out_stream: Writable) -> None:
        """Put the archive together and write it.

        Go: saveSession.save
        """
        self._out_dir = tempfile.mkdtemp(prefix="docker-export-", dir=self._exporter.temp_dir)
        try:
            repositories: dict[str, dict[str, str]] = {}
            manifest = [
                self._save_image(id, descriptor, repositories)
                for id, descriptor in self._images.items()
            ]
            links = [ParentLink(id, self._parent(id)) for id in self._images]
            for item, link in zip(manifest, validated_parent_links(links), strict=True):
                item.parent = link.parent_id
            if repositories:
                self._write_json(LEGACY_REPOSITORIES_FILE_NAME, repositories)
            self._write_json(MANIFEST_FILE_NAME, manifest)
            stream = tar_directory(self._out_dir)
            while chunk := stream.read(_CHUNK):
                out_stream.write(chunk)
        finally:
            shutil.rmtree(self._out_dir, ignore_errors=True)

    def _parent(self, id: ID) -> ID:
        try:
            return self._exporter.image_store.get_parent(id)
        except GoError:
            return ""

    def _write_json(self, name: str, value: object) -> None:
        path = os.path.join(self._out_dir, name)
        _write(path, marshal(value).encode() + b"\n")
        os.utime(path, (0, 0))

    def _save_image(
        self, id: ID, descriptor: ImageDescriptor, repositories: dict[str, dict[str, str]]
    ) -> ManifestItem:
        """Write one image's layers and configuration.

        Go: saveSession.saveImage
        """
        img = descriptor.image
        diff_ids = img.layers().diff_ids or []
        if not diff_ids:
            raise GoError("empty export - not implemented")
        created = max(times.unix_nano(img.created), 0)
        parent = ""
        root_fs = RootFS(type=img.layers().type)
        for number, diff_id in enumerate(diff_ids, 1):
            root_fs.append(diff_id)
            v1_img = _v1_image(img) if number == len(diff_ids) else V1Image(created=_EPOCH)
            v1_id = v1.create_id(v1_img, root_fs.chain_id(), parent)
            v1_img.legacy_id = go_digest.encoded(v1_id)
            v1_img.parent = go_digest.encoded(parent) if parent else v1_img.parent
            v1_img.os = img.os
            self._save_layer(root_fs.chain_id(), v1_img, created)
            descriptor.layers.append(v1_img.legacy_id)
            parent = v1_id
        config_name = go_digest.encoded(id) + ".json"
        path = os.path.join(self._out_dir, config_name)
        _write(path, img.raw_json())
        os.utime(path, ns=(created, created))
        for ref in descriptor.refs:
            tags = repositories.setdefault(reference.familiar_name(ref), {})
            tags[ref.tag] = descriptor.layers[-1]
        self._exporter.logger_img_event.log_image_event(id, id, "save")
        return ManifestItem(
            config=config_name,
            repo_tags=[reference.familiar_string(ref) for ref in descriptor.refs] or None,
            layers=[f"{name}/{LEGACY_LAYER_FILE_NAME}" for name in descriptor.layers],
        )

    def _save_layer(self, id: layer.ChainID, legacy_img: V1Image, created: int) -> None:
        """Write one layer; one that was written before becomes a link to it.

        Go: saveSession.saveLayer
        """
        if legacy_img.legacy_id in self._saved_layers:
            return
        out_dir = os.path.join(self._out_dir, legacy_img.legacy_id)
        os.mkdir(out_dir, 0o755)
        _write(os.path.join(out_dir, LEGACY_VERSION_FILE_NAME), b"1.0")
        _write(os.path.join(out_dir, LEGACY_CONFIG_FILE_NAME), marshal(legacy_img).encode())
        path = os.path.join(out_dir, LEGACY_LAYER_FILE_NAME)
        store = self._exporter.layer_store(legacy_img.os or goos())
        saved = store.get(id)
        try:
            known = self._diff_id_paths.get(saved.diff_id)
            if known is not None:
                os.symlink(os.path.relpath(known, out_dir), path)
            else:
                _write_layer(saved, path)
                for name in ("VERSION", "json", "layer.tar", ""):
                    os.utime(os.path.join(out_dir, name), ns=(created, created))
                self._diff_id_paths[saved.diff_id] = path
        finally:
            layer.release_and_log(store, saved)
        self._saved_layers.add(legacy_img.legacy_id)


def _v1_image(img: Image) -> V1Image:
    """Return the legacy part of an image.

    Its own ``parent`` is what the file says, which for an image of today is nothing.
    """
    values = {item.name: getattr(img, item.name) for item in dataclasses.fields(V1Image)}
    return V1Image(**{**values, "parent": ""})


def _write_layer(saved: layer.Layer, path: str) -> None:
    stream = saved.tar_stream()
    try:
        with open(path, "wb") as file:
            while chunk := stream.read(_CHUNK):
                file.write(chunk)
    finally:
        stream.close()


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
