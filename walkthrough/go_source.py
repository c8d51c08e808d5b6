"""The Go function that a step mirrors, cut out of the reader's own clone.

Only what the tag has counts, never what is checked out. moby and docker/cli both have a tag of the
same name, so it is the commit behind the tag that tells which of them a clone is.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from walkthrough import source
from walkthrough.source import Place


class NoGoSource(Exception):
    """The Go function cannot be had; the text says why, and what to do."""


def function(
    folders: Sequence[Path], place: Place, commits: Mapping[str, str] | None = None
) -> str:
    """Return the lines of `place`, from the first of `folders` that is a clone of its repository.

    `commits` says where the tag is in each repository; if not given, `port.lock` does.

    Raises:
        NoGoSource: none of them is, or the tag is missing or is another one.
    """
    if commits is None:
        repositories = source.lock()["repositories"]
        commits = {name: known["commit"] for name, known in repositories.items()}
    refusals = []
    for folder in folders:
        refusal = _refusal(folder, place, commits)
        if not refusal:
            return cut(folder, place, commits[place.repository])
        refusals.append(refusal)
    raise NoGoSource("\n".join(refusals))


def cut(folder: Path, place: Place, commit: str) -> str:
    """Return the lines of `place`, as the clone in `folder` has them at `commit`.

    Raises:
        NoGoSource: the file is not in it, or has not as many lines.
    """
    run = _git(folder, "show", f"{commit}:{place.path}")
    if run.returncode != 0:
        raise NoGoSource(f"{folder}: {_said(run)}")
    lines = run.stdout.splitlines()
    if len(lines) < place.last:
        raise NoGoSource(f"{folder}: {place.path} has no line {place.last}")
    return "\n".join(lines[place.first - 1 : place.last])


def _refusal(folder: Path, place: Place, commits: Mapping[str, str]) -> str:
    """Say why the clone in `folder` will not do; nothing if it will."""
    if not folder.is_dir():
        return f"{folder} is no directory"
    inside = _git(folder, "rev-parse", "--git-dir")
    if inside.returncode != 0:
        return f"{folder} is no clone: {_said(inside)}"
    tag = _git(folder, "rev-parse", "--verify", "--quiet", f"refs/tags/{place.tag}^{{commit}}")
    if tag.returncode != 0:
        return (
            f"{folder} has no tag {place.tag}; it comes with\n"
            f"  git -C {folder} fetch https://github.com/{place.repository} tag {place.tag}"
        )
    found = tag.stdout.strip()
    if found == commits[place.repository]:
        return ""
    other = next((name for name, commit in commits.items() if commit == found), "")
    if other:
        return f"{folder} is a clone of {other}; {place.symbol} is in {place.repository}"
    return (
        f"{folder}: the tag {place.tag} is {found[:12]} there, "
        f"in {place.repository} it is {commits[place.repository][:12]}"
    )


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    # What a hook or an outer git command has set would lead to another repository.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**environment, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except FileNotFoundError as error:
        raise NoGoSource("git is not there: the Go source is read with it") from error


def _said(run: subprocess.CompletedProcess[str]) -> str:
    return run.stderr.strip().removeprefix("fatal: ") or f"git failed ({run.returncode})"
