import signal as host_signals

import pytest

from engine.golang.errors import GoError
from engine.pkg import signal


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("TERM", 15),
        ("sigkill", 9),
        ("Sigusr1", 10),
        ("RTMIN+15", 49),
        ("sigrtmax-14", 50),
        ("9", 9),
        ("99", 99),
    ],
)
def test_a_signal_may_be_a_name_or_any_number(raw, number):
    found = signal.parse_signal(raw)

    assert found == number


@pytest.mark.parametrize("raw", ["FOO", "0", "", "RTMIN+16"])
def test_anything_else_is_no_signal(raw):
    with pytest.raises(GoError) as caught:
        signal.parse_signal(raw)

    assert str(caught.value) == f"Invalid signal: {raw}"


def test_the_numbers_are_this_kernels():
    for name, number in signal.SIGNAL_MAP.items():
        if name.startswith("RT"):
            continue
        known = getattr(host_signals.Signals, f"SIG{name}", None)

        assert known in (None, number), name


def test_a_platform_knows_only_its_own_signals():
    assert signal.valid_signal_for_platform(64)
    assert not signal.valid_signal_for_platform(65)
