"""What one tree differs in from another."""

import os
from pathlib import Path

import pytest

from engine.pkg.archive.changes import Change, ChangeType, changes_dirs, same_fs_time

_SECOND = 1_000_000_000


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """Two directories with the same things in them."""
    for name in ("new", "old"):
        (tmp_path / name / "etc").mkdir(parents=True)
        (tmp_path / name / "etc/hosts").write_text("hosts")
        (tmp_path / name / "bin").write_text("program")
        for path in ("etc/hosts", "bin"):
            os.utime(tmp_path / name / path, (1000, 1000))
    return tmp_path / "new", tmp_path / "old"


def changes(trees: tuple[Path, Path]) -> list[Change]:
    return changes_dirs(str(trees[0]), str(trees[1]))


def test_equal_trees_have_no_changes(trees: tuple[Path, Path]) -> None:
    assert changes(trees) == []


def test_a_new_file_is_added_and_its_directory_modified(trees: tuple[Path, Path]) -> None:
    (trees[0] / "etc/new").write_text("new")

    assert changes(trees) == [
        Change("/etc", ChangeType.MODIFY),
        Change("/etc/new", ChangeType.ADD),
    ]


def test_a_file_in_the_root_does_not_modify_the_root(trees: tuple[Path, Path]) -> None:
    (trees[0] / "new").write_text("new")

    assert changes(trees) == [Change("/new", ChangeType.ADD)]


def test_a_missing_directory_is_deleted_as_a_whole(trees: tuple[Path, Path]) -> None:
    (trees[0] / "etc/hosts").unlink()
    (trees[0] / "etc").rmdir()

    assert changes(trees) == [Change("/etc", ChangeType.DELETE)]


def test_a_directory_that_became_a_file_is_only_modified(trees: tuple[Path, Path]) -> None:
    (trees[0] / "etc/hosts").unlink()
    (trees[0] / "etc").rmdir()
    (trees[0] / "etc").write_text("a file")

    assert changes(trees) == [Change("/etc", ChangeType.MODIFY)]


@pytest.mark.parametrize("what", ["content", "mode", "time"])
def test_a_changed_file_is_modified(trees: tuple[Path, Path], what: str) -> None:
    file = trees[0] / "bin"
    if what == "content":
        file.write_text("another program")
        os.utime(file, (1000, 1000))
    elif what == "mode":
        file.chmod(0o700)
    else:
        os.utime(file, (2000, 2000))

    assert changes(trees) == [Change("/bin", ChangeType.MODIFY)]


def test_the_time_of_a_directory_tells_nothing(trees: tuple[Path, Path]) -> None:
    os.utime(trees[0] / "etc", (5, 5))

    assert changes(trees) == []


def test_everything_is_new_where_there_was_nothing(trees: tuple[Path, Path]) -> None:
    found = changes_dirs(str(trees[0]), "")

    assert [change.path for change in found] == ["/bin", "/etc", "/etc/hosts"]
    assert {change.kind for change in found} == {ChangeType.ADD}


def test_times_are_alike_if_one_has_lost_its_fraction() -> None:
    assert same_fs_time(5 * _SECOND, 5 * _SECOND + 7)
    assert not same_fs_time(5 * _SECOND + 1, 5 * _SECOND + 7)
    assert not same_fs_time(5 * _SECOND, 6 * _SECOND)
