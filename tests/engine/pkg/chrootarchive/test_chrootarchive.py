from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from engine.pkg import chrootarchive


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as out:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 600
            out.addfile(info, io.BytesIO(b"x" * 600))
    return buffer.getvalue()


class Failing:
    """Fails after some bytes, as a connection may."""

    def __init__(self, data: bytes) -> None:
        self._inner = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        data = self._inner.read(size)
        if not data:
            raise GoError("connection reset by peer")
        return data


def test_the_destination_is_made(tmp_path: Path) -> None:
    chrootarchive.untar(io.BytesIO(gzip.compress(packed("a"))), str(tmp_path / "new"))

    assert (tmp_path / "new/a").read_bytes() == b"x" * 600


def test_the_stream_is_read_to_its_end(tmp_path: Path) -> None:
    stream = io.BytesIO(packed("a") + b"trailing" * 100_000)

    chrootarchive.untar_uncompressed(stream, str(tmp_path))

    assert stream.read() == b""


def test_the_stream_is_read_to_its_end_after_an_error_too(tmp_path: Path) -> None:
    stream = io.BytesIO(packed("../a", "b"))

    with pytest.raises(GoError):
        chrootarchive.untar_uncompressed(stream, str(tmp_path))

    assert stream.read() == b""


def test_an_error_is_told_as_that_of_gos_child(tmp_path: Path) -> None:
    with pytest.raises(GoError) as unpacking:
        chrootarchive.untar(io.BytesIO(b"x" * 2000), str(tmp_path))
    with pytest.raises(GoError) as applying:
        chrootarchive.apply_layer(str(tmp_path), io.BytesIO(b"x" * 2000))

    said = "archive/tar: invalid tar header"
    assert str(unpacking.value) == f"Error processing tar file(exit status 1): {said}"
    assert str(applying.value) == f"ApplyLayer exit status 1 stdout:  stderr: {said}"


def test_a_failing_stream_ends_the_archive_early(tmp_path: Path) -> None:
    with pytest.raises(GoError) as caught:
        chrootarchive.untar_uncompressed(Failing(packed("a")[:700]), str(tmp_path))

    assert str(caught.value) == "Error processing tar file(exit status 1): unexpected EOF"


def test_a_stream_that_fails_between_files_is_told_in_its_own_words(tmp_path: Path) -> None:
    cut = packed("a")[: 512 + 1024]

    with pytest.raises(GoError) as unpacking:
        chrootarchive.untar_uncompressed(Failing(cut), str(tmp_path))
    with pytest.raises(GoError) as applying:
        chrootarchive.apply_uncompressed_layer(str(tmp_path), Failing(cut))

    assert str(unpacking.value) == "Error processing tar file(connection reset by peer): "
    assert str(applying.value) == "ApplyLayer connection reset by peer stdout:  stderr: "


def test_no_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoError, match=r"^Empty archive$"):
        chrootarchive.untar(None, str(tmp_path))


def test_a_layer_tells_its_size(tmp_path: Path) -> None:
    size = chrootarchive.apply_layer(str(tmp_path), io.BytesIO(gzip.compress(packed("a", "b"))))

    assert size == 1200
