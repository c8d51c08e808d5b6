from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Docker
from tests.fake_daemon import Answer, FakeDaemon

IMPORTED = Answer(200, b'{"status":"sha256:abc"}\r\n')


@pytest.fixture(autouse=True)
def imported(daemon: FakeDaemon) -> None:
    daemon.will_answer("/images/create", IMPORTED)


def test_standard_input_is_sent_with_name_message_and_changes(
    docker: Docker, daemon: FakeDaemon
) -> None:
    said = docker(
        "import", "-c", "CMD x", "-c", "USER y", "-m", "by hand", "-", "me/x:1", stdin=b"tar"
    )

    assert said == (0, "sha256:abc\n", "")
    assert daemon.targets() == [
        "POST /v1.41/images/create?changes=CMD+x&changes=USER+y&fromSrc=-&message=by+hand"
        "&repo=me%2Fx%3A1&tag="
    ]
    assert daemon.asked[-1].body == b"tar"


def test_a_file_is_sent_like_standard_input(
    docker: Docker, daemon: FakeDaemon, tmp_path: Path
) -> None:
    path = tmp_path / "fs.tar"
    path.write_bytes(b"tar")

    docker("image", "import", str(path))

    assert "fromSrc=-&" in daemon.targets()[0]
    assert daemon.asked[-1].body == b"tar"


def test_a_url_is_left_to_the_daemon(docker: Docker, daemon: FakeDaemon) -> None:
    docker("import", "https://there/fs.tar")

    assert "fromSrc=https%3A%2F%2Fthere%2Ffs.tar&" in daemon.targets()[0]
    assert daemon.asked[-1].body == b""


def test_a_name_that_is_none_is_never_sent(docker: Docker, daemon: FakeDaemon) -> None:
    said = docker("import", "-", "x/Y")

    assert said == (1, "", "invalid reference format: repository name must be lowercase\n")
    assert daemon.targets() == []
