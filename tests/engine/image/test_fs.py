from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from engine.image.fs import Fs, new_fs_store_backend

DATA = b"configuration"
HEX = hashlib.sha256(DATA).hexdigest()
DIGEST = f"sha256:{HEX}"
NOTHING = "sha256:" + "0" * 64


@pytest.fixture
def store(tmp_path: Path) -> Fs:
    return new_fs_store_backend(str(tmp_path))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_directories_are_for_the_owner_alone(store: Fs, tmp_path: Path) -> None:
    del store

    made = [tmp_path / "content", tmp_path / "content/sha256", tmp_path / "metadata/sha256"]
    assert [mode(path) for path in made] == [0o700] * 3


def test_what_is_kept_is_named_by_its_digest(store: Fs, tmp_path: Path) -> None:
    digest = store.set(DATA)

    path = tmp_path / "content/sha256" / HEX
    assert (digest, path.read_bytes(), mode(path)) == (DIGEST, DATA, 0o600)
    assert store.get(digest) == DATA


def test_nothing_is_not_kept(store: Fs) -> None:
    with pytest.raises(GoError, match=r"^invalid empty data$"):
        store.set(b"")


def test_a_changed_file_is_noticed(store: Fs, tmp_path: Path) -> None:
    store.set(DATA)
    (tmp_path / "content/sha256" / HEX).write_text("changed")

    with pytest.raises(GoError, match=f"^failed to verify: {DIGEST}$"):
        store.get(DIGEST)


def test_what_is_not_there_is_an_error_that_names_the_file(store: Fs, tmp_path: Path) -> None:
    with pytest.raises(GoError) as caught:
        store.get(NOTHING)

    path = tmp_path / "content/sha256" / ("0" * 64)
    assert str(caught.value) == (
        f"failed to get digest {NOTHING}: open {path}: no such file or directory"
    )


def test_what_is_noted_can_be_read_and_forgotten(store: Fs, tmp_path: Path) -> None:
    store.set(DATA)

    store.set_metadata(DIGEST, "parent", b"p")
    path = tmp_path / "metadata/sha256" / HEX / "parent"
    noted, path_mode = store.get_metadata(DIGEST, "parent"), mode(path)
    store.delete_metadata(DIGEST, "parent")
    store.delete_metadata(DIGEST, "parent")

    assert (noted, path_mode) == (b"p", 0o600)
    with pytest.raises(GoError, match=r"^failed to read metadata: open .*parent: no such file"):
        store.get_metadata(DIGEST, "parent")


def test_nothing_is_noted_about_what_is_not_there(store: Fs, tmp_path: Path) -> None:
    with pytest.raises(GoError, match="failed to get digest"):
        store.set_metadata(NOTHING, "parent", b"p")

    assert list((tmp_path / "metadata/sha256").iterdir()) == []


def test_deleting_takes_the_notes_along(store: Fs, tmp_path: Path) -> None:
    store.set(DATA)
    store.set_metadata(DIGEST, "parent", b"p")

    store.delete(DIGEST)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    with pytest.raises(OSError, match=r"^remove .*: no such file or directory$"):
        store.delete(DIGEST)


def test_a_walk_leaves_out_what_is_no_digest(store: Fs, tmp_path: Path) -> None:
    store.set(DATA)
    (tmp_path / "content/sha256/.tmp-x").write_text("")
    seen: list[str] = []

    store.walk(seen.append)

    assert seen == [DIGEST]
