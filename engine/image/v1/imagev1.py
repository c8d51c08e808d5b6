"""Images as they were before Docker 1.10, which archives still carry for old clients.

Go: image/v1/imagev1.go
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

from engine.api.types.versions import compare
from engine.golang.errors import GoError
from engine.golang.struct_tags import marshal, unmarshal
from engine.image.image import History, V1Image, raw_members, sorted_keys
from engine.image.rootfs import RootFS
from engine.layer import layer
from engine.vendor.opencontainers import go_digest

# Until then a configuration had empty fields that must not be kept.
NO_FALLBACK_MIN_VERSION = "1.8.3"
_DROPPED = ("id", "parent", "Size", "parent_id", "layer_id", "throwaway")


def history_from_config(image_json: bytes, empty_layer: bool) -> History:
    """Return the step that made a legacy image.

    Raises:
        JSONError: the configuration cannot be read.

    Go: HistoryFromConfig
    """
    img = unmarshal(V1Image, image_json)
    return History(
        author=img.author,
        created=img.created,
        created_by=" ".join(img.container_config.cmd or ()),
        comment=img.comment,
        empty_layer=empty_layer,
    )


def create_id(v1_image: V1Image, layer_id: layer.ChainID, parent: str) -> str:
    """Return the digest by which old clients know one layer with its configuration.

    Go: CreateID
    """
    members = raw_members(marshal(dataclasses.replace(v1_image, legacy_id="")))
    members["layer_id"] = marshal(layer_id)
    if parent:
        members["parent"] = marshal(parent)
    return go_digest.from_bytes(sorted_keys(members))


def make_config_from_v1_config(
    image_json: bytes, rootfs: RootFS, history: Sequence[History]
) -> bytes:
    """Return the configuration of today for a legacy one.

    Raises:
        JSONError: the configuration cannot be read.
        GoError: it is no JSON object.

    Go: MakeConfigFromV1Config
    """
    text = image_json.decode("utf-8", "replace")
    tree = json.loads(text)
    if not isinstance(tree, dict):
        raise GoError("json: cannot unmarshal into Go value of type struct")
    version = str(tree.get("docker_version") or "")
    if compare.less_than(version, NO_FALLBACK_MIN_VERSION):
        text = marshal(unmarshal(V1Image, image_json))
    members = raw_members(text)
    for key in _DROPPED:
        members.pop(key, None)
    members["rootfs"] = marshal(rootfs)
    members["history"] = marshal(list(history))
    return sorted_keys(members)
