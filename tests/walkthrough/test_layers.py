"""A container's layers as they are on disk, drawn; what overlayfs shows is the judge."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from walkthrough import layer_picture, layer_stack
from walkthrough.layer_origins import Origin, origins
from walkthrough.layer_stack import Role, Stack
from walkthrough.words import speaker

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="whiteouts, opaque directories and mounts are root's to make"
)
ID = "4f" * 32
OTHER = "4e" * 32
BASE, MIDDLE, TOP = "aa" * 32, "bb" * 32, "cc" * 32
SHORT = {BASE: "A" * 26, MIDDLE: "B" * 26, f"{TOP}-init": "C" * 26, TOP: "D" * 26}


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def container(id: str, name: str, driver: str = "overlay2") -> dict[str, str]:
    config = {"ID": id, "Name": f"/{name}", "Driver": driver, "Config": {"Image": "box:1"}}
    return {f"containers/{id}/config.v2.json": json.dumps(config)}


def facts(driver: str = "overlay2") -> dict[str, str]:
    db = f"image/{driver}/layerdb"
    return {
        f"{db}/mounts/{ID}/mount-id": TOP,
        f"{db}/mounts/{ID}/init-id": f"{TOP}-init",
        f"{db}/mounts/{ID}/parent": f"sha256:{'22' * 32}",
        f"{db}/sha256/{'22' * 32}/cache-id": MIDDLE,
        f"{db}/sha256/{'22' * 32}/diff": f"sha256:{'44' * 32}",
        f"{db}/sha256/{'22' * 32}/parent": f"sha256:{'11' * 32}",
        f"{db}/sha256/{'11' * 32}/cache-id": BASE,
        f"{db}/sha256/{'11' * 32}/diff": f"sha256:{'33' * 32}",
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data-root with a container on an image of two layers."""
    root = tmp_path / "root"
    write(root, {**container(ID, "box"), **container(OTHER, "other"), **facts()})
    home = root / "overlay2"
    (home / "l").mkdir(parents=True)
    for layer, short in SHORT.items():
        for folder in ("diff", "work", "merged"):
            (home / layer / folder).mkdir(parents=True)
        (home / "l" / short).symlink_to(f"../{layer}/diff")
        (home / layer / "link").write_text(short)
    lowers = [SHORT[f"{TOP}-init"], SHORT[MIDDLE], SHORT[BASE]]
    (home / TOP / "lower").write_text(":".join(f"l/{short}" for short in lowers))
    write(
        home / BASE / "diff", {"bin/sh": "", "etc/passwd": "", "old": "", "var/log": "", "same": ""}
    )
    write(home / MIDDLE / "diff", {"etc/group": "", "same": "newer", "srv": "a file"})
    whiteout(home / MIDDLE / "diff" / "old")
    write(home / f"{TOP}-init" / "diff", {"etc/hosts": "", ".dockerenv": ""})
    write(home / TOP / "diff", {"var/new": "", "srv/page": "", "data/mine": ""})
    os.setxattr(home / TOP / "diff" / "var", "trusted.overlay.opaque", b"y")
    (home / TOP / "diff" / "etc").mkdir()
    whiteout(home / TOP / "diff" / "etc" / "group")
    return root


def whiteout(path: Path) -> None:
    os.mknod(path, stat.S_IFCHR | 0o600, 0)


@pytest.fixture
def mounted(root: Path) -> Iterator[Path]:
    """Mounts the container's layers as the engine does; the place they are to be seen at."""
    home = root / "overlay2"
    merged = home / TOP / "merged"
    lowers = (home / TOP / "lower").read_text()
    options = f"lowerdir={lowers},upperdir={TOP}/diff,workdir={TOP}/work"
    subprocess.run(
        ["mount", "-t", "overlay", "-o", options, "overlay", merged], cwd=home, check=True
    )
    yield merged
    subprocess.run(["umount", merged], check=True)


def picture(stack: Stack, lang: str = "en", *, files: bool = True) -> str:
    drawn = layer_picture.lines(stack, speaker(lang), files=files)
    return "".join(f"{text}\n" for text, _ in drawn)


def from_where(stack: Stack) -> dict[str, Origin]:
    return {origin.name: origin for origin in origins(stack.layers)}


def test_the_stack_is_drawn(root: Path, trace: Any, snapshot: Any) -> None:
    run = trace("--data-root", str(root), "container", "layers", "box", "--files")

    assert run.returncode == 0, run.stderr
    snapshot.assert_match(run.stdout.replace(str(root), "<root>"), "stack.txt")


def test_the_stack_is_drawn_in_chinese(root: Path, snapshot: Any) -> None:
    text = picture(layer_stack.read(root, "box"), "zh")

    snapshot.assert_match(text.replace(str(root), "<root>"), "stack.zh.txt")


