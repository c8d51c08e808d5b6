from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pytest

from engine import layer
from engine.image.store import Store
from engine.image.tarexport import TarExporter, new_tar_exporter
from engine.reference import Store as ReferenceStore

Files = Mapping[str, bytes | str]


@dataclass
class Events:
    """Remembers what happened to images."""

    seen: list[tuple[str, str]] = field(default_factory=list)

    def log_image_event(self, image_id: str, ref_name: str, action: str) -> None:
        del ref_name
        self.seen.append((action, image_id))


@pytest.fixture
def events() -> Events:
    return Events()


@pytest.fixture
def temp_dir(tmp_path: Path) -> Path:
    made = tmp_path / "tmp"
    made.mkdir()
    return made


@pytest.fixture
def exporter(
    images: Store,
    layers: layer.LayerStore,
    references: ReferenceStore,
    events: Events,
    temp_dir: Path,
) -> TarExporter:
    return new_tar_exporter(images, {"linux": layers}, references, events, str(temp_dir))


@pytest.fixture
def pack() -> Callable[[Files], BinaryIO]:
    """Make an archive of files; text instead of bytes is where a link leads."""

    def make(files: Files) -> BinaryIO:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w") as out:
            for name, content in files.items():
                info = tarfile.TarInfo(name)
                if isinstance(content, str):
                    info.type, info.linkname = tarfile.SYMTYPE, content
                    content = b""
                info.size = len(content)
                out.addfile(info, io.BytesIO(content))
        buffer.seek(0)
        return buffer

    return make


@pytest.fixture
def load(exporter: TarExporter) -> Callable[..., str]:
    """Load an archive; return what a client would print."""

    def run(archive: BinaryIO, quiet: bool = True) -> str:
        out = io.BytesIO()
        exporter.load(archive, out, quiet)
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        return "".join(line.get("stream") or f"{line['status']}\n" for line in lines)

    return run
