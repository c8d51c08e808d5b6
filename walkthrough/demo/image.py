"""The demo image: small, and with one of everything that the create chain has to deal with.

Three layers. The base holds a program, links, and the files that every system has; the second a
directory with content that the image declares as a volume; the third takes something away, so
that there are whiteouts to see. The bytes are the same on every machine and at every time.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from dataclasses import dataclass
from functools import cache

from walkthrough.demo.program import executable

NAME = "demo"
TAG = "latest"
ARCHITECTURES = ("amd64", "arm64")

_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json"
_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_CONFIG = "application/vnd.docker.container.image.v1+json"
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
_CREATED = "2022-03-10T17:32:35Z"  # the day of v20.10.13
_MTIME = 1646933555


@dataclass(frozen=True, slots=True)
class Blob:
    """Some bytes as a registry serves them."""

    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The name of the blob: ``sha256:`` and the hash of its content."""
        return "sha256:" + hashlib.sha256(self.content).hexdigest()

    def descriptor(self) -> dict[str, object]:
        """Return what a manifest says of the blob."""
        return {"mediaType": self.media_type, "size": len(self.content), "digest": self.digest}


@dataclass(frozen=True, slots=True)
class Image:
    """All that a registry needs to serve the image."""

    index: Blob
    manifests: tuple[Blob, ...]
    blobs: tuple[Blob, ...]


class _Layer:
    """A tar archive that is the same every time it is written."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._tar = tarfile.TarFile(fileobj=self._buffer, mode="w", format=tarfile.PAX_FORMAT)

    def add(
        self,
        name: str,
        content: bytes | None = None,
        *,
        mode: int | None = None,
        owner: tuple[int, int] = (0, 0),
        symlink: str = "",
        hard_link: str = "",
        xattrs: dict[str, str] | None = None,
    ) -> None:
        """Add a file, or a directory where there is neither content nor a link."""
        entry = tarfile.TarInfo(name)
        entry.mtime = _MTIME
        entry.uid, entry.gid = owner
        entry.type, entry.linkname = tarfile.DIRTYPE, symlink or hard_link
        if symlink:
            entry.type = tarfile.SYMTYPE
        elif hard_link:
            entry.type = tarfile.LNKTYPE
        elif content is not None:
            entry.type, entry.size = tarfile.REGTYPE, len(content)
        entry.mode = mode if mode is not None else 0o644 if entry.isreg() else 0o755
        entry.pax_headers = {f"SCHILY.xattr.{key}": text for key, text in (xattrs or {}).items()}
        self._tar.addfile(entry, io.BytesIO(content or b""))

    def tar(self) -> bytes:
        """Return the finished archive."""
        self._tar.close()
        return self._buffer.getvalue()


def _base(architecture: str) -> bytes:
    layer = _Layer()
    for name in ("bin", "data", "etc", "etc/old", "root", "srv", "tmp", "usr", "usr/share"):
        mode = {"tmp": 0o1777, "root": 0o700}.get(name)
        layer.add(name, mode=mode)
    layer.add("bin/hello", executable(architecture), mode=0o755)
    layer.add("bin/greet", symlink="hello")
    layer.add("sbin", symlink="bin")
    layer.add("etc/passwd", b"root:x:0:0:root:/root:/bin/hello\nguide:x:1000:1000::/srv:\n")
    layer.add("etc/group", b"root:x:0:\nguide:x:1000:\n")
    layer.add("etc/hosts", b"# replaced in the init layer\n")
    layer.add("etc/old/notes", b"The third layer takes this away.\n")
    layer.add("etc/draft", b"And this.\n")
    layer.add("usr/share/empty", b"")
    return layer.tar()


def _data() -> bytes:
    layer = _Layer()
    guide = (1000, 1000)
    layer.add("data", mode=0o750, owner=guide)
    layer.add("data/readme.txt", b"The image declares /data as a volume.\n", owner=guide)
    # Unpacking a hard link sets mode and owner once more, of both names.
    layer.add("data/again.txt", mode=0o644, owner=guide, hard_link="data/readme.txt")
    layer.add("data/latest", symlink="lessons/02.txt")
    layer.add("data/lessons", mode=0o2775, owner=guide)
    for number in range(1, 4):
        content = f"Lesson {number}.\n".encode() * 20
        layer.add(f"data/lessons/{number:02}.txt", content, mode=0o640, owner=guide)
    layer.add("data/marked.txt", b"I carry an extended attribute.\n", xattrs={"user.lesson": "7"})
    return layer.tar()


def _removals() -> bytes:
    layer = _Layer()
    layer.add("etc", mode=None)
    layer.add("etc/.wh.draft", b"")
    layer.add("etc/old")
    layer.add("etc/old/.wh..wh..opq", b"")
    layer.add("etc/old/new", b"Everything older in this directory is hidden.\n")
    return layer.tar()


def _config(architecture: str, layers: list[bytes]) -> Blob:
    steps = ("a program and the usual files", "a volume with content", "something taken away")
    config = {
        "architecture": architecture,
        "config": {
            "Env": ["PATH=/bin", "GREETING=hello"],
            "Cmd": ["/bin/hello"],
            "Volumes": {"/data": {}},
            "WorkingDir": "/srv",
            "Labels": {"walkthrough.purpose": "teaching"},
        },
        "created": _CREATED,
        "history": [{"created": _CREATED, "created_by": step} for step in steps],
        "os": "linux",
        "rootfs": {"type": "layers", "diff_ids": [Blob("", tar).digest for tar in layers]},
    }
    return Blob(_CONFIG, json.dumps(config).encode())


def _for(architecture: str) -> tuple[Blob, list[Blob]]:
    """Return the manifest for one architecture, and the blobs that it names."""
    tars = [_base(architecture), _data(), _removals()]
    layers = [Blob(_LAYER, gzip.compress(tar, mtime=0)) for tar in tars]
    config = _config(architecture, tars)
    manifest = {
        "schemaVersion": 2,
        "mediaType": _MANIFEST,
        "config": config.descriptor(),
        "layers": [layer.descriptor() for layer in layers],
    }
    return Blob(_MANIFEST, json.dumps(manifest).encode()), [config, *layers]


@cache
def build_image() -> Image:
    """Build the image for every architecture it has, and the list that names them."""
    manifests, blobs, entries = [], [], []
    for architecture in ARCHITECTURES:
        manifest, parts = _for(architecture)
        manifests.append(manifest)
        blobs += parts
        platform = {"architecture": architecture, "os": "linux"}
        entries.append({**manifest.descriptor(), "platform": platform})
    index = {"schemaVersion": 2, "mediaType": _INDEX, "manifests": entries}
    return Image(Blob(_INDEX, json.dumps(index).encode()), tuple(manifests), tuple(blobs))
