"""A container's layers, read from disk: no engine is asked, so it does not matter if one runs.

containers/ID/config.v2.json                  name, driver, image
image/DRIVER/layerdb/mounts/ID/{mount-id,init-id,parent}   how the driver calls its layers
image/DRIVER/layerdb/sha256/CHAIN/{cache-id,parent,diff}   the image's layers
overlay2/LAYER/{diff,link,lower,work,merged}  what overlayfs is given
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

_OPAQUE = ("trusted.overlay.opaque", "user.overlay.opaque")
_LINKS = "l"
_NAMED = 8  # containers that a message names


class NoStack(Exception):
    """There is no such container, or its layers cannot be read; the text says why."""


class Role(Enum):
    """What a layer is in the stack."""

    UPPER = "upper"
    INIT = "init"
    LOWER = "lower"


@dataclass(slots=True)
class Layer:
    """One layer, and what is in it."""

    role: Role
    name: str
    path: Path
    short: str = ""  # its name in overlay2/l
    diff: str = ""  # the digest of an image's layer
    top: list[str] = field(default_factory=list)  # directories end in /
    folders: int = 0
    files: int = 0
    whiteouts: list[str] = field(default_factory=list)
    opaque: list[str] = field(default_factory=list)

    @property
    def exists(self) -> bool:
        """Whether the layer's directory is there."""
        return self.path.is_dir()


@dataclass(frozen=True, slots=True)
class Stack:
    """A container with its layers, nearest first: what is above hides what is below."""

    id: str
    name: str
    image: str
    driver: str
    layers: tuple[Layer, ...]
    merged: Path | None = None
    work: Path | None = None
    mounted: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    id: str
    name: str
    image: str
    driver: str


def read(data_root: Path, name: str) -> Stack:
    """Return the stack of the container that `name` means: a name, an ID, or how an ID begins.

    Raises:
        NoStack: none or several are meant, or something on disk is not as it should be.
    """
    try:
        container = _find(data_root, name)
        if container.driver == "overlay2":
            return _overlay(data_root, container)
        if container.driver == "vfs":
            return _copies(data_root, container)
    except OSError as error:
        raise NoStack(f"{error.filename}: {error.strerror}") from error
    raise NoStack(f"the layers of {container.driver} are not known here")


