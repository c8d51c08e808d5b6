"""Archives that nobody should send: layers that lead out, lie, break off or pretend.

``LAYERS`` are tars to be unpacked on ``BASE``; ``ARCHIVES`` are what `docker load` gets.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import tarfile
from collections.abc import Callable
from typing import Any

from tests.support.images import configuration, digest_of, directory, file, link, tar

# The name that nothing outside of a layer may ever have.
ESCAPED = "escaped-7f3a91"
UP = "../" * 12
BASE = tar(
    [
        directory("etc"),
        file("etc/passwd", b"root:x:0:0:root:/:/bin/sh\n"),
        directory("lower"),
        directory("lower/deep"),
        file("lower/deep/file", b"below"),
        link("up", "../../../../.."),
        link("absolute", "/tmp"),
        link("proc", "/proc/self/root"),
    ]
)
Entry = tuple[tarfile.TarInfo, bytes]
_GNU = tarfile.GNU_FORMAT


def device(name: str, kind: bytes = tarfile.CHRTYPE, **more: Any) -> Entry:
    """Return a device: the machine's memory unless told otherwise."""
    return file(name, type=kind, **{"devmajor": 1, "devminor": 1, **more})


def _patched(archive: bytes, offset: int, value: bytes, *, sum_right: bool = True) -> bytes:
    """Overwrite a part of the first header, and make its checksum right again."""
    block = bytearray(archive[:512])
    block[offset : offset + len(value)] = value
    if sum_right:
        block[148:156] = b" " * 8
        block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + archive[512:]


def _pax(name: str, records: bytes, content: bytes = b"") -> bytes:
    """Return a file behind an extended header of ``records``, which need not be any."""
    header = tarfile.TarInfo("PaxHeaders/x")
    header.type, header.size = tarfile.XHDTYPE, len(records)
    padding = bytes(-len(records) % 512)
    return header.tobuf(tarfile.USTAR_FORMAT) + records + padding + tar([file(name, content)])


def _record(key: bytes, value: bytes) -> bytes:
    body = b" " + key + b"=" + value + b"\n"
    size = len(body)
    while size != len(body) + len(str(size)):
        size = len(body) + len(str(size))
    return str(size).encode() + body


def _raw_name(name: bytes, content: bytes = b"x") -> bytes:
    """Return a file whose name is these bytes."""
    return _patched(tar([file("n" * len(name), content)]), 0, name)


def _deep(count: int) -> bytes:
    return tar([file("/".join(["d"] * count) + "/" + ESCAPED, b"deep")])


def _capable() -> bytes:
    """Return a file with a capability, an attribute of a user and one of overlayfs's own."""
    capability = bytes.fromhex("0100000200040000000000000000000000000000").decode("latin-1")
    return tar(
        [
            file(
                "ping",
                b"#!",
                mode=0o755,
                pax_headers={"SCHILY.xattr.security.capability": capability},
            )
        ]
    )


def _attribute(name: str, value: str) -> bytes:
    return tar([file("f", b"x", pax_headers={f"SCHILY.xattr.{name}": value})])


_ONE = tar([file("f", b"x" * 700)])