def test_the_nearest_layer_comes_first(root: Path) -> None:
    stack = layer_stack.read(root, "box")

    assert [layer.role for layer in stack.layers] == [Role.UPPER, Role.INIT, Role.LOWER, Role.LOWER]
    assert [layer.name for layer in stack.layers] == [TOP, f"{TOP}-init", MIDDLE, BASE]
    assert all(layer.path.is_dir() for layer in stack.layers)


def test_what_hides_other_files_is_found_at_any_depth(root: Path) -> None:
    upper, _, middle, _ = layer_stack.read(root, "box").layers

    assert (upper.whiteouts, upper.opaque) == (["/etc/group"], ["/var/"])
    assert (middle.whiteouts, middle.opaque) == (["/old"], [])


def test_what_the_kernel_shows_is_what_is_told(root: Path, mounted: Path) -> None:
    found = from_where(layer_stack.read(root, "box"))

    visible = {name for name, origin in found.items() if origin.seen}
    assert visible == {f"/{path.name}{'/' * path.is_dir()}" for path in mounted.iterdir()}
    assert (mounted / "same").read_text() == "newer"
    assert found["/same"] == Origin("/same", ("lower 1",), ("lower 2",))
    assert [path.name for path in (mounted / "var").iterdir()] == ["new"]
    assert found["/var/"] == Origin("/var/", ("upper",), ("lower 2",), opaque=True)
    assert found["/etc/"].seen == ("upper", "init", "lower 1", "lower 2")
    assert found["/old"] == Origin("/old", (), ("lower 2",), removed_by="lower 1")
    assert found["/srv/"] == Origin("/srv/", ("upper",), ("lower 1",))


def test_whether_it_is_mounted_is_told(root: Path, mounted: Path) -> None:
    assert layer_stack.read(root, "box").mounted
    assert "══ merged ══ what the container sees" in picture(layer_stack.read(root, "box"))


@pytest.mark.parametrize("name", ["box", "/box", ID, ID[:3]])
def test_a_container_is_found_by_name_id_or_prefix(root: Path, name: str) -> None:
    assert layer_stack.read(root, name).id == ID


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "none", "no such container: none (below {root} there is: box, other)", id="none"
        ),
        pytest.param("", "no such container:  (below", id="nothing"),
        pytest.param(
            "4", "multiple IDs begin with 4: 4e4e4e4e4e4e (other), 4f4f4f4f4f4f (box)", id="several"
        ),
        pytest.param("other", "other has no layers: {root}/image/overlay2/layerdb", id="no layers"),
    ],
)
def test_what_cannot_be_drawn_is_told(root: Path, trace: Any, name: str, message: str) -> None:
    run = trace("--data-root", str(root), "container", "layers", name)

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith(f"trace: {message.format(root=root)}")


def test_a_data_root_that_is_not_there_is_not_made(trace: Any, tmp_path: Path) -> None:
    run = trace("--data-root", str(tmp_path / "none"), "container", "layers", "box")

    assert run.returncode == 1
    assert "there is: none)" in run.stderr
    assert not (tmp_path / "none").exists()


def test_a_layer_that_is_gone_is_marked(root: Path) -> None:
    (root / "overlay2" / "l" / SHORT[BASE]).unlink()

    text = picture(layer_stack.read(root, "box"))

    assert f"overlay2/l/{SHORT[BASE]}\n│ is not there\n" in text


def test_a_container_that_is_being_made_hides_no_other(root: Path) -> None:
    (root / "containers" / ("5a" * 32)).mkdir()

    assert layer_stack.read(root, "box").name == "box"


def test_copies_of_vfs_are_drawn_as_what_they_are(tmp_path: Path) -> None:
    write(tmp_path, {**container(ID, "box", "vfs"), **facts("vfs")})
    for layer in SHORT:
        write(tmp_path / "vfs" / "dir" / layer, {"etc/passwd": ""})

    text = picture(layer_stack.read(tmp_path, "box"))

    assert "vfs stacks nothing: each layer is a whole copy." in text
    assert text.count("copied from the one below") == 3
    assert text.endswith("  /etc/  upper\n")


def test_an_engine_elsewhere_needs_its_data_root(trace: Any) -> None:
    run = trace("-H", "unix:///none.sock", "container", "layers", "box")

    assert run.returncode == 2
    assert "say with --data-root where the engine's are" in run.stderr


def test_a_container_that_was_just_created_can_be_drawn(
    run_trace: Any, trace: Any, tmp_path: Path, steady: Callable[[str], str]
) -> None:
    created = run_trace("--name=box", "--depth=1")

    run = trace("--data-root", str(tmp_path / "root"), "container", "layers", "box", "--files")

    assert run.returncode == 0, run.stderr
    assert created.stdout[:12] in run.stdout
    assert "/.dockerenv" in run.stdout
    assert "├─ init ── " in run.stdout
    assert "├─ lower 1 ── " in run.stdout
    for line in run.stdout.splitlines():
        if line.startswith(f"│ {tmp_path}"):
            assert Path(line.removeprefix("│ ")).is_dir()
