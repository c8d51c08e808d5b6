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


def test_a_mode_that_was_there_before_is_told_as_no_change(tmp_path: Path) -> None:
    effects: list[Effect] = []
    listener = Effects(str(tmp_path), effects.append)
    audit.listen(listener.handlers)

    os.mkdir(tmp_path / "layer", 0o700)
    os.chmod(tmp_path / "layer", 0o710)
    os.chmod(tmp_path / "layer", 0o710)
    listener.settle()

    audit.ignore()
    assert effects[1:] == [
        Effect("chmod", "layer/", "mode 0710"),
        Effect("chmod", "layer/", "mode 0710", changed=False),
    ]


def test_mode_and_owner_of_an_open_file_are_told_by_its_name(
    root: Path, heard: Callable[[], Heard]
) -> None:
    with (root / "file").open("w") as file:
        os.fchmod(file.fileno(), 0o600)
        os.chown(file.fileno(), os.getuid(), os.getgid())

    assert heard()[1:] == [
        ("chmod", "file", "mode 0600"),
        ("chown", "file", f"owner {os.getuid()}:{os.getgid()}"),
    ]


def test_what_was_renamed_is_told_with_the_directory_it_was_in(
    root: Path, heard: Callable[[], Heard]
) -> None:
    (root / "tmp").mkdir()
    (root / "tmp" / "one").touch()

    os.rename(root / "tmp" / "one", root / "two")

    assert heard()[-1] == ("rename", "two", "was tmp/one, 0 bytes")


def test_opening_what_is_there_to_read_it_is_no_change(
    root: Path, heard: Callable[[], Heard]
) -> None:
    (root / "file").touch()
    before = len(heard())

    os.close(os.open(root / "file", os.O_RDONLY | os.O_CREAT))

    assert len(heard()) == before


def test_a_new_file_is_not_told_where_one_was_in_the_way(
    root: Path, heard: Callable[[], Heard]
) -> None:
    (root / "file").touch()
    before = len(heard())

    with pytest.raises(FileExistsError):
        os.open(root / "file", os.O_WRONLY | os.O_CREAT | os.O_EXCL)

    assert len(heard()) == before


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


def test_an_attribute_set_by_way_of_a_descriptor_is_told_by_the_files_name(
    root: Path, heard: Callable[[], Heard]
) -> None:
    folder = os.open(root, os.O_RDONLY)
    (root / "file").touch()

    os.setxattr(f"/proc/self/fd/{folder}/file", "user.lesson", b"7")

    os.close(folder)
    assert heard()[-1] == ("setxattr", "file", "user.lesson")


def test_a_long_command_is_told_whole(root: Path, heard: Callable[[], Heard]) -> None:
    subprocess.run(["true", "x" * 3000], check=True)

    assert heard()[-1][1].endswith("x" * 3000)


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
