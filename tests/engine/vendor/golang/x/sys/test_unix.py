from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.golang.errors import GoError
from engine.vendor.golang.x.sys import unix
from engine.vendor.moby.sys import mount, mountinfo

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")


@pytest.fixture
def target(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "target"
    path.mkdir()
    yield str(path)
    mount.recursive_unmount(str(tmp_path))


@needs_root
def test_relative_paths_start_at_the_directory_that_is_named(target: str, tmp_path: Path) -> None:
    for name in ("lower", "upper", "work"):
        (tmp_path / name).mkdir()
    (tmp_path / "lower" / "file").touch()

    unix.mount(
        "overlay",
        "target",
        "overlay",
        0,
        "lowerdir=lower,upperdir=upper,workdir=work",
        directory=str(tmp_path),
    )

    found = mountinfo.get_mounts(mountinfo.single_entry_filter(target))[-1]
    assert os.listdir(target) == ["file"]
    assert "lowerdir=lower,upperdir=upper,workdir=work" in found.vfs_options
    assert os.getcwd() != str(tmp_path)


@needs_root
@pytest.mark.parametrize(
    ("source", "where", "fs_type", "data", "expected"),
    [
        ("overlay", "nope", "overlay", "lowerdir=/etc:/usr", errno.ENOENT),
        ("overlay", "target", "overlay", "lowerdir=/nope:/usr", errno.ENOENT),
        ("overlay", "target", "overlay", "bogus=1,lowerdir=/etc:/usr", errno.EINVAL),
        ("overlay", "file", "overlay", "lowerdir=/etc:/usr", errno.ENOTDIR),
        ("/dev/null", "target", "ext4", "", errno.ENOTBLK),
        ("x", "target", "noext4", "", errno.ENODEV),
        ("x", "target", "auto", "", errno.ENODEV),
        ("x", "target", "ext4,xfs", "", errno.ENODEV),
        ("x", "target", "", "", errno.ENODEV),
    ],
)
def test_the_kernels_answer_comes_back_as_its_number(
    source: str, where: str, fs_type: str, data: str, expected: int, target: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OSError) as caught:  # noqa: PT011 - the number is looked at
        unix.mount(source, str(tmp_path / where), fs_type, 0, data)

    assert caught.value.errno == expected
    assert not mountinfo.mounted(target)


@needs_root
@pytest.mark.parametrize(
    "option", ["loop", "user=me", "X-mount.mkdir=0700", "x-systemd.automount", "helper=nfs"]
)
def test_options_that_the_program_would_keep_are_refused(option: str, target: str) -> None:
    with pytest.raises(GoError) as caught:
        unix.mount("tmpfs", target, "tmpfs", 0, f"size=1m,{option}")

    assert str(caught.value) == f"mount(8) would not tell the kernel of the option {option}"
    assert not mountinfo.mounted(target)


@needs_root
def test_a_mount_in_use_goes_only_lazily(target: str) -> None:
    unix.mount("tmpfs", target, "tmpfs", 0, "size=1m")
    Path(target, "file").touch()
    with open(f"{target}/file") as held:
        with pytest.raises(OSError, match=r"busy"):
            unix.unmount(target, 0)

        unix.unmount(target, unix.MNT_DETACH)

        assert held.read() == ""
    assert os.listdir(target) == []


@needs_root
def test_nothing_to_unmount_is_invalid(target: str) -> None:
    with pytest.raises(OSError, match=r"Invalid argument"):
        unix.unmount(target, unix.MNT_DETACH)


def test_a_program_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GoError, match=r'^exec: "no-such-program": executable file not found'):
        unix._find("no-such-program")


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A directory whose ``mount`` and ``umount`` are found first."""
    directory = tmp_path / "bin"
    directory.mkdir()
    monkeypatch.setenv("PATH", f"{directory}:{os.environ['PATH']}")
    unix._mount_program.cache_clear()
    unix._umount_program.cache_clear()
    yield directory
    unix._mount_program.cache_clear()
    unix._umount_program.cache_clear()


def test_the_program_is_told_to_leave_all_as_it_is(programs: Path) -> None:
    script = programs / "mount"
    script.write_text(f'#!/bin/sh\nenv > {programs}/env\nprintf "%s\\n" "$@" > {programs}/argv\n')
    script.chmod(0o755)

    unix.mount("overlay", "/target", "overlay", unix.MS_RDONLY, "lowerdir=/a:/b")

    argv = (programs / "argv").read_text().split("\n")
    environment = (programs / "env").read_text().splitlines()
    assert argv[:4] == ["-n", "-i", "-c", "-w"]
    assert argv[4:-1] == ["-t", "overlay", "-o", "ro,lowerdir=/a:/b", "overlay", "/target"]
    # Later versions would otherwise cut options at 256 bytes.
    assert "LIBMOUNT_FORCE_MOUNT2=always" in environment
    assert "LC_ALL=C" in environment


def test_words_that_are_not_known_are_passed_on(programs: Path) -> None:
    script = programs / "mount"
    script.write_text("#!/bin/sh\necho the dog ate it >&2\nexit 32\n")
    script.chmod(0o755)

    with pytest.raises(GoError, match=r"^the dog ate it$"):
        unix.mount("overlay", "/target", "overlay", 0, "lowerdir=/a:/b")


@needs_root
@pytest.mark.skipif(shutil.which("busybox") is None, reason="BusyBox is not installed")
def test_busybox_mounts_too(programs: Path, target: str) -> None:
    for name in ("mount", "umount"):
        (programs / name).symlink_to(str(shutil.which("busybox")))

    unix.mount("tmpfs", target, "tmpfs", unix.MS_NOEXEC, "size=1m")
    mounted = mountinfo.mounted(target)
    unix.unmount(target, unix.MNT_DETACH)
    with pytest.raises(FileNotFoundError):
        unix.mount("overlay", target, "overlay", 0, "lowerdir=/nope:/usr")

    assert mounted
    assert not mountinfo.mounted(target)
