"""The images that both engines have: each shows something that a create may trip over."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from walkthrough.demo.image import build_image

_CREATED = "2022-03-10T17:32:35Z"
_MTIME = 1646933555


class Layer:
    """A tar archive in the making."""

    def __init__(self) -> None:
        self._buffer = io.BytesIO()
        self._tar = tarfile.TarFile(fileobj=self._buffer, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, content: bytes = b"", **about: Any) -> Layer:
        """Add an entry; ``about`` sets what TarInfo knows, and xattrs."""
        xattrs: Mapping[str, str] = about.pop("xattrs", {})
        entry = tarfile.TarInfo(name)
        entry.mtime, entry.size, entry.mode = _MTIME, len(content), 0o644
        for key, value in about.items():
            setattr(entry, key, value)
        entry.pax_headers = {f"SCHILY.xattr.{key}": value for key, value in xattrs.items()}
        self._tar.addfile(entry, io.BytesIO(content))
        return self

    def directory(self, name: str, mode: int = 0o755, **about: Any) -> Layer:
        """Add a directory."""
        return self.add(name, type=tarfile.DIRTYPE, mode=mode, **about)

    def tar(self) -> bytes:
        """Return the archive."""
        self._tar.close()
        return self._buffer.getvalue()


def _base() -> bytes:
    layer = Layer()
    for name in ("bin", "etc", "srv", "usr"):
        layer.directory(name)
    layer.directory("tmp", 0o1777).directory("root", 0o700)
    layer.add("bin/true", b"#!/bin/sh\n", mode=0o755)
    layer.add("bin/sh", type=tarfile.SYMTYPE, linkname="true", mode=0o777)
    layer.add("etc/hostname", b"from the image\n")
    return layer.tar()


def _odd() -> bytes:
    """Return a layer with one of everything that a copy into a volume has to keep."""
    layer = Layer()
    layer.directory("odd", 0o1750, uid=1000, gid=1001, xattrs={"user.of": "directory"})
    layer.add("odd/plain", b"plain\n", mode=0o640, uid=1, gid=2)
    layer.add("odd/suid", b"suid\n", mode=0o4755)
    layer.add("odd/xattr", b"xattr\n", xattrs={"user.lesson": "7", "trusted.lesson": "8"})
    layer.add("odd/hard", type=tarfile.LNKTYPE, linkname="odd/plain")
    layer.add("odd/soft", type=tarfile.SYMTYPE, linkname="plain", mode=0o777)
    layer.add("odd/dangling", type=tarfile.SYMTYPE, linkname="/no/where", mode=0o777, uid=7)
    layer.add("odd/null", type=tarfile.CHRTYPE, devmajor=1, devminor=3, mode=0o666)
    layer.add("odd/loop", type=tarfile.BLKTYPE, devmajor=7, devminor=0, mode=0o660)
    layer.directory("odd/deep/er", 0o2755, gid=5)
    layer.add("odd/deep/er/file", b"x" * 70000)
    layer.add("odd/empty", b"")
    layer.add("odd/n\u00e4me with <&>", b"name\n")
    return layer.tar()


def _second() -> bytes:
    layer = Layer().directory("odd/deep", 0o700)
    layer.add("odd/.wh.empty").add("odd/deep/er/.wh..wh..opq").add("odd/deep/er/new", b"new\n")
    return layer.tar()


_RICH: dict[str, Any] = {
    "User": "1000:1000",
    "ExposedPorts": {"80/tcp": {}, "53/udp": {}},
    "Env": ["PATH=/bin", "LANG=C", "BARE", "EQUALS=a=b"],
    "Entrypoint": ["/bin/entry", "first"],
    "Cmd": ["second"],
    "Volumes": {"/odd": {}, "/new/volume": {}},
    "WorkingDir": "/srv/work",
    "Labels": {"a": "image", "b": "image", "c<&>": "image"},
    "StopSignal": "SIGINT",
    "Healthcheck": {
        "Test": ["CMD-SHELL", "true"],
        "Interval": 30_000_000_000,
        "Timeout": 3_000_000_000,
        "StartPeriod": 1_000_000_000,
        "Retries": 3,
    },
    "OnBuild": ["RUN true"],
    "Shell": ["/bin/zsh", "-c"],
}


def _image(config: object, layers: list[bytes], **about: object) -> tuple[dict[str, Any], bytes]:
    diff_ids = ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in layers]
    image = {
        "architecture": "amd64",
        "os": "linux",
        "created": _CREATED,
        "config": config,
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "history": [
            {"created": _CREATED, "created_by": f"step {n}", "comment": "<&>"}
            for n, _ in enumerate(layers)
        ],
        **about,
    }
    return image, json.dumps(image).encode()


@cache
def images() -> dict[str, list[bytes]]:
    """Return each image's config (JSON) and layers, in one list, by name."""
    base, odd, second = _base(), _odd(), _second()
    true = {"Cmd": ["/bin/true"]}
    made = {
        "plain": ({}, [base], {}),
        "null": (None, [base], {}),
        "rich": (_RICH, [base, odd, second], {}),
        "arm": (true, [base], {"architecture": "arm64", "variant": "v8"}),
        "noentry": ({"Entrypoint": [], "Cmd": ["/bin/true"]}, [base], {}),
        "entryonly": ({"Entrypoint": ["/bin/true"]}, [base], {}),
        "health": ({**true, "Healthcheck": {"Test": ["NONE"]}}, [base], {}),
        "empty": (true, [], {}),
        "deep": (true, [Layer().add(f"file{n}", b"y").tar() for n in range(40)], {}),
        "volumefile": ({**true, "Volumes": {"/etc/hostname": {}}}, [base], {}),
        "volumelink": ({**true, "Volumes": {"/bin/sh": {}, "/a/../b/": {}}}, [base], {}),
        "workdir": ({**true, "WorkingDir": "relative/../dir/"}, [base], {}),
    }
    found = {}
    for name, (config, layers, about) in made.items():
        _, blob = _image(config, layers, **about)
        found[name] = [blob, *layers]
    found["demo"] = _demo()
    return found


def _demo() -> list[bytes]:
    """Return the bundled image, as its registry has it for amd64."""
    by_digest = {blob.digest: blob.content for blob in build_image().blobs}
    manifest = json.loads(build_image().manifests[0].content)
    layers = [gzip.decompress(by_digest[layer["digest"]]) for layer in manifest["layers"]]
    return [by_digest[manifest["config"]["digest"]], *layers]


def image_id(name: str) -> str:
    """Return the ID of an image, without ``sha256:``."""
    return hashlib.sha256(images()[name][0]).hexdigest()


@cache
def archive(*wanted: str) -> bytes:
    """Return all images, or those that are wanted, as `docker save` would write them."""
    buffer = io.BytesIO()
    files: dict[str, bytes] = {}
    manifest = []
    for name in wanted or images():
        config, *layers = images()[name]
        config_name = hashlib.sha256(config).hexdigest() + ".json"
        files[config_name] = config
        paths = [hashlib.sha256(tar).hexdigest() + "/layer.tar" for tar in layers]
        files.update(zip(paths, layers, strict=True))
        entry = {"Config": config_name, "RepoTags": [f"{name}:latest"], "Layers": paths}
        manifest.append(entry)
    files["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
