"""Modes in Go's numbers; expected ones are those of Go's ``os.Lstat``."""

import stat

import pytest

from engine.golang.filemode import from_stat


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (stat.S_IFREG | 0o644, 0o644),
        (stat.S_IFDIR | 0o755, 2147484141),
        (stat.S_IFDIR | stat.S_ISVTX | 0o777, 2148532735),
        (stat.S_IFLNK | 0o777, 134218239),
        (stat.S_IFCHR | 0o666, 69206454),
        (stat.S_IFBLK | 0o660, 67109296),
        (stat.S_IFIFO | 0o600, 33554816),
        (stat.S_IFSOCK | 0o755, 16777709),
        (stat.S_IFREG | stat.S_ISUID | stat.S_ISGID | 0o755, 12583405),
    ],
)
def test_the_kernels_bits_stand_elsewhere_in_go(mode: int, expected: int) -> None:
    assert from_stat(mode) == expected
