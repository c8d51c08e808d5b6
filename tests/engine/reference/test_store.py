from __future__ import annotations

import stat
from pathlib import Path

import pytest

from engine import errdefs
from engine.golang.struct_tags import JSONError
from engine.reference import (
    ConflictingTag,
    InvalidTag,
    ReferenceNotFound,
    Store,
    new_reference_store,
)
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.reference import Canonical, Named

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64


def named(text: str) -> Named:
    return reference.parse_normalized_named(text)


def canonical(text: str) -> Canonical:
    ref = named(text)
    assert isinstance(ref, Canonical)
    return ref


def names(refs: list[Named]) -> list[str]:
    return [reference.familiar_string(ref) for ref in refs]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "repositories.json"


@pytest.fixture
def store(path: Path) -> Store:
    return new_reference_store(str(path))


def test_a_new_store_is_a_file_without_names(store: Store, path: Path) -> None:
    del store

    assert path.read_text() == '{"Repositories":{}}'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_is_what_dockerd_writes(store: Store, path: Path) -> None:
    store.add_tag(named("127.0.0.1:5000/demo:v1"), B, False)
    store.add_tag(named("busybox"), A, False)
    store.add_digest(canonical(f"busybox@{B}"), A, False)

    assert path.read_text() == (
        '{"Repositories":{"127.0.0.1:5000/demo":{"127.0.0.1:5000/demo:v1":"' + B + '"},'
        '"busybox":{"busybox:latest":"' + A + '","busybox@' + B + '":"' + A + '"}}}'
    )


def test_names_are_there_after_a_restart(store: Store, path: Path) -> None:
    store.add_tag(named("busybox"), A, False)

    again = new_reference_store(str(path))

    assert again.get(named("busybox")) == A
    assert names(again.references(A)) == ["busybox:latest"]


@pytest.mark.parametrize(
    "text", ["busybox", "busybox:latest", "docker.io/library/busybox", "index.docker.io/busybox"]
)
def test_all_spellings_of_a_name_are_one(store: Store, text: str) -> None:
    store.add_tag(named("busybox:latest"), A, False)

    assert store.get(named(text)) == A


def test_with_a_tag_and_a_digest_the_digest_counts(store: Store) -> None:
    store.add_digest(canonical(f"busybox:v1@{B}"), A, False)

    assert store.get(named(f"busybox:other@{B}")) == A
    assert names(store.references(A)) == [f"busybox@{B}"]


def test_an_unknown_name_is_not_found(store: Store) -> None:
    with pytest.raises(ReferenceNotFound) as caught:
        store.get(named("nope"))

    assert str(caught.value) == "reference does not exist"
    assert errdefs.http_status(caught.value) == 404


def test_a_tag_moves_on_only_if_forced(store: Store) -> None:
    store.add_tag(named("busybox"), A, False)

    with pytest.raises(ConflictingTag) as caught:
        store.add_tag(named("busybox"), B, False)
    store.add_tag(named("busybox"), B, True)

    assert str(caught.value) == (
        f"Conflict: Tag busybox:latest is already set to image {A}, if you want to replace it, "
        "please use the force option"
    )
    assert (store.references(A), names(store.references(B))) == ([], ["busybox:latest"])


def test_a_digest_never_moves_on(store: Store) -> None:
    store.add_digest(canonical(f"busybox@{A}"), A, False)

    with pytest.raises(ConflictingTag, match=f"^Cannot overwrite digest {A}$"):
        store.add_digest(canonical(f"busybox@{A}"), B, True)


def test_adding_the_same_again_does_nothing(store: Store, path: Path) -> None:
    store.add_tag(named("busybox"), A, False)
    before = path.stat().st_ino

    store.add_tag(named("busybox"), A, False)

    assert path.stat().st_ino == before


def test_names_that_cannot_be_tags_are_refused(store: Store) -> None:
    with pytest.raises(InvalidTag, match="refusing to create a tag with a digest reference"):
        store.add_tag(named(f"busybox@{A}"), A, True)
    with pytest.raises(InvalidTag, match="ambiguous tag using digest algorithm as name"):
        store.add_tag(named("sha256:abc"), A, True)


def test_a_deleted_name_is_gone_with_its_repository(store: Store, path: Path) -> None:
    store.add_tag(named("busybox"), A, False)

    deleted = store.delete(named("busybox"))

    assert deleted
    assert path.read_text() == '{"Repositories":{}}'
    assert store.references(A) == []
    with pytest.raises(ReferenceNotFound):
        store.delete(named("busybox"))


def test_names_come_sorted(store: Store) -> None:
    for text in ("b:2", "a", "b:1"):
        store.add_tag(named(text), A, False)

    assert names(store.references(A)) == ["a:latest", "b:1", "b:2"]
    assert [
        reference.familiar_string(item.ref) for item in store.references_by_name(named("b"))
    ] == [
        "b:1",
        "b:2",
    ]
    assert store.references_by_name(named("c")) == []


@pytest.mark.parametrize("content", ["", "{", '{"Repositories":[]}'])
def test_a_damaged_file_is_an_error(path: Path, content: str) -> None:
    path.write_text(content)

    with pytest.raises(JSONError):
        new_reference_store(str(path))


def test_a_file_of_nothing_is_an_empty_store(path: Path) -> None:
    path.write_text('{"Repositories":null}')

    assert new_reference_store(str(path)).references_by_name(named("a")) == []


def test_a_name_on_disk_that_is_none_is_kept_but_not_shown(path: Path) -> None:
    path.write_text('{"Repositories":{"x":{"UPPER":"' + A + '"}}}')

    store = new_reference_store(str(path))
    store.add_tag(named("y"), A, False)

    assert names(store.references(A)) == ["y:latest"]
    assert "UPPER" in path.read_text()
