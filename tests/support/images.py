"""Images made of code: layers, configuration, manifests, and the directory that skopeo reads."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"
DOCKER_FOREIGN_LAYER = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def digest_of(content: bytes) -> str:
    """Return the content's name."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Blob:
    """Bytes, with the type that a descriptor gives them."""

    content: bytes = field(repr=False)
    media_type: str

    @property
    def digest(self) -> str:
        return digest_of(self.content)

    def descriptor(self, **more: Any) -> dict[str, Any]:
        """Return what a manifest says of it."""
        return {
            "mediaType": self.media_type,
            "size": len(self.content),
            "digest": self.digest,
            **more,
        }


@dataclass(frozen=True)
class Image:
    """An image: its manifest, and what that names."""

    manifest: Blob
    config: Blob
    layers: tuple[Blob, ...]

    @property
    def blobs(self) -> tuple[Blob, ...]:
        return (self.config, *self.layers)


def file(name: str, content: bytes = b"", **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    """Return an entry for a layer."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(content), 0o644, 1646933555
    for key, value in more.items():
        setattr(entry, key, value)
    return entry, content


def directory(name: str, **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    """Return an entry for a layer."""
    return file(name, type=tarfile.DIRTYPE, **{"mode": 0o755, **more})


def link(name: str, target: str, *, hard: bool = False) -> tuple[tarfile.TarInfo, bytes]:
    """Return an entry for a layer."""
    kind = tarfile.LNKTYPE if hard else tarfile.SYMTYPE
    return file(name, type=kind, linkname=target, mode=0o777)


def tar(entries: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    """Return the archive of the entries."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for entry, content in entries:
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def tree(files: Mapping[str, bytes | None]) -> bytes:
    """Return the archive of directories (None) and files, always the same for the same ones."""
    return tar(
        directory(name) if content is None else file(name, content, mode=0o755)
        for name, content in files.items()
    )


def gzipped(archive: bytes, level: int = 1) -> bytes:
    """Return the archive as layers are sent, the same bytes each time."""
    return gzip.compress(archive, level, mtime=0)


def configuration(
    diff_ids: list[str], architecture: str = "amd64", variant: str = "", **more: Any
) -> bytes:
    """Return an image's configuration."""
    tree: dict[str, Any] = {
        "architecture": architecture,
        "os": "linux",
        "created": "2022-03-10T17:32:35Z",
        "config": {"Cmd": ["/bin/sh"]},
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "history": [{"created": "2022-03-10T17:32:35Z", "created_by": "tests"} for _ in diff_ids],
        **more,
    }
    if variant:
        tree["variant"] = variant
    return json.dumps(tree).encode()


def image(*archives: bytes, oci: bool = False, level: int = 1, **config: Any) -> Image:
    """Return an image of uncompressed layers, as Docker or as OCI describe it."""
    layer_type, config_type = (OCI_LAYER, OCI_CONFIG) if oci else (DOCKER_LAYER, DOCKER_CONFIG)
    layers = tuple(Blob(gzipped(archive, level), layer_type) for archive in archives)
    diff_ids = [digest_of(archive) for archive in archives]
    return describe(Blob(configuration(diff_ids, **config), config_type), layers, oci=oci)


def describe(config: Blob, layers: tuple[Blob, ...], *, oci: bool = False) -> Image:
    """Return the image that these blobs make."""
    kind = OCI_MANIFEST if oci else DOCKER_MANIFEST
    tree = {
        "schemaVersion": 2,
        "mediaType": kind,
        "config": config.descriptor(),
        "layers": [layer.descriptor() for layer in layers],
    }
    return Image(Blob(json.dumps(tree).encode(), kind), config, layers)


def index(*entries: tuple[Image, dict[str, Any]], oci: bool = False) -> Blob:
    """Return a list of images, each for a platform."""
    kind = OCI_INDEX if oci else DOCKER_LIST
    tree = {
        "schemaVersion": 2,
        "mediaType": kind,
        "manifests": [one.manifest.descriptor(platform=platform) for one, platform in entries],
    }
    return Blob(json.dumps(tree).encode(), kind)


def write_directory(target: Path, top: Blob, images: Iterable[Image]) -> Path:
    """Write what skopeo's transport ``dir:`` reads: ``top`` is a manifest, or a list of some."""
    target.mkdir(parents=True)
    (target / "version").write_text("Directory Transport Version: 1.1\n")
    (target / "manifest.json").write_bytes(top.content)
    for one in images:
        name = one.manifest.digest.partition(":")[2]
        (target / f"{name}.manifest.json").write_bytes(one.manifest.content)
        for blob in one.blobs:
            (target / blob.digest.partition(":")[2]).write_bytes(blob.content)
    return target


def busybox() -> list[bytes]:
    """Return two layers: the machine's static busybox with its links, and a change on top."""
    program = Path("/bin/busybox").read_bytes()
    names = ("sh", "ls", "cat", "mount", "vi")
    below = tar(
        [
            directory("bin"),
            directory("etc"),
            directory("etc/gone"),
            directory("tmp", mode=0o1777),
            file("bin/busybox", program, mode=0o4755),
            *[link(f"bin/{name}", "bin/busybox", hard=True) for name in names],
            link("bin/ash", "busybox"),
            file("etc/passwd", b"root:x:0:0:root:/:/bin/sh\n"),
            file("etc/gone/one", b"1"),
            file("etc/motd", b"welcome\n"),
        ]
    )
    above = tar(
        [
            directory("etc"),
            file("etc/.wh.motd"),
            directory("etc/gone"),
            file("etc/gone/.wh..wh..opq"),
            file("etc/gone/two", b"2"),
            file("etc/group", b"root:x:0:\n", uid=7, gid=8),
        ]
    )
    return [below, above]


def system_tree(count: int = 3000) -> list[bytes]:
    """Return two layers like those of a distribution: thousands of files, of every kind."""
    entries = [directory("usr"), directory("usr/share"), directory("dev"), directory("run")]
    for n in range(count):
        if n % 25 == 0:
            place = f"usr/share/part-{n // 25:03}"
            entries.append(directory(place, mode=0o755 if n % 50 else 0o2775, gid=n % 90))
        body = f"{n}\n".encode() * (n % 700)
        mode = (0o644, 0o755, 0o600, 0o4755, 0o2755)[n % 5]
        entries.append(
            file(f"{place}/file-{n:04}", body, mode=mode, uid=n % 3, mtime=1_500_000_000 + n + 0.5)
        )
        if n % 40 == 0:
            entries.append(link(f"{place}/hard-{n}", f"{place}/file-{n:04}", hard=True))
            entries.append(link(f"{place}/soft-{n}", f"../part-000/file-{n:04}"))
    capability = bytes.fromhex("0100000200040000000000000000000000000000").decode("latin-1")
    pax = {"SCHILY.xattr.security.capability": capability, "SCHILY.xattr.user.note": "kept"}
    entries += [
        file("usr/ping", b"#!/bin/sh\n", mode=0o755, pax_headers=pax),
        file("usr/share/" + "long-" * 30 + "name", b"long"),
        file("usr/share/\u00e9t\u00e9 \u65e5\u672c", b"not ASCII"),
        file("run/pipe", type=tarfile.FIFOTYPE, mode=0o620),
        file("dev/null", type=tarfile.CHRTYPE, devmajor=1, devminor=3, mode=0o666),
    ]
    change = [
        file("usr/share/part-001/.wh.file-0025"),
        directory("usr/share/part-002"),
        file("usr/share/part-002/.wh..wh..opq"),
        file("usr/share/part-002/new", b"new"),
        file("usr/share/part-003", b"was a directory"),
    ]
    return [tar(entries), tar(change)]


def noise(megabytes: int, name: str = "noise") -> bytes:
    """Return a layer that does not compress."""
    return tar([file(name, os.urandom(megabytes << 20))])
