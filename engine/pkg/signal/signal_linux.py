"""The signals of Linux, real-time ones included.

Go: pkg/signal/signal_linux.go
"""

from __future__ import annotations

_SIGRTMIN = 34
_SIGRTMAX = 64

SIGNAL_MAP = {
    "ABRT": 6,
    "ALRM": 14,
    "BUS": 7,
    "CHLD": 17,
    "CLD": 17,
    "CONT": 18,
    "FPE": 8,
    "HUP": 1,
    "ILL": 4,
    "INT": 2,
    "IO": 29,
    "IOT": 6,
    "KILL": 9,
    "PIPE": 13,
    "POLL": 29,
    "PROF": 27,
    "PWR": 30,
    "QUIT": 3,
    "SEGV": 11,
    "STKFLT": 16,
    "STOP": 19,
    "SYS": 31,
    "TERM": 15,
    "TRAP": 5,
    "TSTP": 20,
    "TTIN": 21,
    "TTOU": 22,
    "URG": 23,
    "USR1": 10,
    "USR2": 12,
    "VTALRM": 26,
    "WINCH": 28,
    "XCPU": 24,
    "XFSZ": 25,
    "RTMIN": _SIGRTMIN,
    **{f"RTMIN+{step}": _SIGRTMIN + step for step in range(1, 16)},
    **{f"RTMAX-{step}": _SIGRTMAX - step for step in range(14, 0, -1)},
    "RTMAX": _SIGRTMAX,
}
