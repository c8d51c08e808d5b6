"""Signals by name and number.

Go: pkg/signal/signal.go
"""

from engine.pkg.signal.signal import DEFAULT_STOP_SIGNAL, parse_signal, valid_signal_for_platform
from engine.pkg.signal.signal_linux import SIGNAL_MAP

__all__ = ["DEFAULT_STOP_SIGNAL", "SIGNAL_MAP", "parse_signal", "valid_signal_for_platform"]
