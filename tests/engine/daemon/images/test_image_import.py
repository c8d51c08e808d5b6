from __future__ import annotations

import gzip
import http.server
import io
import json
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import errdefs
from engine.daemon.daemon import Daemon
from engine.golang.errors import GoError
from engine.image.image import Image


@pytest.fixture
def rootfs() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as out:
        info = tarfile.TarInfo("bin/sh")
        info.size = 2
        out.addfile(info, io.BytesIO(b"#!"))
    return buffer.getvalue()


def import_(
    daemon: Daemon,
    data: bytes,
    *,
    src: str = "-",
    repository: str = "",
    os: str = "",
    tag: str = "",
    msg: str = "",
    changes: list[str] | None = None,
) -> tuple[Image, list[dict[str, object]]]:
    out = io.BytesIO()
    daemon.image_service.import_image(src, repository, os, tag, msg, io.BytesIO(data), out, changes)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return daemon.image_service.get_image(str(lines[-1]["status"])), lines


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_an_archive_becomes_an_image_of_one_layer(
    daemon: Daemon, rootfs: bytes, compress: type[bytes]
) -> None:
    img, lines = import_(daemon, compress(rootfs))

    assert lines == [{"status": img.id()}]
    assert (img.comment, img.os, len(img.layers().diff_ids or ())) == (
        "Imported from -",
        "linux",
        1,
    )
    assert [(step.comment, step.created) for step in img.history or ()] == [
        ("Imported from -", img.created)
    ]


def test_message_name_and_changes_are_kept(daemon: Daemon, rootfs: bytes) -> None:
    changes = ["CMD sh", "ENV A=1"]

    img, _ = import_(daemon, rootfs, repository="mine", tag="v1", msg="by me", changes=changes)

    assert daemon.image_service.get_image("mine:v1").id() == img.id()
    assert img.config is not None
    assert (img.comment, img.config.cmd, img.config.env) == (
        "by me",
        ["/bin/sh", "-c", "sh"],
        ["A=1"],
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"repository": "UPPER"}, "repository name must be lowercase"),
        ({"repository": "x", "tag": "a b"}, "invalid tag format"),
        ({"repository": "x@sha256:" + "1" * 64}, "cannot import digest reference"),
        ({"os": "plan9"}, "operating system is not supported"),
        ({"changes": ["RUN x"]}, "run is not a valid change command"),
        ({"src": "ftp://host/x"}, 'unsupported protocol scheme "ftp"'),
    ],
)
def test_a_wrong_request_leaves_nothing(
    daemon: Daemon, rootfs: bytes, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(errdefs.Error) as caught:
        import_(daemon, rootfs, **asked)  # type: ignore[arg-type]

    assert said in str(caught.value)
    assert daemon.image_service.count_images() == 1


def test_a_damaged_archive_leaves_nothing(daemon: Daemon) -> None:
    before = len(daemon.image_service.layer_stores["linux"].layer_map)

    with pytest.raises(GoError, match="invalid tar header"):
        import_(daemon, b"x" * 2000)

    assert len(daemon.image_service.layer_stores["linux"].layer_map) == before


@pytest.fixture
def server(tmp_path: Path, rootfs: bytes) -> Iterator[str]:
    """A web server that has `/rootfs.tar`."""
    (tmp_path / "www").mkdir()
    (tmp_path / "www/rootfs.tar").write_bytes(rootfs)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(tmp_path / "www"))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield f"127.0.0.1:{serving.server_port}"
        serving.shutdown()
        thread.join()


def test_an_archive_may_be_fetched(daemon: Daemon, server: str) -> None:
    img, lines = import_(daemon, b"", src=f"{server}/rootfs.tar")

    assert lines[0] == {"status": f"Downloading from http://{server}/rootfs.tar"}
    assert lines[1]["status"] == "Importing"
    assert img.comment == f"Imported from {server}/rootfs.tar"


def test_what_the_server_does_not_have_is_not_found(daemon: Daemon, server: str) -> None:
    with pytest.raises(errdefs.NotFound, match=r"^failed to GET http://.*/nope with status 404 "):
        import_(daemon, b"", src=f"http://{server}/nope")


def test_a_server_that_is_not_there_is_a_failure(daemon: Daemon) -> None:
    with pytest.raises(errdefs.System, match=r'^Get "http://127.0.0.1:1/x": '):
        import_(daemon, b"", src="127.0.0.1:1/x")
