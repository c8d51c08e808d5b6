"""Hostile images end as in dockerd, or sooner and clearly; nothing of them gets out or stays.

Each is loaded by a real dockerd and by our engine. Where both take it, the layers are compared.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from engine.pkg.archive.compression import Bomb
from tests.support import hostile
from tests.support.hostile import ARCHIVES, BASE, ESCAPED, LAYERS
from tests.support.images import digest_of, file, tar
from tests.support.pulling import Puller, listing

_OUT = r'^Error processing tar file\(exit status 1\): .* is outside of "/"$'
# Where dockerd does something else, and what we say instead. It changes its root, so that what
# leads up stays where it is; here that is refused. Errors that both have may come in other words.
STRICTER: dict[str, str] = {
    **dict.fromkeys(
        (
            "name goes up",
            "name goes far up",
            "name goes down and up",
            "directory goes up",
            "name of two dots",
            "directory of two dots",
            "record that goes up",
            "whiteout of the directory above",
            "whiteout of itself",
            "whiteout of nothing",
            "whiteout goes up",
            "whiteout of the root's parent",
            "file that goes up beside",
        ),
        _OUT,
    ),
    "hard link up": "invalid hardlink",
    "whiteout through a link": "open /l/.wh.passwd: no such file or directory",
    "opaque directory through a link": "open /l/.wh..wh..opq: no such file or directory",
    "directory then link": f"open /f/{ESCAPED}: no such file or directory",
    "3000 directories deep": "file name too long$",
    "xz header and nothing": "xz: data invalid",
    "bzip2 header and nothing": "bzip2 data invalid",
}


def load(engine: Puller, archive: bytes) -> str:
    """Load an archive; return the error, "" if there is none."""
    kind = {"Content-Type": "application/x-tar"}
    answer = engine.engine.send("POST", "/v1.41/images/load?quiet=1", archive, kind)
    lines = [json.loads(line) for line in answer.body.splitlines()]
    said = str(lines[-1].get("error") or lines[-1].get("message") or "") if lines else ""
    return re.sub(r"docker-import-\w+", "docker-import-1", said).replace(str(engine.root), "ROOT")


def escapes(*roots: Path) -> list[str]:
    """Return where the name is that no layer's files may have outside of it."""
    found = [str(place / ESCAPED) for place in (Path("/"), Path("/tmp"), Path("/etc"))]
    found = [path for path in found if os.path.lexists(path)]
    for root in roots:
        for folder, directories, files in os.walk(root):
            if folder.count("/diff") or Path(folder).name == "merged":
                directories.clear()
            elif ESCAPED in (*directories, *files):
                found.append(folder)
    return found


def top(engine: Puller, name: str) -> dict[str, Any]:
    """Return what is in the top layer of an image."""
    driver = engine.inspect(name)["GraphDriver"]["Data"]
    return listing(Path(driver["UpperDir"]))


def agree(name: str, mine: str, theirs: str) -> None:
    """Compare two errors, unless ours is known to be stricter."""
    if name in STRICTER:
        assert re.search(STRICTER[name], mine)
    else:
        assert mine == theirs


def timeless(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out times: a whiteout and a directory that no entry names have that of unpacking."""
    return {name: (*about[:4], *about[5:]) for name, about in facts.items()}


@pytest.mark.parametrize("name", LAYERS)
def test_a_hostile_layer_ends_as_in_dockerd_or_sooner(
    name: str, stock: Puller, ours: Puller
) -> None:
    tag = "hostile:1"
    archive = hostile.archive(BASE, LAYERS[name], name=tag)

    theirs, mine = load(stock, archive), load(ours, archive)

    try:
        assert escapes(ours.root) == []
        assert ours.leftovers() == []
        agree(name, mine, theirs)
        if not mine and not theirs:
            assert timeless(top(ours, tag)) == timeless(top(stock, tag))
    finally:
        for engine in (stock, ours):
            engine.remove_all()


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_ends_as_in_dockerd_or_sooner(
    name: str, stock: Puller, ours: Puller
) -> None:
    archive = ARCHIVES[name]()

    theirs, mine = load(stock, archive), load(ours, archive)

    try:
        assert escapes(ours.root) == []
        assert ours.leftovers() == []
        agree(name, mine, theirs)
        assert ours.repositories() == stock.repositories()
    finally:
        for engine in (stock, ours):
            engine.remove_all()


def test_there_are_many_hostile_images() -> None:
    assert len(LAYERS) + len(ARCHIVES) >= 60


@pytest.mark.skipif(os.geteuid() != 0, reason="an engine needs root")
@pytest.mark.parametrize("whole", [False, True], ids=["layer", "archive"])
def test_a_decompression_bomb_is_refused_before_the_disk_is_full(
    whole: bool, ours: Puller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Bomb, "ENOUGH", 64 << 20)
    bomb = gzip.compress(tar([file("f", bytes(200 << 20))]))
    diff_ids = [digest_of(BASE), digest_of(b"")]
    image = hostile.archive(BASE, bomb, name="bomb:1", diff_ids=diff_ids)
    archive = bomb if whole else image

    said = load(ours, archive)

    assert "the archive is a decompression bomb" in said
    assert ours.leftovers() == []
    assert ours.inspect("bomb:1") is None
    ours.remove_all()
