"""The host in its own words."""

import pytest

from engine.pkg.parsers.operatingsystem import (
    get_operating_system,
    get_operating_system_version,
    is_containerized,
)


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        (
            'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\n',
            "Debian GNU/Linux 12 (bookworm)",
            "12",
        ),
        ("NAME=x\nPRETTY_NAME='A B'\n", "A B", ""),
        ("PRETTY_NAME=Bare\n", "Bare", ""),
        ("# nothing\n", "Linux", ""),
    ],
    ids=["double", "single", "bare", "none"],
)
def test_name_and_version_are_read_as_a_shell_would(tmp_path, text, name, version):
    file = tmp_path / "os-release"
    file.write_text(text)

    assert get_operating_system([file]) == name
    assert get_operating_system_version([file]) == version


def test_the_second_file_counts_only_without_the_first(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    second.write_text("PRETTY_NAME=second\n")
    before = get_operating_system([first, second])
    first.write_text("PRETTY_NAME=first\n")

    after = get_operating_system([first, second])

    assert (before, after) == ("second", "first")


@pytest.mark.parametrize(
    ("text", "containerized"),
    [("1:cpu:/\n0::/init.scope\n", False), ("1:cpu:/docker/abc\n0::/\n", True), ("", False)],
)
def test_a_group_of_its_own_tells_a_container(tmp_path, text, containerized):
    file = tmp_path / "cgroup"
    file.write_text(text)

    assert is_containerized(file) is containerized
