"""How the overlay stack grows in a trace: layers, and what is mounted of them.

Everything comes from what was recorded: a layer is there once its directory is, knows its short
name once the symlink is made, stands on others once `lower` is written or a mount names them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from walkthrough.page import mounts
from walkthrough.page.mounts import Mounted

_LAYER = re.compile(r"overlay2/((?:[0-9a-f]{12}…|[0-9a-f]{64})(?:-init)?)(?:/(.*))?")
_SHORT = re.compile(r"overlay2/l/([A-Z0-9]{26})")
_NAMES = re.compile(r"l/([A-Z0-9]{26})")
_OWNER = re.compile(r"to \.\./(.+)/diff")
_INIT = "-init"
_SHOWN = 8  # files of a layer that are shown by name

Plate = dict[str, Any]


@dataclass(slots=True)
class _Layer:
    name: str
    short: str = ""
    lowers: tuple[str, ...] | None = None  # short names, nearest first
    files: dict[str, None] = field(default_factory=dict)
    mounted: str = ""  # where it is the upper directory


class Stack:
    """Hears all effects of a trace; `pictures` are what a page shows, each with its moment."""

    def __init__(self, data_root: str) -> None:
        self._root = data_root
        self._layers: dict[str, _Layer] = {}
        self._shorts: dict[str, str] = {}
        self._top = ""
        self.pictures: list[tuple[int, list[Plate]]] = []

    def take(self, moment: int, kind: str, target: str, detail: str, landing: str) -> None:
        """Hear the effect that is event number `moment`; `landing` is where its path leads."""
        mount = mounts.read(kind, target, detail, self._root)
        if isinstance(mount, Mounted):
            self._mount(mount)
        elif mount is not None:
            for layer in self._layers.values():
                layer.mounted = "" if layer.mounted == mount.target else layer.mounted
        else:
            self._change(kind, landing, detail)
        picture = self._picture()
        if picture != (self.pictures[-1][1] if self.pictures else []):
            self.pictures.append((moment, picture))

    def _mount(self, mount: Mounted) -> None:
        found = _LAYER.fullmatch(mount.upper)
        if found is None:
            return
        layer = self._layers.setdefault(found[1], _Layer(found[1]))
        layer.mounted = mount.target
        layer.lowers = tuple(s for path in mount.lowers for s in _NAMES.findall(path))
        self._top = layer.name

    def _change(self, kind: str, path: str, detail: str) -> None:
        short, owner = _SHORT.fullmatch(path), _OWNER.search(detail)
        if kind == "symlink" and short and owner:
            self._shorts[short[1]] = owner[1]
            if owner[1] in self._layers:
                self._layers[owner[1]].short = short[1]
            return
        found = _LAYER.fullmatch(path)
        if found is not None:
            self._inside(kind, found[1], found[2] or "", detail)
        elif kind == "rename" and path.endswith("-removing"):
            self._forget(path.removeprefix("overlay2/").removesuffix("-removing"))

    def _inside(self, kind: str, name: str, path: str, detail: str) -> None:
        """Something changed in the directory of a layer: at `path`, or the directory itself."""
        if not path:
            if kind == "remove":
                self._forget(name)
            elif kind == "mkdir":
                self._layers[name] = _Layer(name)
                self._top = name
        elif name not in self._layers:
            return
        elif path == "lower" and kind != "remove":
            self._layers[name].lowers = tuple(_NAMES.findall(detail)) or self._below(name)
        elif path.startswith("diff/"):
            files = self._layers[name].files
            if kind == "remove":
                files.pop(path[5:], None)
            else:
                files[path[5:]] = None

    def _below(self, name: str) -> tuple[str, ...] | None:
        """Return a layer's lowers if `lower` was too long to be recorded: its init layer's."""
        init = self._layers.get(name + _INIT)
        if init is None or init.lowers is None:
            return self._layers[name].lowers
        return (init.short, *init.lowers)

    def _forget(self, name: str) -> None:
        self._layers.pop(name, None)
        if self._top == name:
            self._top = next(reversed(self._layers), "")

    def _picture(self) -> list[Plate]:
        top = self._layers.get(self._top)
        if top is None:
            return []
        plates = [self._plate(top)]
        if top.mounted:
            plates.insert(0, {"role": "merged", "name": top.mounted})
        below = [self._lower(short) for short in top.lowers or ()]
        if top.lowers is None:
            # It stands on nothing yet, and may never: what is there already is shown apart.
            others = [layer for layer in self._layers.values() if layer is not top]
            below = [{**self._plate(layer), "apart": True} for layer in reversed(others)]
        return [*plates, *below]

    def _lower(self, short: str) -> Plate:
        layer = self._layers.get(self._shorts.get(short, ""))
        if layer is None:
            return {"role": "lower", "name": "", "short": short, "files": [], "count": 0}
        return self._plate(layer)

    def _plate(self, layer: _Layer) -> Plate:
        return {
            "role": self._role(layer.name),
            "name": layer.name,
            "short": layer.short,
            "files": list(layer.files)[-_SHOWN:],
            "count": len(layer.files),
        }

    def _role(self, name: str) -> str:
        if name.endswith(_INIT):
            return "init"
        return "upper" if name + _INIT in self._layers else "lower"
