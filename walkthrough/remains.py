"""Counts what belongs to containers: on disk, in the kernel, and in the engine.

Counted before a create and after it, the difference is what the create has left behind. Image
layers, and directories that every engine has, belong to no container. A trace keeps the count as a
line in English, which is worded anew for readers of another language.
"""

# ruff: noqa: RUF001 (punctuation of full width is meant)

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from walkthrough.values import short_ids
from walkthrough.words import Say, Word

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon

# In the order of telling. The first six are looked for on disk, the others asked of the engine.
LAYERS = "layers"
LINKS = "short names"
FACTS = "records of layers"
DIRECTORIES = "container directories"
VOLUMES = "volumes"
MOUNTS = "mounts"
ON_DISK = (LAYERS, LINKS, FACTS, DIRECTORIES, VOLUMES, MOUNTS)
CONTAINERS = "containers"
NAMES = "names"
KNOWN_LAYERS = "known layers"
KNOWN_VOLUMES = "known volumes"
IN_ENGINE = (CONTAINERS, NAMES, KNOWN_LAYERS, KNOWN_VOLUMES)

_ONE = {FACTS: "record of a layer", DIRECTORIES: "container directory"}

Count = Mapping[str, frozenset[str]]
_DRIVERS = {"overlay2": "overlay2", "vfs": "vfs/dir"}  # where each keeps its layers


def count(data_root: Path, daemon: Daemon) -> Count:
    """Return what is there now, by kind: paths below the data-root, or names."""
    return {**_on_disk(data_root), **_in_engine(daemon)}


def left(before: Count, after: Count) -> Count:
    """Return what is there after and was not before."""
    return {kind: after[kind] - before.get(kind, frozenset()) for kind in after}


def _on_disk(root: Path) -> Count:
    layers, links = _layers(root)
    return {
        LAYERS: layers,
        LINKS: links,
        FACTS: _names(root, "image/*/layerdb/mounts/*"),
        DIRECTORIES: _names(root, "containers/*"),
        VOLUMES: frozenset(name for name in _names(root, "volumes/*") if (root / name).is_dir()),
        MOUNTS: frozenset(_mounts(root)),
    }


def _names(root: Path, pattern: str) -> frozenset[str]:
    return frozenset(str(path.relative_to(root)) for path in root.glob(pattern))


def _layers(root: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Return the layers that are no image's, and the short names of such."""
    of_images = {path.read_text() for path in root.glob("image/*/layerdb/sha256/*/cache-id")}
    layers, links = set(), set()
    for place in _DRIVERS.values():
        for path in (root / place).glob("*"):
            if path.name != "l" and path.is_dir() and path.name not in of_images:
                layers.add(f"{place}/{path.name}")
        for path in (root / place / "l").glob("*"):
            leads_to = os.readlink(path).split("/")[1]
            if leads_to not in of_images:
                links.add(f"{place}/l/{path.name}")
    return frozenset(layers), frozenset(links)


def _mounts(root: Path) -> Iterator[str]:
    inside = f"{os.path.realpath(root)}/"
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        place = line.split(" ")[4]
        if place.startswith(inside):
            yield place.removeprefix(inside)


def _in_engine(daemon: Daemon) -> Count:
    names = daemon.containers_replica.snapshot().get_all_names()
    stores = daemon.image_service.layer_stores.values()
    drivers = daemon.volumes._vs.drivers.get_all_drivers()
    return {
        CONTAINERS: frozenset(container.id for container in daemon.containers.list()),
        NAMES: frozenset(name for held in names.values() for name in held),
        KNOWN_LAYERS: frozenset(name for store in stores for name in list(store.mounts)),
        KNOWN_VOLUMES: frozenset(volume.name() for driver in drivers for volume in driver.list()),
    }


def total(count: Count) -> int:
    """Return how many things there are in all."""
    return sum(map(len, count.values()))


def told(count: Count) -> str:
    """Return a count as a line of text: how many of each kind, and which."""
    on_disk = ", ".join(_told(kind, count[kind]) for kind in ON_DISK)
    in_engine = ", ".join(_told(kind, count[kind]) for kind in IN_ENGINE)
    whole = total(count) or "nothing"
    return f"on disk {on_disk}; in the engine {in_engine}; in all: {whole}"


def _told(kind: str, names: frozenset[str]) -> str:
    one = len(names) == 1
    word = _ONE.get(kind, kind.removesuffix("s")) if one else kind
    which = f" ({', '.join(sorted(map(short_ids, names)))})" if names else ""
    return f"{len(names)} {word}{which}"


_LINE = re.compile(r"on disk (.*); in the engine (.*); in all: (nothing|\d+)")
_COUNTED = re.compile(r"(\d+) ([a-z][a-z ]*[a-z])(?: \(([^)]*)\))?(?:, |$)")


def worded(line: str, say: Say) -> str:
    """Return what `told` has said in another language; a line that it has not said stays."""
    parts = _LINE.fullmatch(line)
    if parts is None or say(Word.LAYERS) == LAYERS:
        return line
    on_disk, in_engine = (
        "、".join(_worded(found, say) for found in _COUNTED.finditer(part))
        for part in parts.group(1, 2)
    )
    whole = say(Word.NOTHING) if parts[3] == "nothing" else parts[3]
    return say(Word.LEFT, on_disk, in_engine, whole)


def _worded(found: re.Match[str], say: Say) -> str:
    number, name, which = found.groups()
    kinds = (*ON_DISK, *IN_ENGINE)
    kind = next((kind for kind in kinds if name in (kind, _ONE.get(kind), kind[:-1])), name)
    word = say(Word[kind.replace(" ", "_").upper()]) if kind in kinds else kind
    return f"{number} {word}" + (f"（{which}）" if which else "")
