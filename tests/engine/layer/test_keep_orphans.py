"""With ``keep_orphans`` a writable layer that fails half way leaves what v20.10.13 leaves."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine import layer
from engine.golang.errors import GoError


@pytest.fixture
def leaking(options: layer.StoreOptions) -> layer.LayerStore:
    return layer.new_store_from_options(replace(options, keep_orphans=True))


@pytest.fixture
def image(leaking: layer.LayerStore) -> layer.Layer:
    buffer = io.BytesIO()
    tarfile.open(fileobj=buffer, mode="w").close()
    buffer.seek(0)
    return leaking.register(buffer, "")


def layers(store: layer.LayerStore) -> list[str]:
    """Name the directories of the graph driver's layers, with 64 digits cut down to two words."""
    home = Path(store.store.root).parents[2] / str(store.driver)
    home = home / "dir" if str(store.driver) == "vfs" else home
    known = {found.cache_id for found in store.layer_map.values()}
    names = {path.name for path in home.iterdir() if len(path.name) >= 64}
    return sorted("init" if name.endswith("-init") else "own" for name in names - known)


def facts(store: layer.LayerStore) -> list[str]:
    mounts = Path(store.store.root, "mounts", "ctr")
    return sorted(os.listdir(mounts)) if mounts.exists() else []


def fail(*_: object) -> None:
    raise GoError("no space left on device")


def create(store: layer.LayerStore, image: layer.Layer, init: Callable[[str], None]) -> None:
    with pytest.raises((GoError, OSError)):
        store.create_rw_layer("ctr", image.chain_id, init_func=init)


def test_an_init_function_that_fails_leaves_the_init_layer(
    leaking: layer.LayerStore, image: layer.Layer
) -> None:
    create(leaking, image, fail)

    assert layers(leaking) == ["init"]
    assert facts(leaking) == []


def test_facts_that_cannot_be_written_leave_both_layers_and_the_first_fact(
    leaking: layer.LayerStore, image: layer.Layer
) -> None:
    # A directory stands where the second fact goes.
    Path(leaking.store.root, "mounts", "ctr", "init-id").mkdir(parents=True)

    create(leaking, image, lambda root: None)

    assert layers(leaking) == ["init", "own"]
    assert facts(leaking) == ["init-id", "mount-id"]


def test_the_image_below_is_given_back_all_the_same(
    leaking: layer.LayerStore, image: layer.Layer
) -> None:
    create(leaking, image, fail)

    assert leaking.map()[image.chain_id].reference_count == 1
    assert leaking.mounts == {}


def test_nothing_is_left_without_the_option(options: layer.StoreOptions) -> None:
    mended = layer.new_store_from_options(options)

    with pytest.raises(GoError):
        mended.create_rw_layer("ctr", "", init_func=fail)

    assert layers(mended) == []
