from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import lzma
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard

from engine import layer
from engine.golang.errors import GoError
from engine.image.store import Store
from engine.reference import Store as ReferenceStore
from engine.vendor.docker.distribution import reference

Load = Callable[..., str]
Pack = Callable[[Mapping[str, bytes | str]], BinaryIO]
MakeLayer = Callable[..., bytes]
MakeConfig = Callable[..., bytes]
Compress = Callable[[bytes], bytes]

COMPRESSIONS: list[Compress] = [
    bytes,
    gzip.compress,
    bz2.compress,
    lzma.compress,
    zstandard.compress,
]
each_compression = pytest.mark.parametrize("compress", COMPRESSIONS)


def digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()


def manifest(**fields: object) -> bytes:
    item = {"Config": "c.json", "RepoTags": ["demo:1"], "Layers": ["l.tar"], **fields}
    return json.dumps([item]).encode()


@pytest.fixture
def files(make_layer: MakeLayer, config: MakeConfig) -> dict[str, bytes | str]:
    """An archive as `docker save` writes it, in its parts."""
    data = make_layer("a")
    return {"manifest.json": manifest(), "c.json": config(digest(data)), "l.tar": data}


@pytest.fixture(autouse=True)
def nothing_stays_behind(temp_dir: Path) -> object:
    yield
    assert list(temp_dir.iterdir()) == []
    return None


def test_an_image_is_taken_up_with_its_name(
    files: dict[str, bytes],
    pack: Pack,
    load: Load,
    images: Store,
    references: ReferenceStore,
    layers: layer.LayerStore,
) -> None:
    said = load(pack(files))

    image_id = digest(files["c.json"])
    assert said == "Loaded image: demo:1\n"
    assert references.get(reference.parse_normalized_named("demo:1")) == image_id
    assert images.get(image_id).raw_json() == files["c.json"]
    assert [held.reference_count for held in layers.layer_map.values()] == [1]


def test_an_image_without_a_name_tells_its_id(
    files: dict[str, bytes], pack: Pack, load: Load
) -> None:
    said = load(pack({**files, "manifest.json": manifest(RepoTags=None)}))

    assert said == f"Loaded image ID: {digest(files['c.json'])}\n"


def test_progress_is_told_unless_quiet(files: dict[str, bytes], pack: Pack, load: Load) -> None:
    said = load(pack(files), quiet=False)

    assert said.splitlines()[0] == "Loading layer"
    assert said.splitlines()[-1] == "Loaded image: demo:1"


def test_who_loses_the_name_is_told(
    files: dict[str, bytes], pack: Pack, load: Load, config: MakeConfig, make_layer: MakeLayer
) -> None:
    load(pack(files))
    other = config(digest(make_layer("a")), author="other")

    said = load(pack({**files, "c.json": other}))

    assert said == (
        "The image demo:1 already exists, renaming the old one with ID "
        f"{digest(files['c.json'])} to empty string\nLoaded image: demo:1\n"
    )


def test_loading_is_an_event(
    files: dict[str, bytes], pack: Pack, load: Load, events: object
) -> None:
    load(pack(files))

    assert getattr(events, "seen") == [("load", digest(files["c.json"]))]  # noqa: B009


@each_compression
def test_archive_and_layers_may_be_compressed(
    files: dict[str, bytes], pack: Pack, load: Load, compress: Compress
) -> None:
    archive = pack({**files, "l.tar": compress(files["l.tar"])})

    said = load(io.BytesIO(compress(archive.read())))

    assert said == "Loaded image: demo:1\n"


def test_a_layer_may_be_a_link_to_another(files: dict[str, bytes], pack: Pack, load: Load) -> None:
    archive = pack({**files, "m/l.tar": "../l.tar", "manifest.json": manifest(Layers=["m/l.tar"])})

    assert load(archive) == "Loaded image: demo:1\n"


def test_a_parent_in_the_archive_is_noted(
    pack: Pack, load: Load, images: Store, make_layer: MakeLayer, config: MakeConfig
) -> None:
    low, high = make_layer("a"), make_layer("b")
    step = {"created_by": "x"}
    parent = config(digest(low), history=[step])
    child = config(digest(low), digest(high), history=[step, step])
    items = [
        {"Config": "p", "Layers": ["a"]},
        {"Config": "c", "Layers": ["a", "b"], "Parent": digest(parent)},
    ]
    names = {"manifest.json": json.dumps(items).encode(), "p": parent, "c": child}

    load(pack({**names, "a": low, "b": high}))

    assert images.get(digest(child)).parent == digest(parent)


def test_a_parent_whose_history_does_not_agree_is_refused(
    pack: Pack, load: Load, make_layer: MakeLayer, config: MakeConfig
) -> None:
    low = make_layer("a")
    parent = config(digest(low), history=[{"created_by": "x"}])
    child = config(digest(low), history=[{"created_by": "y"}])
    items = [
        {"Config": "p", "Layers": ["a"]},
        {"Config": "c", "Layers": ["a"], "Parent": digest(parent)},
    ]
    names = {"manifest.json": json.dumps(items).encode(), "p": parent, "c": child, "a": low}

    with pytest.raises(GoError) as caught:
        load(pack(names))

    said = f"image {digest(parent)} is not a valid parent for {digest(child)}"
    assert str(caught.value) == said


