from __future__ import annotations

import gzip
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.golang.errors import GoError, GoPathError
from engine.layer.filestore import FileMetadataStore
from engine.layer.filestore_orphan import Orphan
from tests.support.census import disk

HEX = "ab" * 32
CHAIN = f"sha256:{HEX}"
OTHER = f"sha256:{'cd' * 32}"
MOUNT_ID = "12" * 32


@pytest.fixture
def store(tmp_path: Path) -> FileMetadataStore:
    return FileMetadataStore(str(tmp_path / "layerdb"))


def committed(store: FileMetadataStore) -> Path:
    tx = store.start_transaction()
    tx.set_diff_id(OTHER)
    tx.set_size(12345)
    tx.set_cache_id(MOUNT_ID)
    tx.set_parent(OTHER)
    writer = tx.tar_split_writer()
    writer.write(b"skeleton")
    writer.close()
    tx.commit(CHAIN)
    return Path(store.root, "sha256", HEX)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_the_root_is_private(store: FileMetadataStore) -> None:
    assert mode(Path(store.root)) == "0o700"


def test_a_layers_facts_are_small_files_without_newline(store: FileMetadataStore) -> None:
    directory = committed(store)

    names = sorted(os.listdir(directory))
    assert names == ["cache-id", "diff", "parent", "size", "tar-split.json.gz"]
    assert {mode(directory / name) for name in names} == {"0o644"}
    assert mode(directory) == "0o700"
    assert [mode(Path(store.root, name)) for name in ("sha256", "tmp")] == ["0o755"] * 2
    assert (directory / "size").read_bytes() == b"12345"
    assert (directory / "diff").read_bytes() == OTHER.encode()
    assert gzip.decompress((directory / "tar-split.json.gz").read_bytes()) == b"skeleton"
    assert os.listdir(Path(store.root, "tmp")) == []


def test_what_was_written_is_read(store: FileMetadataStore) -> None:
    committed(store)

    with store.tar_split_reader(CHAIN) as skeleton:
        assert skeleton.read() == b"skeleton"
    assert store.get_diff_id(CHAIN) == OTHER
    assert store.get_size(CHAIN) == 12345
    assert store.get_cache_id(CHAIN) == MOUNT_ID
    assert store.get_parent(CHAIN) == OTHER


def test_a_cancelled_transaction_leaves_nothing(store: FileMetadataStore) -> None:
    tx = store.start_transaction()
    tx.set_size(1)

    tx.cancel()

    assert os.listdir(Path(store.root, "tmp")) == []
    assert not Path(str(tx)).exists()


def test_the_lowest_layer_has_no_parent(store: FileMetadataStore) -> None:
    (committed(store) / "parent").unlink()

    assert store.get_parent(CHAIN) == ""


@pytest.mark.parametrize(
    ("name", "content", "read", "message"),
    [
        ("size", "many", FileMetadataStore.get_size, 'parsing "many": invalid syntax'),
        ("diff", "md5:x", FileMetadataStore.get_diff_id, "digest"),
        ("parent", "", FileMetadataStore.get_parent, "invalid checksum digest format"),
        ("cache-id", " \n", FileMetadataStore.get_cache_id, "^invalid cache id value$"),
    ],
    ids=["size", "diff", "parent", "cache-id"],
)
def test_facts_that_make_no_sense_are_refused(
    name: str,
    content: str,
    read: Callable[[FileMetadataStore, str], object],
    message: str,
    store: FileMetadataStore,
) -> None:
    (committed(store) / name).write_text(content)

    with pytest.raises(GoError, match=message):
        read(store, CHAIN)


@pytest.mark.parametrize(
    "read",
    [
        FileMetadataStore.get_size,
        FileMetadataStore.get_diff_id,
        FileMetadataStore.get_cache_id,
        FileMetadataStore.tar_split_reader,
    ],
)
def test_facts_that_are_missing_are_named(
    read: Callable[[FileMetadataStore, str], object], store: FileMetadataStore
) -> None:
    with pytest.raises(GoPathError, match=rf"^open {store.root}/sha256/{HEX}/.*: no such file"):
        read(store, CHAIN)


