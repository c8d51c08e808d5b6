"""Archives as `docker cp` makes and unpacks them: parts of a tree, under other names."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from engine.pkg import chrootarchive
from engine.pkg.archive import TarOptions, tar_with_options

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files to others")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A directory with a file, a directory and a link."""
    root = tmp_path / "tree"
    (root / "dir/deep").mkdir(parents=True)
    (root / "dir/deep/file").write_text("deep")
    (root / "file").write_text("file")
    (root / "link").symlink_to("dir")
    return root


def names(path: Path, **options: object) -> list[str]:
    packed = tar_with_options(str(path), TarOptions(**options)).read()
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        return tar.getnames()


def unpack(
    tree: Path, at: str, *members: str, kind: bytes = tarfile.REGTYPE, **flags: bool
) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for member in members:
            entry = tarfile.TarInfo(member)
            entry.type = kind
            tar.addfile(entry)
    buffer.seek(0)
    chrootarchive.untar_with_root(buffer, f"{tree}{at}", TarOptions(**flags), str(tree))


def test_one_file_is_packed_under_the_name_that_was_asked_for(tree: Path) -> None:
    assert names(tree, include_files=["file"], rebase_names={"file": "new"}) == ["new"]


def test_a_link_is_packed_as_a_link(tree: Path) -> None:
    assert names(tree, include_files=["link"]) == ["link"]


def test_a_directory_is_packed_with_all_below_it(tree: Path) -> None:
    found = names(tree, include_files=["dir"], rebase_names={"dir": "new"})

    assert found == ["new", "new/deep", "new/deep/file"]


def test_the_contents_of_a_directory_keep_its_new_name(tree: Path) -> None:
    found = names(
        tree / "dir", include_files=["."], include_source_dir=True, rebase_names={".": "new"}
    )

    assert found == ["new", "new/deep", "new/deep/file"]


def test_the_root_has_no_name(tree: Path) -> None:
    found = names(
        tree / "dir", include_files=["."], include_source_dir=True, rebase_names={".": "/"}
    )

    assert [name.lstrip("/") for name in found] == ["", "deep", "deep/file"]


def test_a_link_on_the_way_leads_on_within_the_root(tree: Path) -> None:
    (tree / "dir/out").symlink_to("/dir/deep")

    unpack(tree, "/dir", "out/new")

    assert (tree / "dir/deep/new").exists()


def test_a_link_cannot_lead_out_of_the_root(tree: Path, tmp_path: Path) -> None:
    (tree / "dir/out").symlink_to("/../../..")

    unpack(tree, "/dir", "out/new")

    assert (tree / "new").exists()
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("member", "kind", "reason"),
    [
        ("dir", tarfile.REGTYPE, 'cannot overwrite directory "/dir" with non-directory "/"'),
        ("file", tarfile.DIRTYPE, 'cannot overwrite non-directory "/file" with directory "/"'),
    ],
)
def test_a_directory_does_not_give_way_unless_it_may(
    tree: Path, member: str, kind: bytes, reason: str
) -> None:
    with pytest.raises(GoError) as caught:
        unpack(tree, "", member, kind=kind, no_overwrite_dir_non_dir=True)

    assert str(caught.value).endswith(reason)


def test_a_name_that_leads_out_is_refused_with_where_it_should_have_stayed(tree: Path) -> None:
    with pytest.raises(GoError) as caught:
        unpack(tree, "/dir", "../../out")

    assert str(caught.value).endswith('"../../out" is outside of "/dir"')


def test_what_is_there_already_keeps_the_directory_and_takes_new_files(tree: Path) -> None:
    unpack(tree, "/dir", "deep/more")

    assert sorted(os.listdir(tree / "dir/deep")) == ["file", "more"]
