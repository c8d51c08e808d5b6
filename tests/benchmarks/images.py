"""Images for the benchmarks, as `docker save` writes them."""

from __future__ import annotations

import hashlib
import io
import json
import random
import tarfile
from pathlib import Path


def layer(files: dict[str, bytes], directories: tuple[str, ...] = ()) -> bytes:
    """Return the tar of one layer."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in directories:
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def save(path: Path, name: str, layers: list[bytes], config: dict[str, object]) -> Path:
    """Write an archive that `docker load` and `trace image load` take."""
    diff_ids = ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in layers]
    image = {
        "architecture": "amd64",
        "os": "linux",
        "created": "2022-03-10T17:32:35Z",
        "config": config,
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "history": [{"created_by": "benchmark"} for _ in layers],
    }
    blob = json.dumps(image).encode()
    config_name = hashlib.sha256(blob).hexdigest() + ".json"
    names = [f"{n:03}/layer.tar" for n in range(len(layers))]
    manifest = [{"Config": config_name, "RepoTags": [f"{name}:latest"], "Layers": names}]
    with tarfile.open(path, "w") as archive:
        for member, content in [
            (config_name, blob),
            *zip(names, layers, strict=True),
            ("manifest.json", json.dumps(manifest).encode()),
        ]:
            entry = tarfile.TarInfo(member)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def _noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


def build(directory: Path) -> dict[str, Path]:
    """Build every image that the benchmarks use; returns the archives by image name."""
    base = layer({"bin/app": b"x" * 1000}, ("bin", "data", "etc"))
    many = [layer({f"file{n}": b"y"}) for n in range(99)]
    big = {f"data/{n % 50:02}/{n}": _noise(32_768, n) for n in range(3000)}
    small = {f"data/{n % 100:02}/{n}": b"z" * (n % 700) for n in range(10_000)}
    command: dict[str, object] = {"Cmd": ["/bin/app"]}
    return {
        "one": save(directory / "one.tar", "one", [base], command),
        "hundred": save(directory / "hundred.tar", "hundred", [base, *many], command),
        "small": save(directory / "small.tar", "small", [base, layer(small)], command),
        "big": save(
            directory / "big.tar", "big", [base, layer({"data/big": _noise(200 << 20, 1)})], command
        ),
        "volume": save(directory / "volume.tar", "volume", [base, layer(big)], command),
    }
