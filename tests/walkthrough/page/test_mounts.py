"""What is read from the commands that mount."""

from __future__ import annotations

from tests.support.stories import INIT, LOW, ROOT, UPPER, overlay
from walkthrough.page import mounts
from walkthrough.page.mounts import Mounted, Unmounted


def test_a_mount_tells_its_layers_the_nearest_first() -> None:
    command = overlay([f"{INIT}/diff", f"{LOW}/diff"], UPPER)

    found = mounts.read("run", command, "", ROOT)

    assert found == Mounted(
        target=f"overlay2/{'a' * 12}…/merged",
        lowers=(f"overlay2/{'a' * 12}…-init/diff", f"overlay2/{'b' * 12}…/diff"),
        upper=f"overlay2/{'a' * 12}…/diff",
    )


def test_paths_may_be_relative_to_the_directory_where_the_command_ran() -> None:
    command = (
        "mount -t overlay -o lowerdir=l/AA:l/BB,upperdir=one/diff,workdir=one/work "
        f"overlay one/merged '(in {ROOT}/overlay2)'"
    )

    found = mounts.read("run", command, "", ROOT)

    lowers = ("overlay2/l/AA", "overlay2/l/BB")
    assert found == Mounted("overlay2/one/merged", lowers, "overlay2/one/diff")


def test_a_mount_may_be_recorded_without_a_command() -> None:
    options = "overlay: lowerdir=overlay2/l/AA,upperdir=overlay2/one/diff"

    found = mounts.read("mount", "overlay2/one/merged/", options, ROOT)

    assert found == Mounted("overlay2/one/merged", ("overlay2/l/AA",), "overlay2/one/diff")


def test_what_is_unmounted_is_told() -> None:
    command = f"/usr/bin/umount -n -i -c -l {ROOT}/overlay2/one/merged"

    found = mounts.read("run", command, "", ROOT)

    assert found == Unmounted("overlay2/one/merged")


def test_other_commands_and_mounts_that_were_cut_short_tell_nothing() -> None:
    cut = overlay(["l/AA"], UPPER)[:-9] + "…"

    found = [
        mounts.read("run", command, "", ROOT)
        for command in ("tar -x", "mount --bind /a /b", "mount 'no end", cut)
    ]

    assert found == [None] * 4