def _find(data_root: Path, name: str) -> _Known:
    known = list(_containers(data_root))
    plain = name.removeprefix("/")
    for found in (
        [one for one in known if one.id == name],
        [one for one in known if one.name == plain],
        [one for one in known if name and one.id.startswith(name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            listed = ", ".join(f"{one.id[:12]} ({one.name})" for one in found)
            raise NoStack(f"multiple IDs begin with {name}: {listed}")
    names = sorted(one.name for one in known)
    more = [f"and {len(names) - _NAMED} more"] if len(names) > _NAMED else []
    there = ", ".join([*names[:_NAMED], *more]) or "none"
    raise NoStack(f"no such container: {name} (below {data_root} there is: {there})")


def _containers(data_root: Path) -> Iterator[_Known]:
    folder = data_root / "containers"
    if not folder.is_dir():
        return
    for place in sorted(folder.iterdir()):
        try:
            kept = json.loads((place / "config.v2.json").read_text(encoding="utf-8"))
            image = str((kept.get("Config") or {}).get("Image") or kept.get("Image", ""))
            name = str(kept["Name"]).removeprefix("/")
            yield _Known(place.name, name, image, str(kept["Driver"]))
        except (FileNotFoundError, NotADirectoryError, ValueError, KeyError):
            continue  # being made, or being removed


def _facts(data_root: Path, container: _Known) -> dict[str, str]:
    folder = data_root / "image" / container.driver / "layerdb" / "mounts" / container.id
    try:
        facts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    except FileNotFoundError as error:
        raise NoStack(f"{container.name} has no layers: {folder} is not there") from error
    if "mount-id" not in facts:
        raise NoStack(f"{container.name} has no layers yet: {folder} is being made")
    return facts


def _image_layers(data_root: Path, driver: str, chain: str) -> dict[str, str]:
    """Return the digests of an image's layers by the driver's names, nearest first."""
    layers: dict[str, str] = {}
    while chain:
        folder = data_root / "image" / driver / "layerdb" / chain.replace(":", "/")
        layers[(folder / "cache-id").read_text()] = (folder / "diff").read_text()
        parent = folder / "parent"
        chain = parent.read_text() if parent.exists() else ""
    return layers


def _overlay(data_root: Path, container: _Known) -> Stack:
    facts = _facts(data_root, container)
    home = data_root / "overlay2"
    folder = home / facts["mount-id"]
    layers = [Layer(Role.UPPER, folder.name, folder / "diff", (folder / "link").read_text())]
    digests = _image_layers(data_root, container.driver, facts.get("parent", ""))
    lower = folder / "lower"
    for word in lower.read_text().split(":") if lower.exists() else ():
        layers.append(_lower(home, word, facts.get("init-id", ""), digests))
    for layer in layers:
        _look_into(layer)
    merged = folder / "merged"
    return Stack(
        container.id,
        container.name,
        container.image,
        container.driver,
        tuple(layers),
        merged,
        folder / "work",
        os.path.ismount(merged),
    )


def _lower(home: Path, word: str, init: str, digests: dict[str, str]) -> Layer:
    """Return the layer that a word of the file `lower` names, as l/SHORT."""
    link = home / word
    name = Path(os.readlink(link)).parent.name if link.is_symlink() else ""
    role = Role.INIT if name and name == init else Role.LOWER
    path = home / name / "diff" if name else link
    return Layer(role, name, path, word.removeprefix(f"{_LINKS}/"), digests.get(name, ""))


def _copies(data_root: Path, container: _Known) -> Stack:
    """Return the layers of vfs, where each is a whole copy: only the first is ever seen."""
    facts = _facts(data_root, container)
    home = data_root / "vfs" / "dir"
    layers = [Layer(Role.UPPER, facts["mount-id"], home / facts["mount-id"])]
    if "init-id" in facts:
        layers.append(Layer(Role.INIT, facts["init-id"], home / facts["init-id"]))
    for name, diff in _image_layers(data_root, container.driver, facts.get("parent", "")).items():
        layers.append(Layer(Role.LOWER, name, home / name, diff=diff))
    for layer in layers:
        _look_into(layer)
    return Stack(container.id, container.name, container.image, container.driver, tuple(layers))


def _look_into(layer: Layer) -> None:
    """Note what a layer has: its top level, how much there is, and what hides things below."""
    waiting = [layer.path] if layer.path.is_dir() else []
    while waiting:
        folder = waiting.pop()
        for item in sorted(_scan(folder), key=lambda item: item.name):
            name = os.path.relpath(item.path, layer.path)
            if item.is_dir(follow_symlinks=False):
                layer.folders += 1
                name += "/"
                waiting.append(Path(item.path))
                if _is_opaque(item.path):
                    layer.opaque.append(f"/{name}")
            elif _is_whiteout(item):
                layer.whiteouts.append(f"/{name}")
                continue
            else:
                layer.files += 1
            if folder == layer.path:
                layer.top.append(name)
    layer.whiteouts.sort()
    layer.opaque.sort()


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as items:
            return list(items)
    except FileNotFoundError:  # gone meanwhile
        return []


def _is_whiteout(item: os.DirEntry[str]) -> bool:
    """Tell whether a file is a character device 0/0, which says that a name is gone."""
    try:
        status = item.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == 0


def _is_opaque(path: str) -> bool:
    """Tell whether a directory hides all of the same name below it."""
    for name in _OPAQUE:
        try:
            if os.getxattr(path, name, follow_symlinks=False) == b"y":
                return True
        except OSError:
            continue  # there is no such attribute, or nobody may ask for it here
    return False