MISSING = "no such file or directory"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"c.json": None}, "/c.json: " + MISSING),
        ({"l.tar": None}, "/l.tar: " + MISSING),
        ({"manifest.json": b"[{]"}, "invalid character ']' looking for beginning of object key"),
        ({"manifest.json": b""}, "EOF"),
        ({"manifest.json": b"{}"}, "Go value of type []tarexport.manifestItem"),
        ({"c.json": b"{"}, "unexpected end of JSON input"),
        ({"c.json": b"{}"}, "invalid image JSON, no RootFS key"),
        ({"c.json": b'{"rootfs":{},"os":"windows"}'}, "cannot load windows image on linux"),
        ({"c.json": b'{"rootfs":{},"os":"a$b"}'}, '"a$b" is an invalid component of "a$b"'),
        (
            {"c.json": b'{"rootfs":{},"os":"freebsd"}', "manifest.json": manifest(Layers=None)},
            'os "freebsd" is not supported',
        ),
        (
            {"manifest.json": manifest(Layers=["l.tar", "l.tar"])},
            "invalid manifest, layers length mismatch: expected 2, got 1",
        ),
        ({"manifest.json": None}, "/repositories: " + MISSING),
        ({"manifest.json": manifest(Config="../../../../etc/hostname")}, " is not in "),
        ({"e": "/etc/hostname", "manifest.json": manifest(Config="e")}, MISSING),
        ({"l.tar": b"x" * 2000}, "archive/tar: invalid tar header"),
    ],
)
def test_an_archive_that_does_not_fit_together_is_refused(
    files: dict[str, bytes],
    pack: Pack,
    load: Load,
    layers: layer.LayerStore,
    change: Mapping[str, bytes | str | None],
    said: str,
) -> None:
    parts = {name: content for name, content in {**files, **change}.items() if content is not None}

    with pytest.raises((GoError, OSError, ValueError)) as caught:
        load(pack(parts))

    assert said in str(caught.value)
    assert layers.layer_map == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x", 'invalid tag "x"'),
        ("X:1", "invalid reference format: repository name must be lowercase"),
    ],
)
def test_a_name_that_is_no_tag_is_refused_when_the_image_is_there(
    files: dict[str, bytes], pack: Pack, load: Load, images: Store, name: str, said: str
) -> None:
    with pytest.raises(GoError) as caught:
        load(pack({**files, "manifest.json": manifest(RepoTags=[name])}))

    assert (str(caught.value), len(images)) == (said, 1)


def test_a_layer_that_is_not_the_one_named_is_refused(
    files: dict[str, bytes],
    pack: Pack,
    load: Load,
    config: MakeConfig,
    layers: layer.LayerStore,
    images: Store,
) -> None:
    wanted = "sha256:" + "1" * 64

    with pytest.raises(GoError) as caught:
        load(pack({**files, "c.json": config(wanted)}))

    found = digest(files["l.tar"])
    assert str(caught.value) == (f'invalid diffID for layer 0: expected "{wanted}", got "{found}"')
    assert (layers.layer_map, len(images)) == ({}, 0)


@pytest.mark.parametrize("name", ["../../f", "../f"])
def test_a_hostile_archive_is_refused(
    tmp_path: Path, files: dict[str, bytes], pack: Pack, load: Load, name: str
) -> None:
    with pytest.raises(GoError, match=r' is outside of "/"$'):
        load(pack({name: b"x", **files}))

    assert not (tmp_path / "f").exists()


# Archives of Docker before 1.10.


def test_legacy_images_are_converted(
    pack: Pack,
    load: Load,
    images: Store,
    references: ReferenceStore,
    make_layer: MakeLayer,
) -> None:
    parts = {
        "zz/json": json.dumps({"id": "zz", "docker_version": "1.9.0", "author": "a"}).encode(),
        "zz/layer.tar": make_layer("z"),
        "aa/json": json.dumps({"id": "aa", "parent": "zz", "docker_version": "1.9.0"}).encode(),
        "aa/layer.tar": make_layer("a"),
        "repositories": b'{"demo":{"1":"aa"}}',
    }

    load(pack(parts))

    child = images.get(references.get(reference.parse_normalized_named("demo:1")))
    parent = images.get(child.parent)
    assert (len(child.layers().diff_ids or ()), len(child.history or ())) == (2, 2)
    assert (parent.author, len(images)) == ("a", 2)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"aa/json": b'{"parent":"aa"}'}, "invalid target ID: aa"),
        ({"aa/json": b'{"parent":"nope"}'}, "/nope/json: " + MISSING),
        ({"aa/json": b"{}", "aa/layer.tar": b""}, "invalid target ID: zz"),
        ({"aa/layer.tar": b""}, "/aa/json: " + MISSING),
    ],
    ids=["circle", "no parent", "no such image", "no configuration"],
)
def test_legacy_archives_that_do_not_fit_together_are_refused(
    pack: Pack, load: Load, change: Mapping[str, bytes], said: str
) -> None:
    with pytest.raises((GoError, OSError)) as caught:
        load(pack({"repositories": b'{"demo":{"1":"zz"}}', **change}))

    assert said in str(caught.value)


