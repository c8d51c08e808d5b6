from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.golang.errors import GoError, GoPathError
from engine.pkg import idtools
from engine.pkg.idtools import Identity, IdentityMapping, IDMap

MAPPED = IdentityMapping([IDMap(0, 100000, 65536)], [IDMap(0, 200000, 65536)])
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give directories away")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def owner(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_uid, found.st_gid


def me() -> Identity:
    return idtools.current_identity()


@pytest.fixture(autouse=True)
def strict_umask() -> object:
    old = os.umask(0o077)
    yield
    os.umask(old)


def test_without_maps_root_is_root() -> None:
    mapping = IdentityMapping()

    assert mapping.root_pair() == Identity(0, 0)
    assert mapping.empty()


def test_with_maps_root_is_somebody_else_on_the_host() -> None:
    assert MAPPED.root_pair() == Identity(100000, 200000)
    assert not MAPPED.empty()


@pytest.mark.parametrize(
    ("inside", "outside"),
    [((1, 2), (100001, 200002)), ((65535, 0), (165535, 200000))],
    ids=["first", "last"],
)
def test_both_directions_agree(inside: tuple[int, int], outside: tuple[int, int]) -> None:
    assert MAPPED.to_host(Identity(*inside)) == Identity(*outside)
    assert MAPPED.to_container(Identity(*outside)) == inside


def test_the_mapped_root_is_not_mapped_twice() -> None:
    root = MAPPED.root_pair()

    assert MAPPED.to_host(root) == root


def test_an_id_outside_the_maps_is_refused() -> None:
    with pytest.raises(GoError, match=r"^Container ID 65536 cannot be mapped to a host ID$"):
        MAPPED.to_host(Identity(65536, 0))
    with pytest.raises(GoError, match=r"^Host ID 1 cannot be mapped to a container ID$"):
        MAPPED.to_container(Identity(1, 200000))


@pytest.mark.parametrize(
    "make",
    [idtools.mkdir_and_chown, idtools.mkdir_all_and_chown, idtools.mkdir_all_and_chown_new],
    ids=["one", "all", "new"],
)
def test_no_umask_weakens_a_new_directorys_mode(
    make: Callable[[str, int, Identity], None], tmp_path: Path
) -> None:
    make(str(tmp_path / "new"), 0o755, me())

    assert mode(tmp_path / "new") == 0o755


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (idtools.mkdir_and_chown, 0o710),
        (idtools.mkdir_all_and_chown, 0o710),
        (idtools.mkdir_all_and_chown_new, 0o700),
    ],
    ids=["one", "all", "new"],
)
def test_only_some_change_an_existing_directory(
    make: Callable[[str, int, Identity], None], expected: int, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir(0o700)

    make(str(tmp_path / "old"), 0o710, me())

    assert mode(tmp_path / "old") == expected


def test_parents_that_are_missing_are_made_alike_and_others_stay(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    idtools.mkdir_all_and_chown(str(tmp_path / "a" / "b"), 0o711, me())

    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o711
    assert mode(tmp_path) == 0o700


def test_one_directory_is_not_made_without_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"

    with pytest.raises(GoPathError) as caught:
        idtools.mkdir_and_chown(str(path), 0o755, me())

    assert str(caught.value) == f"mkdir {path}: no such file or directory"


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(GoPathError) as caught:
        idtools.mkdir_and_chown(str(tmp_path / "file"), 0o755, me())

    assert str(caught.value) == f"mkdir {tmp_path}/file: not a directory"


@needs_root
def test_all_that_is_new_gets_the_owner_and_nothing_else(tmp_path: Path) -> None:
    idtools.mkdir_all_and_chown_new(str(tmp_path / "a" / "b"), 0o755, Identity(1000, 1001))

    assert owner(tmp_path / "a") == owner(tmp_path / "a" / "b") == (1000, 1001)
    assert owner(tmp_path) == (0, 0)


@needs_root
def test_an_existing_directory_changes_hands(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()

    idtools.mkdir_and_chown(str(tmp_path / "old"), 0o700, Identity(1000, 1001))

    assert owner(tmp_path / "old") == (1000, 1001)