LAYERS: dict[str, bytes] = {
    # -- names that lead out
    "name goes up": tar([file(f"../{ESCAPED}", b"x")]),
    "name goes far up": tar([file(f"{UP}tmp/{ESCAPED}", b"x")]),
    "name goes down and up": tar([file(f"etc/../../../{ESCAPED}", b"x")]),
    "name goes down and up and stays": tar([file(f"etc/../lower/{ESCAPED}", b"x")]),
    "absolute name": tar([file(f"/tmp/{ESCAPED}", b"x")]),
    "absolute name with many slashes": tar([file(f"////tmp//{ESCAPED}", b"x")]),
    "absolute name goes up": tar([file(f"/../../tmp/{ESCAPED}", b"x")]),
    "directory goes up": tar([directory(f"../{ESCAPED}")]),
    "name of two dots": tar([file("..", b"x")]),
    "directory of two dots": tar([directory("..", mode=0o777)]),
    "name of a dot": tar([file(".", b"x")]),
    "directory of a dot": tar([directory(".", mode=0o711, uid=7)]),
    "name of a slash": tar([directory("/", mode=0o711)]),
    "empty name": _patched(tar([file("n", b"x")]), 0, b"\0"),
    "backslashes": tar([file(f"..\\..\\{ESCAPED}", b"x")]),
    # -- through links of this layer
    "file through a link up": tar([link("l", "../../.."), file(f"l/{ESCAPED}", b"x")]),
    "file through an absolute link": tar([link("l", "/tmp"), file(f"l/{ESCAPED}", b"x")]),
    "file through two links": tar([link("a", "b"), link("b", "/tmp"), file(f"a/{ESCAPED}", b"x")]),
    "file through a link to itself": tar([link("l", "l"), file("l/f", b"x")]),
    "file over a link to the outside": tar([link("l", "/etc/passwd"), file("l", b"x")]),
    "directory over a link to the outside": tar(
        [link("l", "/tmp"), directory("l", mode=0o700), file(f"l/{ESCAPED}", b"x")]
    ),
    "link with an endless target": tar([link("l", "x" * 4095)]),
    "link with a target that is too long": tar([link("l", "x" * 5000)]),
    "link without a target": tar([link("l", "")]),
    # -- through links of the layer below
    "file through a lower link up": tar([file(f"up/{ESCAPED}", b"x")]),
    "file through a lower absolute link": tar([file(f"absolute/{ESCAPED}", b"x")]),
    "file through proc": tar([file(f"proc/tmp/{ESCAPED}", b"x")]),
    # -- hard links
    "hard link up": tar([link(ESCAPED, "../../../../etc/passwd", hard=True)]),
    "hard link to an absolute name": tar([link("h", "/etc/passwd", hard=True)]),
    "hard link to the layer below": tar([link("h", "lower/deep/file", hard=True)]),
    "hard link through a link": tar(
        [link("l", "/etc"), link("h", "l/passwd", hard=True), file("h", b"x")]
    ),
    "hard link to a link to the outside": tar(
        [link("l", "/etc/passwd"), link("h", "l", hard=True)]
    ),
    "hard link to itself": tar([link("h", "h", hard=True)]),
    "hard link to nothing": tar([link("h", "gone", hard=True)]),
    "hard link to a directory": tar([directory("d"), link("h", "d", hard=True)]),
    "hard link that comes first": tar([link("h", "f", hard=True), file("f", b"x")]),
    # -- whiteouts
    "whiteout of the directory above": tar([file("etc/.wh...")]),
    "whiteout of itself": tar([file("etc/.wh..")]),
    "whiteout of nothing": tar([file("etc/.wh.")]),
    "whiteout goes up": tar([file("etc/../../.wh.tmp")]),
    "whiteout of the root's parent": tar([file(".wh...")]),
    "whiteout through a link": tar([link("l", "/etc"), file("l/.wh.passwd")]),
    "whiteout with content": tar([file("etc/.wh.passwd", b"content")]),
    "whiteout that is a directory": tar([directory("etc/.wh.passwd")]),
    "whiteout that is a link": tar([link("etc/.wh.passwd", "/etc/passwd")]),
    "whiteout of what is not there": tar([file("etc/.wh.nothing")]),
    "whiteout and file": tar([file("etc/.wh.new"), file("etc/new", b"x")]),
    "file and whiteout": tar([file("etc/new", b"x"), file("etc/.wh.new")]),
    "opaque root": tar([file(".wh..wh..opq")]),
    "opaque directory that is a file below": tar([file("etc/passwd/.wh..wh..opq")]),
    "opaque directory through a link": tar([link("l", "/etc"), file("l/.wh..wh..opq")]),
    "hidden directory of aufs": tar([directory(".wh..wh.plnk"), file(".wh..wh.plnk/1.2", b"x")]),
    "link into the hidden directory of aufs": tar([link("l", ".wh..wh.plnk/1.2", hard=True)]),
    "handmade whiteout": tar([device("etc/passwd", devmajor=0, devminor=0)]),
    "handmade opaque mark": _attribute("trusted.overlay.opaque", "y"),
    "handmade redirect": _attribute("trusted.overlay.redirect", "/../../.."),
    # -- kinds
    "memory of the machine": tar([device("mem", mode=0o666)]),
    "disk of the machine": tar([device("sda", tarfile.BLKTYPE, devmajor=8, devminor=0)]),
    "device with large numbers": _patched(tar([device("d")]), 329, b"7777777\0" + b"7777777\0"),
    "pipe": tar([file("p", type=tarfile.FIFOTYPE)]),
    "unknown kind": _patched(_ONE, 156, b"Z"),
    "reserved kind": _patched(_ONE, 156, b"7"),
    "set-user-ID and sticky": tar([file("s", b"x", mode=0o7755), directory("d", mode=0o7777)]),
    "set-user-ID of somebody": tar([file("s", b"x", mode=0o6755, uid=1000, gid=1000)]),
    "mode with a type in it": tar([file("s", b"x", mode=0o140777)]),
    "owner beyond 32 bits": tar([file("f", b"x", pax_headers={"uid": str((1 << 32) + 7)})]),
    "owner below zero": tar([file("f", b"x", pax_headers={"uid": "-1"})]),
    "time before the beginning": tar([file("f", b"x", mtime=-1_000_000_000_000)]),
    "time after the end": tar([file("f", b"x", mtime=1 << 62)]),
    # -- the same name twice
    "file twice": tar([file("f", b"1"), file("f", b"2")]),
    "file twice by other names": tar([file("f", b"1"), file("./x/../f", b"2")]),
    "file then directory": tar([file("f", b"1"), directory("f"), file("f/g", b"2")]),
    "directory then file": tar([directory("f"), file("f/g", b"1"), file("f", b"2")]),
    "directory then link": tar([directory("f"), link("f", "/tmp"), file(f"f/{ESCAPED}", b"2")]),
    "directory twice": tar([directory("f", mode=0o700), directory("f", mode=0o755)]),
    "file below a file": tar([file("f", b"1"), file("f/g", b"2")]),
    # -- names and attributes
    "name that is no UTF-8": _raw_name(b"caf\xe9-\xff\xfe"),
    "name with a line end": _raw_name(b"a\nb\rc"),
    "name with an escape": _raw_name(b"\x1b[2Jx"),
    "name of 255 bytes": tar([file("n" * 255, b"x")]),
    "name of 256 bytes": tar([file("n" * 256, b"x")]),
    "200 directories deep": _deep(200),
    "3000 directories deep": _deep(3000),
    "capability": _capable(),
    "attribute of a user": _attribute("user.note", "kept"),
    "attribute without a name": _attribute("", "x"),
    "attribute of no name space": _attribute("none.such", "x"),
    "attribute larger than the kernel takes": _attribute("user.large", "x" * 70_000),
    # -- extended headers
    "huge extended header": _pax("f", _record(b"comment", b"x" * (2 << 20))),
    "extended header of 900 kB": _pax("f", _record(b"comment", b"x" * 900_000)),
    "record of a wrong length": _pax("f", b"99 path=x\n"),
    "record without a length": _pax("f", b"path=x\n"),
    "record without a value": _pax("f", b"7 path\n"),
    "record with a NUL in a path": _pax("f", _record(b"path", b"a\0b")),
    "record that goes up": _pax("f", _record(b"path", b"../" + ESCAPED.encode())),
    "record with a size below zero": _pax("f", _record(b"size", b"-1")),
    "record with a huge size": _pax("f", _record(b"size", b"9" * 18)),
    "record with a size in words": _pax("f", _record(b"size", b"many")),
    "sparse map that lies": _pax(
        "f",
        _record(b"GNU.sparse.major", b"0")
        + _record(b"GNU.sparse.minor", b"1")
        + _record(b"GNU.sparse.numblocks", b"1")
        + _record(b"GNU.sparse.map", b"5,900")
        + _record(b"GNU.sparse.size", b"10"),
        b"x" * 10,
    ),
    "extended header for all": _patched(_pax("f", _record(b"path", ESCAPED.encode())), 156, b"g"),
    # -- damage
    "size that lies": _patched(_ONE, 124, b"00000077777\0"),
    "size in binary below zero": _patched(_ONE, 124, b"\xff" * 12),
    "size in binary that is huge": _patched(_ONE, 124, b"\x80" + b"\x7f" * 11),
    "size in no digits": _patched(_ONE, 124, b"abcdefghijk\0"),
    "wrong checksum": _patched(_ONE, 148, b"000000\0 ", sum_right=False),
    "cut in the header": _ONE[:300],
    "cut in the content": _ONE[:900],
    "cut after the content": _ONE[: 512 + 700],
    "no end": _ONE[:1536],
    "nothing": b"",
    "only zeros": bytes(10_240),
    "no archive": b"this is no archive" * 100,
    "noise behind the end": _ONE + b"noise" * 1000,
    "archive behind the end": _ONE + tar([file(f"../{ESCAPED}", b"x")]),
    "one zero block in the middle": _ONE[:1536] + bytes(512) + _ONE,
    # -- compression
    "gzip that is cut": gzip.compress(_ONE, mtime=0)[:-20],
    "gzip with a wrong sum": gzip.compress(_ONE, mtime=0)[:-8] + b"\1\2\3\4" + b"\0" * 4,
    "gzip with noise behind it": gzip.compress(_ONE, mtime=0) + b"noise" * 20,
    "gzip within gzip": gzip.compress(gzip.compress(_ONE, mtime=0), mtime=0),
    "xz header and nothing": b"\xfd7zXZ\x00" + bytes(100),
    "bzip2 header and nothing": b"BZh9" + bytes(100),
}