# OCI image layouts.


class Layout:
    """Collects the blobs of an OCI image layout."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}

    def blob(self, data: bytes, **fields: object) -> dict[str, object]:
        self.files["blobs/" + digest(data).replace(":", "/")] = data
        return {"digest": digest(data), "size": len(data), **fields}

    def manifest(self, config: bytes, *layers: bytes, **fields: object) -> dict[str, object]:
        made = {"config": self.blob(config), "layers": [self.blob(data) for data in layers]}
        media_type = "application/vnd.oci.image.manifest.v1+json"
        return self.blob(json.dumps(made).encode(), mediaType=media_type, **fields)

    def index(self, *manifests: dict[str, object]) -> bytes:
        return json.dumps({"manifests": manifests}).encode()

    def finish(self, *manifests: dict[str, object]) -> dict[str, bytes]:
        return {**self.files, "index.json": self.index(*manifests)}


REF_NAME = "org.opencontainers.image.ref.name"
INDEX = "application/vnd.oci.image.index.v1+json"


@each_compression
def test_a_layout_is_loaded(
    pack: Pack, load: Load, make_layer: MakeLayer, config: MakeConfig, compress: Compress
) -> None:
    layout, data = Layout(), make_layer("a")
    names = {REF_NAME: "demo:1"}
    only = layout.manifest(config(digest(data)), compress(data), annotations=names)

    assert load(pack(layout.finish(only))) == "Loaded image: demo:1\n"


@pytest.mark.parametrize(
    ("annotations", "name"),
    [
        ({REF_NAME: "latest"}, None),
        ({REF_NAME: "not/Valid"}, None),
        (None, None),
        ({REF_NAME: "1", "io.containerd.image.name": "docker.io/library/demo:2"}, "demo:2"),
        ({REF_NAME: "example.com/demo"}, "example.com/demo:latest"),
    ],
)
def test_a_layouts_image_is_named_as_its_index_says(
    pack: Pack,
    load: Load,
    make_layer: MakeLayer,
    config: MakeConfig,
    annotations: object,
    name: str | None,
) -> None:
    layout, data = Layout(), make_layer("a")
    only = layout.manifest(config(digest(data)), data, annotations=annotations)

    said = load(pack(layout.finish(only)))

    image_id = digest(config(digest(data)))
    expected = f"Loaded image: {name}\n" if name else f"Loaded image ID: {image_id}\n"
    assert said == expected


def test_of_several_platforms_this_hosts_is_loaded(
    pack: Pack, load: Load, make_layer: MakeLayer, config: MakeConfig
) -> None:
    from engine.vendor.containerd.platforms import default_spec

    layout, data, host = Layout(), make_layer("a"), default_spec()
    ours = config(digest(data), author="ours")
    other = {"os": "linux", "architecture": "s390x"}
    mine = {"os": host.os, "architecture": host.architecture}
    index = layout.index(
        layout.manifest(config(digest(data)), data, platform=other),
        layout.manifest(ours, data, platform=mine),
    )

    said = load(pack(layout.finish(layout.blob(index, mediaType=INDEX))))

    assert said == f"Loaded image ID: {digest(ours)}\n"


def test_a_layout_for_other_platforms_is_refused(
    pack: Pack, load: Load, make_layer: MakeLayer, config: MakeConfig
) -> None:
    layout, data = Layout(), make_layer("a")
    other = {"os": "linux", "architecture": "s390x"}
    index = layout.index(layout.manifest(config(digest(data)), data, platform=other))

    with pytest.raises(GoError, match="no matching manifest for this host"):
        load(pack(layout.finish(layout.blob(index, mediaType=INDEX))))


def test_a_blob_that_is_not_what_its_digest_says_is_refused(
    pack: Pack, load: Load, make_layer: MakeLayer, config: MakeConfig
) -> None:
    layout, data = Layout(), make_layer("a")
    only = layout.manifest(config(digest(data)), data)
    files = layout.finish(only)
    files["blobs/" + digest(data).replace(":", "/")] = b"changed"

    with pytest.raises(GoError, match=f"^failed to verify: {digest(data)}$"):
        load(pack(files))


def test_an_empty_layout_is_refused(pack: Pack, load: Load) -> None:
    with pytest.raises(GoError, match=r"no manifests in index\.json$"):
        load(pack(Layout().finish()))


def test_a_blob_is_not_looked_for_outside(pack: Pack, load: Load) -> None:
    outside: dict[str, object] = {"digest": "sha256:../../etc/hostname"}

    with pytest.raises(GoError, match="invalid checksum digest"):
        load(pack(Layout().finish(outside)))
