from __future__ import annotations

from pathlib import Path

from tests.command_line import Docker
from tests.fake_daemon import Answer, FakeDaemon

LOADED = Answer(200, b'{"stream":"Loaded image: busybox:latest\\n"}\r\n')


def test_the_archive_on_standard_input_is_sent_as_it_is(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/images/load", LOADED)

    said = docker("load", stdin=b"tar" * 50_000)

    assert said == (0, "Loaded image: busybox:latest\n", "")
    assert daemon.targets() == ["POST /v1.41/images/load?quiet=1"]
    assert daemon.asked[-1].body == b"tar" * 50_000
    assert dict(daemon.asked[-1].headers)["Content-Type"] == "application/x-tar"


def test_the_archive_may_be_a_file(docker: Docker, daemon: FakeDaemon, tmp_path: Path) -> None:
    daemon.will_answer("/images/load", LOADED)
    path = tmp_path / "images.tar"
    path.write_bytes(b"tar")

    docker("image", "load", "--input", str(path))

    assert daemon.asked[-1].body == b"tar"


def test_a_file_that_is_not_there_is_told_in_gos_words(docker: Docker) -> None:
    said = docker("load", "-i", "/nowhere/x.tar")

    assert said == (1, "", "open /nowhere/x.tar: no such file or directory\n")


def test_a_directory_is_found_out_when_it_is_read(docker: Docker, tmp_path: Path) -> None:
    said = docker("load", "-i", str(tmp_path))

    assert said.status == 1
    assert said.err.startswith('error during connect: Post "http://')
    assert said.err.endswith(f"read {tmp_path}: is a directory\n")


def test_an_answer_that_is_no_json_is_shown_as_it_is(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/images/load", Answer(200, b"fine\n", {"Content-Type": "text/plain"}))

    said = docker("load")

    assert said == (0, "fine\n", "")


def test_a_failure_inside_the_answer_ends_the_command(docker: Docker, daemon: FakeDaemon) -> None:
    daemon.will_answer("/images/load", Answer(200, b'{"errorDetail":{"message":"no layers"}}'))

    said = docker("load")

    assert said == (1, "", "no layers\n")
