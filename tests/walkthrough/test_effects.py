from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from walkthrough import audit
from walkthrough.effects import Effect, Effects

Heard = list[tuple[str, str, str]]


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Callable[[], Heard]]:
    """Returns what was heard below tmp_path/root so far."""
    effects: Heard = []

    def report(effect: Effect) -> None:
        effects.append((effect.kind, effect.target, effect.detail))

    root = tmp_path / "root"
    root.mkdir(mode=0o755)
    listener = Effects(str(root), report)
    audit.listen(listener.handlers)

    def settled() -> Heard:
        listener.settle()
        assert audit.failure is None
        return effects

    yield settled
    audit.ignore()


@pytest.fixture
def root(tmp_path: Path, heard: Callable[[], Heard]) -> Path:
    return tmp_path / "root"


def test_a_new_directory_is_told_with_its_mode(root: Path, heard: Callable[[], Heard]) -> None:
    os.mkdir(root / "layer", 0o710)

    assert heard() == [("mkdir", "layer/", "mode 0710")]


def test_a_directory_that_exists_is_no_change(root: Path, heard: Callable[[], Heard]) -> None:
    (root / "layer").mkdir(exist_ok=True)
    before = len(heard())

    (root / "layer").mkdir(exist_ok=True)

    assert len(heard()) == before == 1


def test_an_unlink_that_fails_is_no_change(root: Path, heard: Callable[[], Heard]) -> None:
    with pytest.raises(FileNotFoundError):
        os.unlink(root / "absent")

    assert heard() == []


def test_a_small_new_file_is_told_with_what_it_holds(
    root: Path, heard: Callable[[], Heard]
) -> None:
    (root / "link").write_text("ABCDEF")

    assert heard() == [("create", "link", 'mode 0644, 6 bytes: "ABCDEF"')]


def test_what_users_files_hold_is_not_told(root: Path, heard: Callable[[], Heard]) -> None:
    (root / "_data").mkdir()
    (root / "_data" / "key").write_text("private")

    assert heard()[-1] == ("create", "_data/key", "mode 0644, 7 bytes")


def test_reading_is_no_change(root: Path, heard: Callable[[], Heard]) -> None:
    (root / "link").write_text("ABCDEF")
    before = len(heard())

    (root / "link").read_text()

    assert len(heard()) == before


def test_a_file_written_beside_and_renamed_is_told_twice(
    root: Path, heard: Callable[[], Heard]
) -> None:
    (root / ".tmp-config").write_text("{}")
    os.rename(root / ".tmp-config", root / "config")

    assert heard() == [
        ("create", ".tmp-config", 'mode 0644, 2 bytes: "{}"'),
        ("rename", "config", "was .tmp-config, 2 bytes"),
    ]


def test_links_are_told_with_what_they_point_to(root: Path, heard: Callable[[], Heard]) -> None:
    os.symlink("../layer/diff", root / "SHORT")
    (root / "one").touch()
    os.link(root / "one", root / "two")

    assert ("symlink", "SHORT", "to ../layer/diff") in heard()
    assert ("link", "two", "same file as one") in heard()


def test_a_new_mode_is_told_and_the_same_mode_is_not(
    root: Path, heard: Callable[[], Heard]
) -> None:
    os.mkdir(root / "layer", 0o700)

    os.chmod(root / "layer", 0o710)
    os.chmod(root / "layer", 0o710)

    assert heard()[1:] == [("chmod", "layer/", "mode 0710")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_a_new_owner_is_told(root: Path, heard: Callable[[], Heard]) -> None:
    os.mkdir(root / "layer", 0o700)

    os.chown(root / "layer", 1000, 1001)

    assert heard()[-1] == ("chown", "layer/", "owner 1000:1001")


def test_paths_relative_to_an_open_directory_are_resolved(
    root: Path, heard: Callable[[], Heard]
) -> None:
    (root / "tree" / "leaf").mkdir(parents=True)
    (root / "tree" / "file").touch()

    shutil.rmtree(root / "tree")

    assert [entry[:2] for entry in heard() if entry[0] == "remove"] == [
        ("remove", "tree/leaf/"),
        ("remove", "tree/file"),
        ("remove", "tree/"),
    ] or {entry[1] for entry in heard() if entry[0] == "remove"} == {
        "tree/leaf/",
        "tree/file",
        "tree/",
    }


def test_what_happens_elsewhere_is_not_told(
    root: Path, tmp_path: Path, heard: Callable[[], Heard]
) -> None:
    (tmp_path / "elsewhere").mkdir()

    assert heard() == []


def test_a_command_is_told_word_for_word_and_once(root: Path, heard: Callable[[], Heard]) -> None:
    subprocess.run(["true", "-o", "a b"], check=True)
    subprocess.run(["true"], check=True)

    assert heard() == [("run", "true -o 'a b'", ""), ("run", "true", "")]


def test_a_connection_is_told_with_its_address(
    root: Path, tmp_path: Path, heard: Callable[[], Heard]
) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "d.sock"))
        server.listen()

        client.connect(str(tmp_path / "d.sock"))

    assert heard() == [("connect", f"unix://{tmp_path}/d.sock", "")]


def test_an_error_of_the_listener_does_not_reach_the_program(tmp_path: Path) -> None:
    def report(effect: Effect) -> None:
        raise RuntimeError("lost the thread")

    listener = Effects(str(tmp_path), report)
    audit.listen(listener.handlers)

    os.mkdir(tmp_path / "one")
    os.mkdir(tmp_path / "two")

    audit.ignore()
    assert (tmp_path / "two").is_dir()
    assert str(audit.failure) == "lost the thread"
