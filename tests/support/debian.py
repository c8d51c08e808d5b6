"""A real tree of thousands of files: Debian's smallest system, as debootstrap makes it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.support.images import directory, file, link, tar

PROGRAM = shutil.which("debootstrap", path="/usr/sbin:/usr/bin:" + os.environ["PATH"])
SUITE = "bookworm"
_MIRROR = "http://deb.debian.org/debian"
_SECONDS = 400
# What a second layer changes of it.
CHANGE = tar(
    [
        directory("etc"),
        file("etc/.wh.motd"),
        file("etc/debian_version", b"changed\n", mtime=1_600_000_000.25),
        directory("usr"),
        directory("usr/share"),
        directory("usr/share/doc"),
        file("usr/share/doc/.wh..wh..opq"),
        file("usr/share/doc/one", b"all that is left\n"),
        link("usr/share/two", "doc/one"),
    ]
)


def cached() -> Path:
    """Return where the tree is kept from one run of the tests to the next."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "container-walkthrough" / f"minbase-{SUITE}.tar"


def why_none() -> str | None:
    """Return why there is no such tree here, None if there is or can be."""
    if cached().exists():
        return None
    if os.geteuid() != 0:
        return "NO REAL DEBIAN IS PULLED: debootstrap needs root"
    if PROGRAM is None:
        return (
            "NO REAL DEBIAN IS PULLED: debootstrap is not installed (apt-get install debootstrap)"
        )
    return None


def minbase() -> bytes:
    """Return the tree as an archive with attributes, links, owners and times of a nanosecond.

    Made anew it takes a minute, and the mirror that is named in ``DEBIAN_MIRROR``.

    Raises:
        RuntimeError: debootstrap failed; the text is the end of what it said.
    """
    target = cached()
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="minbase-") as scratch:
            tree = Path(scratch) / "tree"
            mirror = os.environ.get("DEBIAN_MIRROR", _MIRROR)
            _run(str(PROGRAM), "--variant=minbase", SUITE, str(tree), mirror)
            made = Path(scratch) / "tar"
            _run(
                *("tar", "--create", "--file", str(made), "--directory", str(tree)),
                *("--format=posix", "--sort=name", "--numeric-owner", "--xattrs"),
                *("--xattrs-include=*", "--exclude=./var/cache/apt/archives/*.deb", "."),
            )
            partial = target.with_suffix(f".{os.getpid()}")
            shutil.copyfile(made, partial)
            partial.rename(target)
    return target.read_bytes()


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {(done.stdout + done.stderr)[-1000:]}")
