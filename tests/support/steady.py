"""What differs between two engines by chance, replaced by what it stands for.

IDs, random names, roots and times of the run become ``<container a>``, ``<time>`` and the like.
Whatever depends on content (digests, image IDs) or was fixed long ago stays as it is.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.engines import Engine

_TOKEN = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|[0-9a-f]{12}|[A-Z2-7]{26})(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])(?:[0-9a-f]{64})(?=-init\b)"
)
_HEX = re.compile("[0-9a-f]{64}")
_UNKNOWN_LAYER = re.compile(r"/overlay2/[0-9a-f]{64}")
_TEMPORARY = re.compile(r"docker-import-\w+")
_RFC3339 = re.compile(r"\b(\d{4})-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d\d:?\d\d)")
_EPOCH = re.compile(r"(?<![\w.-])\d{10}(?:\d{9})?(?![\w.-])")
_VERSION = re.compile(r"Docker/20\.10\.\d+(?:\+\w+)? \(")
# Cases give no names of this form.
_RANDOM_NAME = re.compile(r"\b[a-z]+_[a-z]+\d?\b")


class Steady:
    """Makes texts of one engine comparable; knows what was on its disk when it was made."""

    def __init__(self, engine: Engine) -> None:
        self._roots = sorted(
            (
                (str(engine.root), "<root>"),
                (str(engine.exec_root), "<exec root>"),
                (str(engine.socket), "<socket>"),
            ),
            key=lambda pair: -len(pair[0]),
        )
        self._names, self._random_names = _roles(engine.root)
        self._from, self._to = time.time() - 7200, time.time() + 7200
        self._year = time.gmtime().tm_year

    def look_again(self, engine: Engine) -> None:
        """Learn what is new on disk, and keep what was known of things that are gone."""
        names, random_names = _roles(engine.root)
        taken = {*self._names.values()}
        for token in names.keys() - self._names.keys():
            # Who comes later under the name of somebody else is told apart.
            role = names[token]
            self._names[token] = f"{role} again" if role in taken else role
        self._random_names += random_names

    def __call__(self, text: str) -> str:
        """Return ``text`` without what is there by chance."""
        for root, name in self._roots:
            text = text.replace(root, name)
        for name in self._random_names:
            text = text.replace(name, "<random name>")
        text = _TOKEN.sub(lambda found: self._names.get(found[0], found[0]), text)
        text = _UNKNOWN_LAYER.sub("/overlay2/<layer that is gone>", text)
        text = _TEMPORARY.sub("docker-import-<random>", text)
        text = _RFC3339.sub(self._moment, text)
        text = _EPOCH.sub(self._epoch, text)
        return _VERSION.sub("Docker/<version> (", text)

    def _moment(self, found: re.Match[str]) -> str:
        # Images are years old, year 1 stands for never.
        return "<time>" if abs(int(found[1]) - self._year) <= 1 else found[0]

    def _epoch(self, found: re.Match[str]) -> str:
        seconds = int(found[0][:10])
        # A number still, so that JSON stays JSON.
        return "1111111111" if self._from < seconds < self._to else found[0]


def _roles(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return what each random token below a data-root stands for, and the random names."""
    names: dict[str, str] = {}
    random_names: list[str] = []
    configs = root.glob("containers/*/config.v2.json")
    for config in sorted(configs, key=lambda path: path.stat().st_ctime_ns):
        _add_container(names, random_names, root, json.loads(config.read_text()))
    for volume in root.glob("volumes/*"):
        if _HEX.fullmatch(volume.name):
            names.setdefault(volume.name, "<volume>")
    _add_layers(names, root)
    return names, random_names


def _add_container(
    names: dict[str, str], random_names: list[str], root: Path, kept: dict[str, Any]
) -> None:
    container, name = kept["ID"], kept["Name"].removeprefix("/")
    if _RANDOM_NAME.fullmatch(name):
        random_names.append(name)
        name = "<random name>"
    name = names.get(name, name)
    names[container], names[container[:12]] = f"<container {name}>", f"<short {name}>"
    for file in root.glob(f"image/*/layerdb/mounts/{container}/mount-id"):
        names[file.read_text()] = f"<rw {name}>"
    for target, point in (kept.get("MountPoints") or {}).items():
        if _HEX.fullmatch(point.get("Name", "")):
            names.setdefault(point["Name"], f"<volume {name}:{target}>")


def _add_layers(names: dict[str, str], root: Path) -> None:
    for chain in root.glob("image/*/layerdb/sha256/*"):
        if (cache_id := _read_once(chain / "cache-id")) is not None:
            names[cache_id] = f"<layer {chain.name}>"
    for layer in root.glob("overlay2/*"):
        if (link := _read_once(layer / "link")) is not None:
            name = layer.name.removesuffix("-init")
            suffix = layer.name.removeprefix(name)
            names[link] = f"<link {names.get(name, name)}{suffix}>"


@cache
def _once() -> dict[tuple[Path, int, int], str]:
    return {}


def _read_once(file: Path) -> str | None:
    """Return what a file holds that is written once; another may come to its place."""
    try:
        about = file.stat()
    except FileNotFoundError:
        return None
    key = (file, about.st_ino, about.st_mtime_ns)
    known = _once().get(key)
    if known is None:
        known = _once()[key] = file.read_text()
    return known


def first_difference(left: object, right: object, at: str = "") -> str | None:
    """Return where two values first part, and how; None if they agree to the last byte."""
    if left == right and _ordered(left) == _ordered(right):
        return None
    if isinstance(left, dict) and isinstance(right, dict):
        return _in_dicts(left, right, at)
    if isinstance(left, list) and isinstance(right, list):
        for index, pair in enumerate(zip(left, right, strict=False)):
            if (found := first_difference(*pair, f"{at}[{index}]")) is not None:
                return found
        longer = left if len(left) > len(right) else right
        where = f"{at}[{min(len(left), len(right))}]"
        whose = "first" if longer is left else "second"
        return f"{where}: only the {whose} has {longer[min(len(left), len(right))]!r}"
    return f"{at or 'value'}: {left!r} != {right!r}"


def _ordered(value: object) -> str:
    """Return a text in which the order of keys, and True and 1, make a difference."""
    return repr(value)


def _in_dicts(left: dict[str, object], right: dict[str, object], at: str) -> str | None:
    for key in [*left, *(key for key in right if key not in left)]:
        where = f"{at}.{key}" if at else key
        if key not in right:
            return f"{where}: only the first has it: {left[key]!r}"
        if key not in left:
            return f"{where}: only the second has it: {right[key]!r}"
        if (found := first_difference(left[key], right[key], where)) is not None:
            return found
    return None if list(left) == list(right) else f"{at}: keys in another order: {list(left)}"


def masked_json(text: str, steady: Callable[[str], str]) -> object:
    """Return steady JSON as values, anything else as steady text; bytes decide, not meaning."""
    text = steady(text)
    try:
        return json.loads(text, object_pairs_hook=_object)
    except ValueError:
        return text


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON; a key that stands twice would hide something."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a key stands twice: {[key for key, _ in pairs]}")
    return found
