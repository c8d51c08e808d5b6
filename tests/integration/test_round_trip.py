"""Images go from dockerd to our engine and back by docker's own client, and stay the same."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import clients, images
from tests.support.hostile import pack
from tests.support.pulling import Puller

TREE = images.system_tree(600)
NAME = "round:trip"
each_client = pytest.mark.parametrize("client", clients.each())


def docker(client: str, engine: Puller, *words: str) -> str:
    """Run a command of the stock client."""
    done = subprocess.run(
        [client, "-H", engine.engine.host, *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def contents(archive: Path) -> dict[str, str]:
    """Return the digest of every file in a saved archive that stands for a layer or a config."""
    with tarfile.open(archive) as saved:
        found = {}
        for member in saved.getmembers():
            file = saved.extractfile(member) if member.isfile() else None
            if file is not None and not member.name.endswith(("/json", "repositories")):
                found[member.name] = hashlib.sha256(file.read()).hexdigest()
        return found


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """An image as an archive."""
    config = images.configuration([images.digest_of(layer) for layer in TREE])
    files = {f"{number}.tar": layer for number, layer in enumerate(TREE)}
    (tmp_path / "original.tar").write_bytes(pack(config, list(files), NAME, files))
    return tmp_path / "original.tar"


@each_client
@pytest.mark.parametrize("first", ["dockerd", "ours"])
def test_an_image_that_travels_stays_the_same(
    first: str, client: str, original: Path, stock: Puller, ours: Puller, tmp_path: Path
) -> None:
    one, other = (stock, ours) if first == "dockerd" else (ours, stock)
    docker(client, one, "load", "-i", str(original))
    docker(client, one, "save", "-o", str(tmp_path / "there.tar"), NAME)

    docker(client, other, "load", "-i", str(tmp_path / "there.tar"))
    docker(client, other, "save", "-o", str(tmp_path / "back.tar"), NAME)

    try:
        there, back = contents(tmp_path / "there.tar"), contents(tmp_path / "back.tar")
        assert back == there
        layers = {digest for name, digest in there.items() if name.endswith("layer.tar")}
        assert layers == {hashlib.sha256(layer).hexdigest() for layer in TREE}
        shown = [engine.inspect(NAME) for engine in (one, other)]
        assert shown[0]["Id"] == shown[1]["Id"]
        assert shown[0]["RootFS"] == shown[1]["RootFS"]
        told = [
            docker(client, engine, "image", "history", "--no-trunc", NAME)
            for engine in (one, other)
        ]
        assert told[0] == told[1]
    finally:
        for engine in (one, other):
            engine.remove_all()


def family() -> bytes:
    """Return three images, each built on the one before; the middle one has no name."""
    layers = [images.tar([images.file(f"f{n}", b"x")]) for n in range(3)]
    files = {f"{n}.tar": layer for n, layer in enumerate(layers)}
    manifest: list[dict[str, Any]] = []
    for count in (1, 2, 3):
        config = images.configuration([images.digest_of(layer) for layer in layers[:count]])
        files[f"{count}.json"] = config
        parent = {"Parent": images.digest_of(files[f"{count - 1}.json"])} if count > 1 else {}
        tags = [] if count == 2 else [f"family:{count}"]
        names = [f"{n}.tar" for n in range(count)]
        manifest.append({"Config": f"{count}.json", "RepoTags": tags, "Layers": names, **parent})
    files["manifest.json"] = json.dumps(manifest).encode()
    return images.tar([images.file(name, content) for name, content in files.items()])


def _id(count: int) -> str:
    layers = [images.tar([images.file(f"f{n}", b"x")]) for n in range(count)]
    return images.digest_of(images.configuration([images.digest_of(layer) for layer in layers]))


Delete = Callable[[Puller], tuple[int, Any]]


def _delete(image: str, query: str = "") -> Delete:
    def run(engine: Puller) -> tuple[int, Any]:
        answer = engine.engine.send("DELETE", f"/v1.41/images/{image}{query}")
        return answer.status, answer.json()

    return run


def _post(path: str) -> Delete:
    def run(engine: Puller) -> tuple[int, Any]:
        answer = engine.engine.send("POST", f"/v1.41{path}")
        told = answer.json() if answer.body else None
        if told and "ImagesDeleted" in told:
            # dockerd goes through a map, which Go shuffles.
            told["ImagesDeleted"] = sorted(map(str, told["ImagesDeleted"] or ()))
        return answer.status, told

    return run


_TAG = _post("/images/family:3/tag?repo=other&tag=1")
DELETIONS: dict[str, list[Delete]] = {
    "the youngest": [_delete("family:3")],
    "the youngest, parents stay": [_delete("family:3", "?noprune=1")],
    "the oldest by name": [_delete("family:1")],
    "the oldest by ID": [_delete(_id(1))],
    "the oldest by ID, forced": [_delete(_id(1), "?force=1")],
    "the nameless one": [_delete(_id(2))],
    "the nameless one, forced": [_delete(_id(2), "?force=1")],
    "one of two names": [_TAG, _delete("other:1")],
    "by ID with names in two places": [_TAG, _delete(_id(3))],
    "by ID with names in two places, forced": [_TAG, _delete(_id(3), "?force=1")],
    "all in turn": [_delete("family:1"), _delete("family:3"), _delete(_id(2)), _delete(_id(1))],
    "prune what has no name": [_delete("family:3", "?noprune=1"), _post("/images/prune")],
    "prune all": [_post('/images/prune?filters={"dangling":["false"]}')],
    "one that is not there": [_delete("family:9")],
}


@pytest.mark.parametrize("name", DELETIONS)
def test_images_with_parents_go_as_in_dockerd(name: str, stock: Puller, ours: Puller) -> None:
    for engine in (stock, ours):
        engine.engine.load(family())

    theirs, mine = ([step(engine) for step in DELETIONS[name]] for engine in (stock, ours))

    try:
        assert mine == theirs
        assert ours.repositories() == stock.repositories()
        assert ours.layers().keys() == stock.layers().keys()
        assert ours.leftovers() == []
    finally:
        for engine in (stock, ours):
            engine.remove_all()