def archive(*layers: bytes, name: str, diff_ids: list[str] | None = None) -> bytes:
    """Return what `docker save` would write for an image of these layers."""
    if diff_ids is None:
        diff_ids = [digest_of(_inflated(layer)) for layer in layers]
    config = configuration(diff_ids)
    names = [f"{number}/layer.tar" for number in range(len(layers))]
    return pack(config, names, name, dict(zip(names, layers, strict=True)))


def pack(config: bytes, names: list[str], tag: str, files: dict[str, bytes]) -> bytes:
    """Return an archive of a configuration, a manifest that names layers, and files."""
    manifest = [{"Config": "config.json", "RepoTags": [tag], "Layers": names}]
    return tar(
        [
            file("config.json", config),
            file("manifest.json", json.dumps(manifest).encode()),
            *[file(path, content) for path, content in files.items()],
        ]
    )


def _inflated(layer: bytes) -> bytes:
    if not layer.startswith(b"\x1f\x8b"):
        return layer
    try:
        return gzip.decompress(layer)
    except (OSError, EOFError):
        return layer


def _linked(target: str) -> bytes:
    """Return an image whose layer is a link to somewhere."""
    config = configuration([digest_of(_ONE)])
    manifest = [{"Config": "config.json", "RepoTags": ["linked:1"], "Layers": ["layer.tar"]}]
    return tar(
        [
            file("config.json", config),
            file("manifest.json", json.dumps(manifest).encode()),
            file("other.tar", _ONE),
            link("layer.tar", target),
        ]
    )


