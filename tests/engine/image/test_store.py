from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import errdefs, layer
from engine.golang import times
from engine.golang.errors import GoError
from engine.image.fs import new_fs_store_backend
from engine.image.store import ImageNotFound, Store, new_image_store

MakeLayer = Callable[..., bytes]
MakeConfig = Callable[..., bytes]


@pytest.fixture
def registered(layers: layer.LayerStore, make_layer: MakeLayer) -> layer.Layer:
    """A layer, held by the test."""
    return layers.register(io.BytesIO(make_layer("a")), "")


@pytest.fixture
def diff_id(registered: layer.Layer) -> str:
    return registered.diff_id


@pytest.fixture
def image_id(images: Store, config: MakeConfig, diff_id: str) -> str:
    return images.create(config(diff_id))


def holders(layers: layer.LayerStore) -> list[int]:
    return [found.reference_count for found in layers.layer_map.values()]


def test_an_image_holds_its_layers(image_id: str, images: Store, layers: layer.LayerStore) -> None:
    img = images.get(image_id)

    assert (img.id(), img.parent, len(images)) == (image_id, "", 1)
    assert holders(layers) == [2]


def test_the_same_image_again_holds_nothing_more(
    image_id: str, images: Store, layers: layer.LayerStore
) -> None:
    again = images.create(images.get(image_id).raw_json())

    assert (again, holders(layers)) == (image_id, [2])


def test_an_image_lacking_a_layer_is_refused(images: Store, config: MakeConfig) -> None:
    missing = "sha256:" + "1" * 64

    with pytest.raises(GoError, match=f"^failed to get layer {missing}: layer does not exist$"):
        images.create(config(missing))

    assert len(images) == 0


def test_a_history_longer_than_the_layers_is_refused(images: Store, config: MakeConfig) -> None:
    with pytest.raises(GoError, match=r"^too many non-empty layers in History section$"):
        images.create(config(history=[{}, {"empty_layer": True}]))


def test_an_image_for_another_system_is_refused(
    images: Store, config: MakeConfig, diff_id: str
) -> None:
    with pytest.raises(GoError, match=r"^operating system is not supported$"):
        images.create(config(diff_id, os="plan9"))


def test_an_image_without_layers_is_one(images: Store, config: MakeConfig) -> None:
    image_id = images.create(config())

    assert images.delete(image_id) == []


def test_images_are_there_after_a_restart(
    tmp_path: Path, image_id: str, images: Store, layers: layer.LayerStore, config: MakeConfig
) -> None:
    child = images.create(config(author="child"))
    images.set_parent(child, image_id)
    backend = new_fs_store_backend(str(tmp_path / "imagedb"))

    again = new_image_store(backend, {"linux": layers})

    assert again.search(image_id[:12]) == image_id
    assert again.children(image_id) == [child]
    assert holders(layers) == [3]


def test_damaged_images_are_left_out_of_a_restart(
    tmp_path: Path,
    image_id: str,
    layers: layer.LayerStore,
    config: MakeConfig,
    caplog: pytest.LogCaptureFixture,
) -> None:
    backend = new_fs_store_backend(str(tmp_path / "imagedb"))
    backend.set(config("sha256:" + "1" * 64))
    backend.set(b"{}")
    backend.set(b"no JSON")

    again = new_image_store(backend, {"linux": layers})

    assert list(again.map()) == [image_id]
    assert len(caplog.records) == 3


def test_the_start_of_an_id_finds_the_image(image_id: str, images: Store) -> None:
    found = {images.search(term) for term in (image_id, image_id[:10], image_id[7:8])}

    assert found == {image_id}


def test_what_finds_nothing_is_told(images: Store) -> None:
    with pytest.raises(ImageNotFound) as caught:
        images.search("abc")

    assert (str(caught.value), errdefs.http_status(caught.value)) == ("No such image: abc", 404)


def test_a_deleted_image_lets_its_layers_go(
    image_id: str, images: Store, layers: layer.LayerStore, registered: layer.Layer
) -> None:
    layers.release(registered)

    gone = images.delete(image_id)

    assert len(gone) == 1
    assert (layers.layer_map, len(images)) == ({}, 0)
    with pytest.raises(GoError, match=f"^unrecognized image ID {image_id}$"):
        images.delete(image_id)


def test_children_of_a_deleted_image_have_no_parent(
    image_id: str, images: Store, config: MakeConfig
) -> None:
    child = images.create(config(author="child"))
    images.set_parent(child, image_id)
    before = images.get(child).parent

    images.delete(image_id)

    assert (before, images.get(child).parent) == (image_id, "")


def test_a_deleted_child_is_nobodys_child(image_id: str, images: Store, config: MakeConfig) -> None:
    child = images.create(config(author="child"))
    images.set_parent(child, image_id)

    images.delete(child)

    assert images.children(image_id) == []


def test_a_child_that_moves_leaves_its_old_parent(
    image_id: str, images: Store, config: MakeConfig
) -> None:
    child, other = images.create(config(author="c")), images.create(config(author="o"))
    images.set_parent(child, image_id)

    images.set_parent(child, other)

    assert (images.children(image_id), images.children(other)) == ([], [child])
    assert set(images.heads()) == {image_id, child}
    assert set(images.map()) == {image_id, child, other}


def test_a_parent_must_be_there(image_id: str, images: Store) -> None:
    with pytest.raises(GoError, match=r"^unknown parent image ID sha256:1$"):
        images.set_parent(image_id, "sha256:1")


def test_the_time_of_the_last_tag_is_noted(image_id: str, images: Store) -> None:
    before = images.get_last_updated(image_id)

    images.set_last_updated(image_id)

    assert before == times.ZERO
    assert times.unix_nano(images.get_last_updated(image_id)) > 0
