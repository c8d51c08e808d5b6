"""Pulls through an engine's API, and what they leave on disk."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import http.client
import json
import os
import stat
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from engine.cmd.dockerd.daemon import DaemonCli
from engine.daemon.config import Config
from engine.daemon.daemon import Daemon
from tests.support.engines import Engine

_WAIT = 100.0


@dataclass
class Pulled:
    """What a pull was answered with: the status, and the lines or the error."""

    status: int
    lines: list[dict[str, Any]]

    @property
    def error(self) -> str:
        """The error's text, of the answer or in the stream."""
        last = self.lines[-1]
        return str(last.get("message") or last.get("error") or "")

    def statuses(self, id: str = "") -> list[str]:
        """Return what was said about ``id``."""
        return [str(line.get("status")) for line in self.lines if line.get("id", "") == id]

    def ids(self) -> set[str]:
        """Return what was spoken of."""
        return {str(line["id"]) for line in self.lines if line.get("id")}


@dataclass
class Puller:
    """An engine as a client sees it that pulls, and as its files tell."""

    engine: Engine
    daemon: Daemon | None = None

    @property
    def root(self) -> Path:
        """The engine's data-root."""
        return self.engine.root

    def pull(self, image: str, tag: str = "", platform: str = "", **auth: str) -> Pulled:
        """Pull, as the user that ``auth`` names."""
        headers = {}
        if auth:
            headers["X-Registry-Auth"] = urlsafe_b64encode(json.dumps(auth).encode()).decode()
        with contextlib.closing(self.open(image, tag, platform, headers)) as connection:
            answer = connection.getresponse()
            lines = answer.read().splitlines()
        return Pulled(answer.status, [json.loads(line) for line in lines])

    def open(
        self, image: str, tag: str = "", platform: str = "", headers: dict[str, str] | None = None
    ) -> http.client.HTTPConnection:
        """Begin to pull, and return the connection that the lines will come on."""
        query = urlencode({"fromImage": image, "tag": tag, "platform": platform})
        connection = self.engine.connect(_WAIT)
        connection.request("POST", f"/v1.41/images/create?{query}", headers=headers or {})
        return connection

    def inspect(self, image: str) -> Any:
        """Return what is known of an image, None if there is none."""
        answer = self.engine.send("GET", f"/v1.41/images/{image}/json")
        return answer.json() if answer.status == 200 else None

    def remove(self, image: str) -> None:
        """Remove an image."""
        self.engine.send("DELETE", f"/v1.41/images/{image}?force=1")

    def remove_all(self) -> None:
        """Remove all images."""
        for image in self.engine.send("GET", "/v1.41/images/json?all=1").json():
            self.remove(image["Id"])

    def download_to(self, directory: Path) -> None:
        """Let our engine put what it downloads there."""
        assert self.daemon is not None
        self.daemon.image_service.temp_dir = directory

    def repositories(self) -> Any:
        """Return the names of the images, as they stand on disk."""
        return json.loads((self.root / "image" / "overlay2" / "repositories.json").read_text())

    def tree(self, part: str) -> dict[str, bytes]:
        """Return all files below ``image/overlay2/PART``, cache IDs aside, by path."""
        top = self.root / "image" / "overlay2" / part
        found = {}
        for path in sorted(top.rglob("*")):
            if path.is_file() and path.name != "cache-id":
                content = path.read_bytes()
                if path.name == "tar-split.json.gz":
                    content = gzip.decompress(content)
                found[str(path.relative_to(top))] = content
        return found

    def layers(self) -> dict[str, dict[str, object]]:
        """Return each layer's files, by the layer's chain ID and the file's path."""
        top = self.root / "image" / "overlay2" / "layerdb" / "sha256"
        return {
            chain.name: listing(
                self.root / "overlay2" / (chain / "cache-id").read_text().strip() / "diff"
            )
            for chain in sorted(top.glob("*"))
        }

    def leftovers(self) -> list[str]:
        """Return what no finished layer explains: directories, transactions, downloads."""
        layerdb = self.root / "image" / "overlay2" / "layerdb"
        known = {"l"} | {path.read_text().strip() for path in layerdb.glob("sha256/*/cache-id")}
        overlay = {f"overlay2/{name}" for name in os.listdir(self.root / "overlay2")}
        found = overlay - {f"overlay2/{name}" for name in known}
        for place in (layerdb / "tmp", self.root / "tmp"):
            found |= {str(path.relative_to(self.root)) for path in place.glob("*")}
        return sorted(found)


def listing(top: Path) -> dict[str, object]:
    """Return what is below ``top``: type, mode, owner, time, content, attributes, links."""
    found: dict[str, object] = {}
    links: dict[int, str] = {}
    for path in [top, *sorted(top.rglob("*"))]:
        about = path.lstat()
        name = str(path.relative_to(top))
        content: object = None
        if stat.S_ISREG(about.st_mode):
            content = (about.st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        elif stat.S_ISLNK(about.st_mode):
            content = os.readlink(path)
        first = links.setdefault(about.st_ino, name) if about.st_nlink > 1 else name
        # The top directory's time is the time of unpacking.
        when = None if path == top else about.st_mtime_ns
        found[name] = (
            *(oct(about.st_mode), about.st_uid, about.st_gid, about.st_rdev, when),
            *(content, first, _attributes(path)),
        )
    return found


def _attributes(path: Path) -> dict[str, bytes]:
    names = sorted(os.listxattr(path, follow_symlinks=False))
    return {name: os.getxattr(path, name, follow_symlinks=False) for name in names}


@contextlib.contextmanager
def ours(base: Path, *, second: float = 0.01, **settings: Any) -> Iterator[Puller]:
    """Run our engine in this process, with its files below ``base``.

    ``second`` is how long it takes a second to be, between two attempts to download.
    """
    engine = Engine("ours", base / "ours.sock", base / "ours", base / "ours-exec")
    config = Config(
        root=str(engine.root),
        exec_root=str(engine.exec_root),
        hosts=[engine.host],
        graph_driver="overlay2",
        bridge="none",
        **settings,
    )
    cli = DaemonCli(config)
    cli.start()
    try:
        assert cli.d is not None
        cli.d.image_service.download_manager.wait_seconds = second
        yield Puller(engine, cli.d)
    finally:
        cli.stop()
