import pytest

from engine.golang.errors import GoError
from engine.pkg.parsers import kernel
from engine.pkg.parsers.kernel import VersionInfo


@pytest.mark.parametrize(
    ("release", "version"),
    [
        ("3.8.0", VersionInfo(3, 8, 0)),
        ("3.4.54.longterm-1", VersionInfo(3, 4, 54, ".longterm-1")),
        ("3.10.0-862.2.3.el7.x86_64", VersionInfo(3, 10, 0, "-862.2.3.el7.x86_64")),
        ("3.12-1-amd64", VersionInfo(3, 12, 0, "-1-amd64")),
        ("3.8", VersionInfo(3, 8, 0)),
    ],
)
def test_a_release_is_two_or_three_numbers_and_a_flavor(release, version):
    found = kernel.parse_release(release)

    assert found == version


def test_a_release_without_numbers_is_refused():
    with pytest.raises(GoError) as caught:
        kernel.parse_release("linux")

    assert str(caught.value) == "Can't parse kernel version linux"


@pytest.mark.parametrize(
    ("left", "right", "order"),
    [((3, 8, 0), (3, 8, 0), 0), ((2, 6, 0), (3, 8, 0), -1), ((3, 8, 16), (3, 8, 0), 1)],
)
def test_flavors_do_not_count_in_comparisons(left, right, order):
    found = kernel.compare_kernel_version(VersionInfo(*left, "-x"), VersionInfo(*right))

    assert found == order


def test_this_kernel_is_newer_than_linux_two():
    assert kernel.check_kernel_version(2, 6, 0)
    assert not kernel.check_kernel_version(99, 0, 0)
    assert str(kernel.get_kernel_version()).count(".") >= 2
