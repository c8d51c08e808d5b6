"""What a trace has recorded of overlay mounts: where they are, and of which directories."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from walkthrough.values import short_ids


@dataclass(frozen=True, slots=True)
class Mounted:
    """Directories were stacked at `target`; all paths are relative to the data-root."""

    target: str
    lowers: tuple[str, ...]  # nearest first
    upper: str


@dataclass(frozen=True, slots=True)
class Unmounted:
    """What was mounted at `target` is there no more."""

    target: str


def read(kind: str, target: str, detail: str, data_root: str) -> Mounted | Unmounted | None:
    """Return what an effect says of an overlay mount, if it is about one.

    A mount is recorded as the command that was run for it, or by itself: then `target` is where,
    and `detail` holds the options.
    """
    if kind == "mount":
        return _mounted(_options(detail), target, "", data_root)
    if kind in ("umount", "unmount"):
        return Unmounted(_place(target, "", data_root))
    if kind != "run":
        return None
    return _command(target, data_root)


def _command(command: str, data_root: str) -> Mounted | Unmounted | None:
    try:
        words = shlex.split(command)
    except ValueError:  # cut off inside of a quoted word
        return None
    folder = ""
    if words and words[-1].startswith("(in "):
        folder = words.pop()[4:-1]
    program = os.path.basename(words[0]) if words else ""
    if program == "umount":
        return Unmounted(_place(words[-1], folder, data_root))
    if program != "mount" or "overlay" not in words or words[-1].endswith("…"):
        return None
    return _mounted(_options(" ".join(words)), words[-1], folder, data_root)


def _options(text: str) -> Mapping[str, str]:
    """Return fstab's words of the form `name=value`, wherever they stand in `text`."""
    words = text.replace(" ", ",").split(",")
    return dict(word.split("=", 1) for word in words if "=" in word)


def _mounted(
    options: Mapping[str, str], target: str, folder: str, data_root: str
) -> Mounted | None:
    if "lowerdir" not in options:
        return None
    lowers = (_place(path, folder, data_root) for path in options["lowerdir"].split(":"))
    upper = options.get("upperdir", "")
    return Mounted(
        _place(target, folder, data_root),
        tuple(lowers),
        _place(upper, folder, data_root) if upper else "",
    )


def _place(path: str, folder: str, data_root: str) -> str:
    """Return a path as effects name it: relative to the data-root, IDs cut short."""
    whole = os.path.join(folder, path)
    return short_ids(whole.removeprefix(f"{data_root.rstrip('/')}/")).rstrip("/")
