from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from engine import errdefs, layer
from engine.golang.errors import GoError
from engine.image.store import Store
from engine.image.tarexport import TarExporter
from engine.reference import Store as ReferenceStore
from engine.vendor.docker.distribution import reference

Load = Callable[..., str]
Pack = Callable[[Mapping[str, bytes | str]], BinaryIO]
MakeLayer = Callable[..., bytes]
MakeConfig = Callable[..., bytes]


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


@pytest.fixture
def image_id(load: Load, pack: Pack, make_layer: MakeLayer, config: MakeConfig) -> str:
    """An image of two layers called `demo:1` and `demo:2`, made in 2020."""
    low, high = make_layer("a"), make_layer("b")
    text = config(digest(low), digest(high), created="2020-01-01T00:00:00Z", author="<me>")
    tags = ["demo:1", "demo:2"]
    item = {"Config": "c", "RepoTags": tags, "Layers": ["a", "b"]}
    load(pack({"manifest.json": json.dumps([item]).encode(), "c": text, "a": low, "b": high}))
    return digest(text)


def save(exporter: TarExporter, *names: str) -> tuple[bytes, dict[str, tarfile.TarInfo]]:
    out = io.BytesIO()
    exporter.save(list(names), out)
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as archive:
        return out.getvalue(), {info.name: info for info in archive.getmembers()}


def read(data: bytes, name: str) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        file = archive.extractfile(name)
        assert file is not None
        return file.read()


def test_what_is_saved_can_be_loaded_again(
    image_id: str,
    exporter: TarExporter,
    load: Load,
    images: Store,
    references: ReferenceStore,
    layers: layer.LayerStore,
) -> None:
    data, _ = save(exporter, "demo")
    for ref in references.references(image_id):
        references.delete(ref)
    images.delete(image_id)
    empty = len(layers.layer_map)

    said = load(io.BytesIO(data))

    assert (empty, said) == (0, "Loaded image: demo:1\nLoaded image: demo:2\n")
    assert images.search(image_id) == image_id


def test_the_archive_is_as_docker_writes_it(
    image_id: str, exporter: TarExporter, make_layer: MakeLayer
) -> None:
    data, entries = save(exporter, "demo:2")

    config_name = image_id.removeprefix("sha256:") + ".json"
    [item] = json.loads(read(data, "manifest.json"))
    assert (item["Config"], item["RepoTags"]) == (config_name, ["demo:2"])
    assert [read(data, name) for name in item["Layers"]] == [make_layer("a"), make_layer("b")]
    top = item["Layers"][1].partition("/")[0]
    assert json.loads(read(data, "repositories")) == {"demo": {"2": top}}
    legacy = json.loads(read(data, f"{top}/json"))
    assert (legacy["id"], legacy["author"], read(data, f"{top}/VERSION")) == (top, "<me>", b"1.0")
    assert legacy["parent"] == item["Layers"][0].partition("/")[0]
    assert (entries["manifest.json"].mtime, entries[config_name].mtime) == (0, 1577836800)


@pytest.mark.parametrize("by", ["id", "hex", "short"])
def test_by_id_an_image_is_saved_without_names(
    image_id: str, exporter: TarExporter, by: str
) -> None:
    name = {"id": image_id, "hex": image_id[7:], "short": image_id[7:15]}[by]

    data, entries = save(exporter, name)

    assert json.loads(read(data, "manifest.json"))[0]["RepoTags"] is None
    assert "repositories" not in entries


def test_the_same_layer_is_written_once(
    exporter: TarExporter, load: Load, pack: Pack, make_layer: MakeLayer, config: MakeConfig
) -> None:
    data = make_layer("a")
    text = config(digest(data), digest(data))
    item = {"Config": "c", "RepoTags": ["twice:1"], "Layers": ["a", "a"]}
    load(pack({"manifest.json": json.dumps([item]).encode(), "c": text, "a": data}))

    _, entries = save(exporter, "twice:1")

    kinds = sorted(info.issym() for name, info in entries.items() if name.endswith("/layer.tar"))
    assert kinds == [False, True]


def test_a_parent_that_is_saved_too_is_named(
    image_id: str, exporter: TarExporter, images: Store, references: ReferenceStore
) -> None:
    text = images.get(image_id).raw_json().replace(b"<me>", b"you")
    child = images.create(text)
    images.set_parent(child, image_id)
    references.add_tag(reference.parse_normalized_named("child:1"), child, False)

    data, _ = save(exporter, "demo:1", "child:1")

    parents = [item.get("Parent") for item in json.loads(read(data, "manifest.json"))]
    assert parents == [None, image_id]


def test_saving_lets_go_of_the_layers(
    image_id: str, exporter: TarExporter, layers: layer.LayerStore, temp_dir: Path, events: object
) -> None:
    before = [held.reference_count for held in layers.layer_map.values()]

    save(exporter, "demo:1")

    assert [held.reference_count for held in layers.layer_map.values()] == before
    assert list(temp_dir.iterdir()) == []
    assert ("save", image_id) in getattr(events, "seen")  # noqa: B009


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nope", "No such image: nope"),
        ("nope:1", "reference does not exist"),
        ("sha256:abc", "No such image: sha256:abc"),
        ("UPPER", "invalid reference format: repository name must be lowercase"),
    ],
)
def test_what_is_not_there_is_not_saved(exporter: TarExporter, name: str, said: str) -> None:
    with pytest.raises((GoError, errdefs.Error)) as caught:
        exporter.save([name], io.BytesIO())

    assert str(caught.value) == said


def test_an_image_without_layers_is_not_saved(
    exporter: TarExporter, images: Store, config: MakeConfig
) -> None:
    image_id = images.create(config())

    with pytest.raises(GoError, match=r"^empty export - not implemented$"):
        exporter.save([image_id], io.BytesIO())
