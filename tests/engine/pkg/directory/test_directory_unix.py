from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.golang.errors import GoPathError
from engine.pkg import directory


def test_files_count_links_by_their_text_and_directories_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b").write_bytes(b"123")
    (tmp_path / "sub" / "link").symlink_to("four")

    assert directory.size(str(tmp_path)) == 5 + 3 + 4


def test_a_file_with_two_names_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    os.link(tmp_path / "a", tmp_path / "b")

    assert directory.size(str(tmp_path)) == 5


def test_no_directory_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoPathError) as caught:
        directory.size(str(tmp_path / "nope"))

    assert str(caught.value) == f"lstat {tmp_path}/nope: no such file or directory"
