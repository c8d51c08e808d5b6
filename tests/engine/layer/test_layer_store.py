from __future__ import annotations

import hashlib
import io
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

import pytest

from engine import layer
from engine.daemon.graphdriver import driver as graphdriver
from engine.golang.errors import GoError, GoPathError

Tar = Callable[[Mapping[str, bytes | None]], BinaryIO]


def facts(store: layer.LayerStore, chain_id: str) -> Path:
    return Path(store.store.root, "sha256", chain_id.removeprefix("sha256:"))


def on_disk(store: layer.LayerStore) -> set[str]:
    """Name everything that the store and its driver hold, apart from empty directories."""
    root = Path(store.store.root).parents[2]
    return {
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def restarted(store: layer.LayerStore) -> layer.LayerStore:
    return layer.new_store_from_graph_driver(store.store.root, store.driver)


def counts(store: layer.LayerStore) -> dict[str, int]:
    return {chain_id: found.reference_count for chain_id, found in store.layer_map.items()}


def digest(stream: BinaryIO) -> str:
    return "sha256:" + hashlib.sha256(stream.read()).hexdigest()


def write_two_bytes(root: str) -> None:
    Path(root, "made").write_bytes(b"12")


# Registering.


def test_a_layer_is_named_by_its_archive(store: layer.LayerStore, tar: Tar) -> None:
    registered = store.register(tar({"a": b"12345"}), "")

    assert registered.diff_id == registered.chain_id == digest(tar({"a": b"12345"}))
    assert registered.parent is None
    assert (registered.size(), registered.diff_size()) == (5, 5)
    assert os.listdir(store.driver.get(registered.cache_id)) == ["a"]
    store.driver.put(registered.cache_id)


def test_a_layer_on_another_is_named_by_both(store: layer.LayerStore, tar: Tar) -> None:
    base = store.register(tar({"a": b"12345"}), "")

    top = store.register(tar({"b": b"123"}), base.chain_id)

    assert top.chain_id == layer.create_chain_id([base.diff_id, top.diff_id])
    assert top.parent is store.map()[base.chain_id]
    assert (top.size(), top.diff_size()) == (8, 3)
    assert (facts(store, top.chain_id) / "parent").read_text() == base.chain_id
    assert not (facts(store, base.chain_id) / "parent").exists()


def test_the_archive_comes_back_to_the_byte(store: layer.LayerStore, tar: Tar) -> None:
    original = tar({"d": None, "d/a": b"x" * 100_000, "b": b""}).read() + b"\0" * 5000
    registered = store.register(io.BytesIO(original), "")

    stream = registered.tar_stream()
    again = stream.read(1 << 30)
    while chunk := stream.read(1 << 16):
        again += chunk
    stream.close()

    assert again == original


def test_a_changed_file_is_noticed_when_the_archive_comes_back(
    store: layer.LayerStore, tar: Tar
) -> None:
    registered = store.register(tar({"a": b"12345"}), "")
    Path(store.driver.get(registered.cache_id), "a").write_bytes(b"54321")

    stream = registered.tar_stream()
    with pytest.raises(GoError, match=r'^file integrity checksum failed for "a"$'):
        while stream.read(1 << 16):
            pass

    stream.close()


def test_the_same_layer_twice_is_one_layer(store: layer.LayerStore, tar: Tar) -> None:
    first = store.register(tar({"a": b"1"}), "")
    before = on_disk(store)

    second = store.register(tar({"a": b"1"}), "")

    assert second is not first
    assert second.chain_id == first.chain_id
    assert on_disk(store) == before
    assert counts(store) == {first.chain_id: 2}


def test_the_same_layer_twice_counts_once_for_the_one_below(
    store: layer.LayerStore, tar: Tar
) -> None:
    base = store.register(tar({"a": b"1"}), "")
    top = store.register(tar({"b": b"2"}), base.chain_id)

    store.register(tar({"b": b"2"}), base.chain_id)

    assert counts(store) == {base.chain_id: 2, top.chain_id: 2}


def test_a_layer_on_nothing_known_is_refused(store: layer.LayerStore, tar: Tar) -> None:
    with pytest.raises(layer.ErrLayerDoesNotExist, match=r"^layer does not exist$"):
        store.register(tar({}), "sha256:" + "0" * 64)


def test_a_damaged_archive_leaves_nothing(store: layer.LayerStore, tar: Tar) -> None:
    base = store.register(tar({"a": b"1"}), "")
    before = on_disk(store)
    damaged = tar({"b": b"x" * 5000}).read()[:3000]

    with pytest.raises(GoError):
        store.register(io.BytesIO(damaged), base.chain_id)

    assert on_disk(store) - before <= {f"overlay2/{base.cache_id}/committed"}
    assert counts(store) == {base.chain_id: 1}
    assert os.listdir(f"{store.store.root}/tmp") == []


def test_an_error_of_the_stream_comes_through_and_leaves_nothing(
    store: layer.LayerStore, tar: Tar
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(size) or self.fail()

        def fail(self) -> bytes:
            raise GoError("connection reset by peer")

    with pytest.raises(GoError, match=r"connection reset by peer"):
        store.register(Broken(tar({"a": b"1"}).read()), "")

    assert store.map() == {}
    assert on_disk(store) == set()


def test_what_the_driver_leaves_in_the_stream_belongs_to_the_digest_too(
    store: layer.LayerStore, tar: Tar
) -> None:
    class Hasty:
        """Takes the first block of an archive, and nothing else."""

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

        def apply_diff(self, id: str, parent: str, diff: BinaryIO) -> int:
            return len(diff.read(512))

    real = store.driver
    store.driver = Hasty()  # type: ignore[assignment]  # the rest is the real one's

    registered = store.register(tar({"a": b"x" * 1000}), "")

    assert registered.diff_id == digest(tar({"a": b"x" * 1000}))
    assert registered.size() == 512


def test_125_layers_are_the_most_that_an_image_has(tmp_path: Path, tar: Tar) -> None:
    options = layer.StoreOptions(root=str(tmp_path), graph_driver="vfs")
    store = layer.new_store_from_options(options)
    parent = ""
    for number in range(125):
        parent = store.register(tar({f"file{number}": b""}), parent).chain_id

    with pytest.raises(layer.ErrMaxDepthExceeded, match=r"^max depth exceeded$"):
        store.register(tar({"one-more": b""}), parent)

    assert store.map()[parent].depth() == 125
    assert store.map()[parent].reference_count == 1
    assert counts(restarted(store))[parent] == 0


# References.


def test_a_layer_lives_as_long_as_its_last_reference(store: layer.LayerStore, tar: Tar) -> None:
    first = store.register(tar({"a": b"12345"}), "")
    second = store.get(first.chain_id)

    kept = store.release(first)
    gone = store.release(second)

    assert kept == []
    assert [(m.chain_id, m.diff_id, m.size, m.diff_size) for m in gone] == [
        (first.chain_id, first.diff_id, 5, 5)
    ]
    assert store.map() == {}
    assert on_disk(store) == set()


def test_a_layer_below_goes_with_the_last_above(store: layer.LayerStore, tar: Tar) -> None:
    base = store.register(tar({"a": b"1"}), "")
    top = store.register(tar({"b": b"2"}), base.chain_id)

    kept = store.release(base)
    gone = store.release(top)

    assert kept == []
    assert [m.chain_id for m in gone] == [top.chain_id, base.chain_id]
    assert on_disk(store) == set()


def test_a_reference_is_given_back_once(store: layer.LayerStore, tar: Tar) -> None:
    first = store.register(tar({"a": b"1"}), "")
    store.get(first.chain_id)
    store.release(first)

    with pytest.raises(layer.ErrLayerNotRetained, match=r"^layer not retained$"):
        store.release(first)


def test_what_is_gone_already_can_be_given_back(store: layer.LayerStore, tar: Tar) -> None:
    first = store.register(tar({"a": b"1"}), "")
    store.release(first)

    assert store.release(first) == []


def test_what_is_not_there_cannot_be_had(store: layer.LayerStore) -> None:
    with pytest.raises(layer.ErrLayerDoesNotExist, match=r"^layer does not exist$"):
        store.get("sha256:" + "0" * 64)


# Containers' layers.


def test_a_container_sees_its_image_and_keeps_what_it_writes(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    rw = store.create_rw_layer("ctr", image.chain_id)

    path = rw.mount()
    Path(path, "new").touch()
    rw.unmount()
    seen = sorted(os.listdir(rw.mount()))
    rw.unmount()

    assert seen == ["a", "new"]
    assert rw.name == "ctr"
    assert rw.parent is store.map()[image.chain_id]


def test_the_layer_between_is_written_before_the_containers(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")

    rw = store.create_rw_layer(
        "ctr", image.chain_id, init_func=lambda root: Path(root, "made").touch()
    )

    seen = sorted(os.listdir(rw.mount()))
    rw.unmount()
    mounts = Path(store.store.root, "mounts", "ctr")
    assert seen == ["a", "made"]
    assert rw.init_id == f"{rw.mount_id}-init"
    assert {p.name: p.read_text() for p in mounts.iterdir()} == {
        "mount-id": rw.mount_id,
        "init-id": rw.init_id,
        "parent": image.chain_id,
    }
    assert rw.mount_id != "ctr"
    assert store.get_mount_id("ctr") == rw.mount_id


def test_a_containers_size_is_what_it_wrote_itself(store: layer.LayerStore, tar: Tar) -> None:
    image = store.register(tar({"a": b"1" * 100, "b": b"2" * 100}), "")
    rw = store.create_rw_layer("ctr", image.chain_id, init_func=write_two_bytes)
    before = rw.size()

    root = Path(rw.mount())
    (root / "new").write_bytes(b"12345")
    os.link(root / "new", root / "again")
    (root / "a").write_bytes(b"123")
    (root / "b").unlink()
    rw.unmount()

    assert before == 0
    assert rw.size() == 5 + 3


def test_a_container_needs_no_image(store: layer.LayerStore) -> None:
    rw = store.create_rw_layer("ctr", "", init_func=lambda root: Path(root, "made").touch())

    seen = os.listdir(rw.mount())
    rw.unmount()

    assert seen == ["made"]
    assert rw.parent is None
    assert sorted(os.listdir(Path(store.store.root, "mounts", "ctr"))) == ["init-id", "mount-id"]


def test_a_name_is_taken_once(store: layer.LayerStore) -> None:
    store.create_rw_layer("ctr", "")

    with pytest.raises(layer.ErrMountNameConflict, match=r"^mount already exists with name$"):
        store.create_rw_layer("ctr", "")


def test_an_unknown_image_is_refused(store: layer.LayerStore) -> None:
    with pytest.raises(layer.ErrLayerDoesNotExist, match=r"^layer does not exist$"):
        store.create_rw_layer("ctr", "sha256:" + "0" * 64)

    with pytest.raises(layer.ErrMountDoesNotExist, match=r"^mount does not exist$"):
        store.get_rw_layer("ctr")


class Failing:
    """A driver that fails at one call, the ``at``th of its kind; everything else is real."""

    def __init__(self, real: graphdriver.Driver, method: str, at: int) -> None:
        self._real = real
        self._method = method
        self._left = at

    def __str__(self) -> str:
        return str(self._real)

    def __getattr__(self, name: str) -> object:
        if name == self._method:
            self._left -= 1
            if self._left == 0:
                return self._fail
        return getattr(self._real, name)

    def _fail(self, *_: object) -> None:
        raise GoError("no space left on device")


@pytest.mark.parametrize(
    ("method", "at"),
    [("create_read_write", 1), ("get", 1), ("put", 1), ("create_read_write", 2)],
    ids=["init layer", "mount", "unmount", "container's layer"],
)
def test_a_driver_that_fails_on_the_way_leaves_nothing(
    method: str, at: int, store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    store.create_rw_layer("neighbour", image.chain_id)
    before = on_disk(store), counts(store)
    store.driver = Failing(store.driver, method, at)  # type: ignore[assignment]

    with pytest.raises(GoError, match=r"^no space left on device$"):
        store.create_rw_layer("ctr", image.chain_id, init_func=lambda root: None)

    assert (on_disk(store), counts(store)) == before
    assert list(store.mounts) == ["neighbour"]


def test_an_init_function_that_fails_leaves_nothing(store: layer.LayerStore, tar: Tar) -> None:
    image = store.register(tar({"a": b"1"}), "")
    store.create_rw_layer("neighbour", image.chain_id)
    before = on_disk(store), counts(store)

    def fail(root: str) -> None:
        Path(root, "made").touch()
        raise GoError("cannot set up")

    with pytest.raises(GoError, match=r"^cannot set up$"):
        store.create_rw_layer("ctr", image.chain_id, init_func=fail)

    assert (on_disk(store), counts(store)) == before


def test_facts_that_cannot_be_written_leave_nothing(store: layer.LayerStore, tar: Tar) -> None:
    image = store.register(tar({"a": b"1"}), "")
    store.create_rw_layer("neighbour", image.chain_id)
    # A directory stands where the second fact goes.
    Path(store.store.root, "mounts", "ctr", "init-id").mkdir(parents=True)
    before = on_disk(store), counts(store)

    with pytest.raises(GoPathError, match=r"^open .*/init-id: is a directory$"):
        store.create_rw_layer("ctr", image.chain_id, init_func=lambda root: None)

    assert (on_disk(store), counts(store)) == before
    assert os.listdir(Path(store.store.root, "mounts")) == ["neighbour"]


def test_a_containers_layer_lives_as_long_as_its_last_reference(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    empty = on_disk(store)
    first = store.create_rw_layer("ctr", image.chain_id, init_func=lambda root: None)
    second = store.get_rw_layer("ctr")

    kept = store.release_rw_layer(first)
    still_there = "ctr" in store.mounts
    gone = store.release_rw_layer(second)

    assert (kept, gone) == ([], [])
    assert still_there
    assert on_disk(store) - empty <= {f"overlay2/{image.cache_id}/committed"}
    assert counts(store) == {image.chain_id: 1}


def test_an_image_that_was_untagged_goes_with_its_last_container(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    rw = store.create_rw_layer("ctr", image.chain_id)
    kept = store.release(image)

    gone = store.release_rw_layer(rw)

    assert kept == []
    assert [m.chain_id for m in gone] == [image.chain_id]
    assert on_disk(store) == set()


def test_a_containers_layer_is_given_back_once(store: layer.LayerStore) -> None:
    rw = store.create_rw_layer("ctr", "")
    store.get_rw_layer("ctr")
    store.release_rw_layer(rw)

    with pytest.raises(layer.ErrLayerNotRetained, match=r"^layer not retained$"):
        store.release_rw_layer(rw)


def test_a_layer_that_cannot_be_removed_can_be_given_back_again(
    store: layer.LayerStore,
) -> None:
    rw = store.create_rw_layer("ctr", "")
    real = store.driver
    store.driver = Failing(real, "remove", 1)  # type: ignore[assignment]
    with pytest.raises(GoError, match=r"^no space left on device$"):
        store.release_rw_layer(rw)
    store.driver = real

    store.release_rw_layer(rw)

    assert on_disk(store) == set()


def test_many_containers_at_once_do_not_disturb_each_other(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            rw = store.create_rw_layer(
                f"ctr{number}", image.chain_id, init_func=lambda root: Path(root, "x").touch()
            )
            rw.mount()
            rw.unmount()
            if number % 2:
                store.release_rw_layer(rw)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(store.mounts) == sorted(f"ctr{number}" for number in range(0, 12, 2))
    assert counts(store) == {image.chain_id: 1 + 6}


# After a restart.


def test_a_restart_finds_all_and_counts_those_who_stand_on_others(
    store: layer.LayerStore, tar: Tar
) -> None:
    base = store.register(tar({"a": b"1"}), "")
    top = store.register(tar({"b": b"2"}), base.chain_id)
    rw = store.create_rw_layer("ctr", top.chain_id, init_func=lambda root: None)

    again = restarted(store)

    found = again.get_rw_layer("ctr")
    assert counts(again) == {base.chain_id: 1, top.chain_id: 1}
    assert (found.mount_id, found.init_id) == (rw.mount_id, rw.init_id)
    assert found.parent is again.map()[top.chain_id]
    assert again.map()[top.chain_id].size() == 2
    assert sorted(os.listdir(found.mount())) == ["a", "b"]
    found.unmount()


def test_after_a_restart_the_last_reference_still_removes_all(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    store.create_rw_layer("ctr", image.chain_id)
    again = restarted(store)

    gone = again.release_rw_layer(again.get_rw_layer("ctr"))

    assert [m.chain_id for m in gone] == [image.chain_id]
    assert on_disk(again) == set()


@pytest.mark.parametrize("fact", ["diff", "size", "cache-id"])
def test_a_layer_with_a_missing_fact_and_all_above_are_not_known(
    fact: str, store: layer.LayerStore, tar: Tar
) -> None:
    whole = store.register(tar({"w": b"1"}), "")
    base = store.register(tar({"a": b"1"}), "")
    top = store.register(tar({"b": b"2"}), base.chain_id)
    store.create_rw_layer("ctr", top.chain_id)
    (facts(store, base.chain_id) / fact).unlink()

    again = restarted(store)

    assert list(again.map()) == [whole.chain_id]
    assert again.mounts == {}
    assert facts(store, top.chain_id).exists()


def test_a_container_with_a_wrong_fact_is_not_known(store: layer.LayerStore) -> None:
    store.create_rw_layer("ctr", "")
    store.create_rw_layer("other", "")
    Path(store.store.root, "mounts", "ctr", "mount-id").write_text("nonsense")

    assert list(restarted(store).mounts) == ["other"]


def test_a_removal_that_was_cut_short_is_finished_at_shutdown(
    store: layer.LayerStore, tar: Tar
) -> None:
    image = store.register(tar({"a": b"1"}), "")
    real = store.driver
    store.driver = Failing(real, "remove", 1)  # type: ignore[assignment]
    with pytest.raises(GoError, match=r"^no space left on device$"):
        store.release(image)
    store.driver = real
    again = restarted(store)
    known = again.map()

    again.cleanup()

    assert known == {}
    assert not real.exists(image.cache_id)
    assert on_disk(again) == set()
    assert os.listdir(Path(again.store.root, "sha256")) == []


# Opening.


def test_the_store_is_kept_apart_by_driver(tmp_path: Path) -> None:
    options = layer.StoreOptions(
        root=str(tmp_path),
        metadata_store_path_template=f"{tmp_path}/image/%s/layerdb",
        graph_driver="vfs",
    )

    store = layer.new_store_from_options(options)

    assert store.store.root == f"{tmp_path}/image/vfs/layerdb"
    assert store.driver_name() == "vfs"
    assert store.driver_status() == []


def test_a_driver_that_does_not_start_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(GoError) as caught:
        layer.new_store_from_options(layer.StoreOptions(root=str(tmp_path), graph_driver="nope"))

    assert str(caught.value) == "error initializing graphdriver: driver not supported"
