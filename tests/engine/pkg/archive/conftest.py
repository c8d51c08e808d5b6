from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from typing import BinaryIO

import pytest

Entries = Callable[..., BinaryIO]

DIR, LINK, SYMLINK = tarfile.DIRTYPE, tarfile.LNKTYPE, tarfile.SYMTYPE


@pytest.fixture
def pack() -> Entries:
    """Make an archive of ``(name, fields)``; ``content`` is the file's, a type is in ``type``."""

    def make(*entries: tuple[str, dict[str, object]]) -> BinaryIO:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as out:
            for name, fields in entries:
                info = tarfile.TarInfo(name)
                content = fields.pop("content", b"")
                assert isinstance(content, bytes)
                info.size = len(content)
                for key, value in fields.items():
                    setattr(info, key, value)
                out.addfile(info, io.BytesIO(content))
        buffer.seek(0)
        return buffer

    return make
