"""Reads a signal given as a name or a number.

Go: pkg/signal/signal.go
"""

from __future__ import annotations

from engine.golang import strconv
from engine.golang.errors import GoError
from engine.pkg.signal.signal_linux import SIGNAL_MAP

# What stops a container that asked for nothing else; Go has it in signal_unix.go.
DEFAULT_STOP_SIGNAL = "SIGTERM"


def parse_signal(raw_signal: str) -> int:
    """Return the signal's number; a name may miss ``SIG`` and be in any case.

    Any number but 0 passes, whether Linux has such a signal or not.

    Raises:
        GoError: there is no signal of that name, or the number is 0.

    Go: ParseSignal
    """
    try:
        number = strconv.atoi(raw_signal)
    except GoError:
        name = raw_signal.upper().removeprefix("SIG")
        if name not in SIGNAL_MAP:
            raise GoError(f"Invalid signal: {raw_signal}") from None
        return SIGNAL_MAP[name]
    if number == 0:
        raise GoError(f"Invalid signal: {raw_signal}")
    return number


def valid_signal_for_platform(signal: int) -> bool:
    """Say whether Linux has a signal of that number.

    Go: ValidSignalForPlatform
    """
    return signal in SIGNAL_MAP.values()
