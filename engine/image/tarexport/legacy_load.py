"""Archives of Docker before 1.10: a directory for each layer, named by its random ID.

Go: image/tarexport/load.go tarexporter.legacyLoad
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from engine.golang.errors import GoError
from engine.golang.filepath import join
from engine.golang.struct_tags import decode, tag, unmarshal
from engine.image import v1
from engine.image.image import ID, History
from engine.image.rootfs import RootFS, new_root_fs
from engine.image.tarexport.loading import (
    Loading,
    check_compatible_os,
    load_layer,
    read_file,
    safe_path,
    set_loaded_tag,
)
from engine.image.tarexport.tarexport import (
    LEGACY_CONFIG_FILE_NAME,
    LEGACY_LAYER_FILE_NAME,
    LEGACY_REPOSITORIES_FILE_NAME,
)
from engine.layer import layer
from engine.vendor.containerd.platforms.database import goos
from engine.vendor.docker.distribution import reference


@dataclass(slots=True, kw_only=True)
class _LegacyImage:
    os: str = field(default="", metadata=tag("OS"))
    parent: str = field(default="", metadata=tag("Parent"))


def legacy_load(loading: Loading) -> None:
    """Take up every directory as an image, and the names from the file `repositories`.

    Raises:
        GoError: an image is damaged, or a name belongs to none.
        JSONError: a part cannot be read.
        OSError: a part is missing.

    Go: tarexporter.legacyLoad
    """
    loaded: dict[str, ID] = {}
    with os.scandir(loading.directory) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    for name in names:
        _legacy_load_image(loading, name, loaded)
    path = safe_path(loading.directory, LEGACY_REPOSITORIES_FILE_NAME)
    repositories = decode(dict[str, dict[str, str] | None], read_file(path))
    for name, tags in repositories.items():
        for tag_, old_id in (tags or {}).items():
            if old_id not in loaded:
                raise GoError(f"invalid target ID: {old_id}")
            ref = reference.with_tag(reference.parse_normalized_named(name), tag_)
            set_loaded_tag(loading, ref, loaded[old_id])


def _legacy_load_image(loading: Loading, old_id: str, loaded: dict[str, ID]) -> None:
    """Take up an image after those it was built on; they need not come first.

    Differs from Go, which calls itself for each and, if they go round in a circle, never ends.

    Go: tarexporter.legacyLoadImage
    """
    waiting = [old_id]
    while waiting:
        top = waiting[-1]
        if top in loaded:
            waiting.pop()
            continue
        image_json, img = _read_config(loading, top)
        if img.parent and img.parent not in loaded:
            if img.parent in waiting:
                raise GoError(f"invalid target ID: {img.parent}")
            waiting.append(img.parent)
            continue
        loaded[top] = _create_image(loading, top, image_json, img, loaded.get(img.parent, ""))
        waiting.pop()


def _read_config(loading: Loading, old_id: str) -> tuple[bytes, _LegacyImage]:
    path = safe_path(loading.directory, join(old_id, LEGACY_CONFIG_FILE_NAME))
    image_json = read_file(path)
    img = unmarshal(_LegacyImage, image_json)
    check_compatible_os(img.os)
    img.os = img.os or goos()
    return image_json, img


def _create_image(
    loading: Loading, old_id: str, image_json: bytes, img: _LegacyImage, parent_id: ID
) -> ID:
    root_fs, history = _inherited(loading, parent_id)
    path = safe_path(loading.directory, join(old_id, LEGACY_LAYER_FILE_NAME))
    new_layer = load_layer(loading, path, root_fs, old_id, img.os)
    root_fs.append(new_layer.diff_id)
    history.append(v1.history_from_config(image_json, False))
    config = v1.make_config_from_v1_config(image_json, root_fs, history)
    img_id = loading.exporter.image_store.create(config)
    store = loading.exporter.layer_store(img.os)
    layer.log_release_metadata(store.release(new_layer))
    if parent_id:
        loading.exporter.image_store.set_parent(img_id, parent_id)
    return img_id


def _inherited(loading: Loading, parent_id: ID) -> tuple[RootFS, list[History]]:
    if not parent_id:
        return new_root_fs(), []
    parent = loading.exporter.image_store.get(parent_id)
    return parent.layers().clone(), list(parent.history or ())
