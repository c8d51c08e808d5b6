"""What is on an engine's disk, so that two of them can be compared."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import stat
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.steady import masked_json

# Databases of other parts of dockerd, and what only it does while it runs. metadata.db is compared
# by what `docker volume inspect` makes of it.
LEFT_OUT = (
    "buildkit",
    "containerd",
    "network/files/local-kv.db",
    "tmp",
    "volumes/metadata.db",
)
_SMALL = 65536
# Of a layer that was pulled dockerd notes that nothing follows it only where unpigz is installed.
_EMPTY_END = re.compile(rb'\{"type":2,"payload":"","position":\d+\}\n\Z')
_DAY = 86400


# What images leave is compared once, not for every container; work/ is the kernel's.
OF_IMAGES = re.compile(
    r".*/work/work/.*|image/\w+/(imagedb|distribution|layerdb/(sha256|tmp))|overlay2/<layer .*"
)


def tree(
    root: Path, steady: Callable[[str], str], without: re.Pattern[str] = OF_IMAGES
) -> dict[str, object]:
    """Return everything below ``root`` by its steady path, except what matches ``without``.

    Old times (of an image's files, or copies of them) count, today's do not.
    """
    found: dict[str, object] = {}
    for directory, names, files in os.walk(root):
        at = os.path.relpath(directory, root)
        for name in [*names, *files]:
            path = os.path.normpath(f"{at}/{name}")
            if path in LEFT_OUT or without.fullmatch(steady(path)):
                if name in names:
                    names.remove(name)
            else:
                found[steady(path)] = _entry(root / path, steady)
    return dict(sorted(found.items()))


def _entry(path: Path, steady: Callable[[str], str]) -> dict[str, object]:
    about = path.lstat()
    entry: dict[str, object] = {
        "mode": oct(about.st_mode),
        "owner": f"{about.st_uid}:{about.st_gid}",
        "time": "<time>" if time.time() - about.st_mtime < _DAY else about.st_mtime_ns,
        "xattrs": _xattrs(path),
    }
    if stat.S_ISREG(about.st_mode):
        entry |= {"links": about.st_nlink, "content": _content(path, steady)}
        entry["blocks"] = about.st_blocks if about.st_size > _SMALL else 0
    elif stat.S_ISLNK(about.st_mode):
        entry["target"] = steady(os.readlink(path))
    elif not stat.S_ISDIR(about.st_mode):
        entry["device"] = about.st_rdev
    return entry


def _xattrs(path: Path) -> dict[str, str]:
    found = {}
    for name in sorted(os.listxattr(path, follow_symlinks=False)):
        value = os.getxattr(path, name, follow_symlinks=False)
        # The kernel's own: a handle of a file on this very disk, a random number of a mount.
        own = name.endswith(("overlay.origin", "overlay.uuid"))
        found[name] = "<kernel's>" if own else value.hex()
    return found


def _content(path: Path, steady: Callable[[str], str]) -> object:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = _EMPTY_END.sub(b"", gzip.decompress(content))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text and (len(content) < _SMALL or path.suffix == ".json"):
        return masked_json(text, steady)
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