def _names(config: str, layer: str) -> bytes:
    manifest = [{"Config": config, "RepoTags": ["named:1"], "Layers": [layer]}]
    return tar(
        [
            file("config.json", configuration([digest_of(_ONE)])),
            file("layer.tar", _ONE),
            file("manifest.json", json.dumps(manifest).encode()),
        ]
    )


def _many_layers(count: int) -> bytes:
    empty = tar([])
    config = configuration([digest_of(empty)] * count)
    return pack(config, ["layer.tar"] * count, "many:1", {"layer.tar": empty})


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "another layer than the one named": lambda: archive(
        _ONE, name="lie:1", diff_ids=["sha256:" + hashlib.sha256(b"x").hexdigest()]
    ),
    "a digest that is none": lambda: archive(_ONE, name="lie:1", diff_ids=["sha256:../../x"]),
    "a digest of another kind": lambda: archive(_ONE, name="lie:1", diff_ids=["md5:" + "0" * 32]),
    "more layers than digests": lambda: archive(_ONE, _ONE, name="lie:1", diff_ids=["x"]),
    "ten thousand layers": functools.partial(_many_layers, 10_000),
    "layer that is a link up": lambda: _linked(f"{UP}etc/passwd"),
    "layer that is an absolute link": lambda: _linked("/etc/passwd"),
    "layer that is a link to another": lambda: _linked("other.tar"),
    "layer that is a link to itself": lambda: _linked("layer.tar"),
    "layer named outside": lambda: _names("config.json", f"{UP}etc/passwd"),
    "layer named absolutely": lambda: _names("config.json", "/etc/passwd"),
    "configuration named outside": lambda: _names(f"{UP}etc/passwd", "layer.tar"),
    "configuration that is a directory": lambda: _names(".", "layer.tar"),
    "layer that is a directory": lambda: _names("config.json", "."),
    "configuration that is a layer": lambda: _names("layer.tar", "layer.tar"),
    "manifest that is no JSON": lambda: tar([file("manifest.json", b"{")]),
    "manifest of null": lambda: tar([file("manifest.json", b"null")]),
    "manifest that is a link": lambda: tar([link("manifest.json", "/etc/passwd")]),
    "manifest that is a directory": lambda: tar([directory("manifest.json")]),
    "file that goes up beside": lambda: tar([file(f"{UP}tmp/{ESCAPED}", b"x")]),
    "file through a link beside": lambda: tar(
        [link("l", "/tmp"), file(f"l/{ESCAPED}", b"x"), file("manifest.json", b"[]")]
    ),
    "tag that is none": lambda: archive(_ONE, name="UPPER:!"),
    "tag that is a digest": lambda: archive(_ONE, name="a@sha256:" + "0" * 64),
    "archive cut off": lambda: archive(_ONE, name="cut:1")[:3000],
    "no archive": lambda: b"this is no archive" * 100,
    "nothing": lambda: b"",
    "gzip cut off": lambda: gzip.compress(archive(_ONE, name="cut:1"))[:-30],
}