def test_a_containers_facts_are_small_files_too(store: FileMetadataStore) -> None:
    store.set_mount_id("ctr", MOUNT_ID)
    store.set_init_id("ctr", f"{MOUNT_ID}-init")
    store.set_mount_parent("ctr", CHAIN)

    directory = Path(store.root, "mounts", "ctr")
    found = {path.name: path.read_text() for path in directory.iterdir()}
    assert found == {"mount-id": MOUNT_ID, "init-id": f"{MOUNT_ID}-init", "parent": CHAIN}
    assert {mode(path) for path in directory.iterdir()} == {"0o644"}
    assert mode(directory) == mode(directory.parent) == "0o755"
    assert store.get_mount_id("ctr") == MOUNT_ID
    assert store.get_init_id("ctr") == f"{MOUNT_ID}-init"
    assert store.get_mount_parent("ctr") == CHAIN


def test_layer_between_and_image_may_be_missing(store: FileMetadataStore) -> None:
    store.set_mount_id("ctr", MOUNT_ID)

    assert store.get_init_id("ctr") == ""
    assert store.get_mount_parent("ctr") == ""


@pytest.mark.parametrize("content", ["", "short", "Z" * 64, f"{MOUNT_ID}-other", f"{MOUNT_ID}x"])
def test_a_mount_id_is_64_digits_perhaps_with_init(content: str, store: FileMetadataStore) -> None:
    store.set_mount_id("ctr", content)
    store.set_init_id("ctr", content)

    with pytest.raises(GoError, match=r"^invalid mount id value$"):
        store.get_mount_id("ctr")
    with pytest.raises(GoError, match=r"^invalid init id value$"):
        store.get_init_id("ctr")


def test_a_removed_mount_is_gone(store: FileMetadataStore) -> None:
    store.set_mount_id("ctr", MOUNT_ID)
    store.set_mount_id("other", MOUNT_ID)

    store.remove_mount("ctr")
    store.remove_mount("ctr")

    assert os.listdir(Path(store.root, "mounts")) == ["other"]


def test_only_names_that_are_digests_are_listed(store: FileMetadataStore) -> None:
    committed(store)
    Path(store.root, "sha256", f"{HEX}-{MOUNT_ID}-removing").mkdir()
    Path(store.root, "sha256", "junk").mkdir()
    Path(store.root, "sha256", "ef" * 32).touch()
    store.set_mount_id("ctr", MOUNT_ID)

    assert store.list() == ([CHAIN], ["ctr"])


def test_a_new_store_lists_nothing(store: FileMetadataStore) -> None:
    assert store.list() == ([], [])
    assert store.get_orphan() == []


@pytest.fixture
def orphaned(store: FileMetadataStore) -> FileMetadataStore:
    sha256 = Path(store.root, "sha256")
    for name, cache in (
        (f"{HEX}-1-removing", "one"),
        (f"{HEX}-2-removing", "two\n"),
        (f"{HEX}-3-removing", None),
        ("junk-4-removing", "junk"),
        (f"{'cd' * 32}-kept", "kept"),
    ):
        (sha256 / name).mkdir(parents=True)
        if cache is not None:
            (sha256 / name / "cache-id").write_text(cache)
    return store


def test_orphans_are_found_by_their_ending(orphaned: FileMetadataStore) -> None:
    assert orphaned.get_orphan() == [Orphan(CHAIN, "one"), Orphan(CHAIN, "two")]


def test_only_the_orphan_with_the_cache_id_is_removed(orphaned: FileMetadataStore) -> None:
    orphaned.remove(CHAIN, "two")

    assert sorted(os.listdir(Path(orphaned.root, "sha256"))) == [
        f"{HEX}-1-removing",
        f"{HEX}-3-removing",
        f"{'cd' * 32}-kept",
        "junk-4-removing",
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_full_disk_is_told_with_the_file_and_does_not_hide_an_earlier_error(
    tmp_path: Path,
) -> None:
    with disk(tmp_path / "small", "64k") as small:
        store = FileMetadataStore(str(small / "layerdb"))
        tx = store.start_transaction()

        with (
            pytest.raises(GoPathError, match=r"^write .*/tar-split.json.gz: no space left on dev"),
            tx.tar_split_writer() as writer,
        ):
            writer.write(os.urandom(200_000))
        with pytest.raises(GoError, match="earlier"), tx.tar_split_writer() as writer:
            writer.write(os.urandom(60_000))
            writer.write(os.urandom(5000))
            raise GoError("earlier")

        tx.cancel()
