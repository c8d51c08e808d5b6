from __future__ import annotations

from pathlib import Path

import pytest

from engine.golang.errors import GoError, GoPathError
from engine.vendor.moby.sys.symlink import eval_symlinks_in_scope, follow_symlink_in_scope


def link(root: Path, **links: str) -> None:
    for name, target in links.items():
        (root / name).symlink_to(target)


@pytest.mark.parametrize(
    ("links", "path", "expected"),
    [
        ({}, "a/b", "a/b"),
        ({}, "a/../b", "b"),
        ({}, "../../b", "b"),
        ({"a": "b"}, "a/c", "b/c"),
        ({"a": "/b"}, "a/c", "b/c"),
        ({"a": "../../../b"}, "a/c", "b/c"),
        ({"a": "/"}, "a", ""),
        ({"a": "/"}, "a/c", "c"),
        ({"a": "/../../b"}, "a", "b"),
        ({"a": "b", "b": "c", "c": "/d"}, "a/x", "d/x"),
        ({"a": "x/../b", "b": "end"}, "a", "end"),
        ({"a": "b/../../c"}, "a", "c"),
        ({"a": "."}, "a/b", "b"),
    ],
    ids=[
        "nothing there",
        "dots in the path",
        "dots out of the root",
        "relative",
        "absolute starts at the root",
        "relative out of the root",
        "root",
        "below root",
        "absolute with dots",
        "chain",
        "dots before the link",
        "dots over the top",
        "self",
    ],
)
def test_links_lead_nowhere_but_into_the_root(
    links: dict[str, str], path: str, expected: str, tmp_path: Path
) -> None:
    root = tmp_path / "root"
    root.mkdir()
    link(root, **links)

    found = eval_symlinks_in_scope(f"{root}/{path}", str(root))

    assert found == str(root / expected)


def test_links_above_the_root_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "alias").symlink_to("real")
    (tmp_path / "real" / "x").symlink_to("/y")

    found = follow_symlink_in_scope(f"{tmp_path}/alias/x", f"{tmp_path}/alias")

    assert found == f"{tmp_path}/alias/y"


def test_a_loop_ends(tmp_path: Path) -> None:
    link(tmp_path, a="b", b="a")

    with pytest.raises(GoError, match=rf"^evalSymlinksInScope: too many links in {tmp_path}/a$"):
        follow_symlink_in_scope(f"{tmp_path}/a", str(tmp_path))


def test_a_path_outside_the_root_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoError) as caught:
        follow_symlink_in_scope("/elsewhere/x", str(tmp_path))

    assert str(caught.value) == f"evalSymlinksInScope: /elsewhere/x is not in {tmp_path}"


def test_a_name_that_only_begins_like_the_root_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoError, match=r"is not in"):
        follow_symlink_in_scope(f"{tmp_path}x/y", str(tmp_path))


def test_a_file_has_nothing_below_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(GoPathError) as caught:
        follow_symlink_in_scope(f"{tmp_path}/file/x", str(tmp_path))

    assert str(caught.value) == f"lstat {tmp_path}/file/x: not a directory"


def test_the_whole_host_is_a_root_too(tmp_path: Path) -> None:
    link(tmp_path, a="/etc")

    assert follow_symlink_in_scope(f"{tmp_path}/a/x", "/") == "/etc/x"
