"""Flag values that are numbers: of CPUs, of bytes.

Go: opts/opts.go
"""

from __future__ import annotations

from engine.golang.errors import GoError
from engine.vendor.docker import go_units as units


class NanoCPUs:
    """A number of CPUs, kept in billionths.

    Go: NanoCPUs
    """

    def __init__(self) -> None:
        self._value = 0

    def set(self, value: str) -> None:
        """Take a decimal number or a fraction.

        Raises:
            GoError: it is neither, or finer than a billionth.

        Go: NanoCPUs.Set
        """
        self._value = parse_cpus(value)

    def type(self) -> str:
        """Return the word for help."""
        return "decimal"

    def string(self) -> str:
        """Return the number with three decimals, or nothing for 0."""
        if not self._value:
            return ""
        # Half of a thousandth rounds away from zero.
        whole, part = divmod((abs(self._value) + 500_000) // 1_000_000, 1000)
        return f"{'-' if self._value < 0 else ''}{whole}.{part:03d}"

    def value(self) -> int:
        """Return the billionths."""
        return self._value


def parse_cpus(value: str) -> int:
    """Return the billionths of a CPU in ``value``: ``1.5``, ``1/3`` would be too precise.

    Raises:
        GoError: no number, or finer than a billionth.

    Go: ParseCPUs
    """
    from engine.golang.rat import parse_rat

    cpu = parse_rat(value)
    if cpu is None:
        raise GoError(f"failed to parse {value} as a rational number")
    nano = cpu * 10**9
    if nano.denominator != 1:
        raise GoError("value is too precise")
    # Too large a number loses its upper bits, as Go's conversion to int64 does.
    return (nano.numerator + (1 << 63)) % (1 << 64) - (1 << 63)


class MemBytes:
    """A size, kept in bytes.

    Go: MemBytes
    """

    def __init__(self) -> None:
        self._value = 0

    def set(self, value: str) -> None:
        """Take a size such as ``512m``.

        Raises:
            GoError: it is no size.

        Go: MemBytes.Set
        """
        self._value = units.ram_in_bytes(value)

    def type(self) -> str:
        """Return the word for help."""
        return "bytes"

    def string(self) -> str:
        """Return the size in its largest unit; 0 has none, so that help shows no default."""
        return units.bytes_size(self._value) if self._value else "0"

    def value(self) -> int:
        """Return the bytes."""
        return self._value


class MemSwapBytes(MemBytes):
    """A size, or -1 for no limit.

    Go: MemSwapBytes
    """

    def set(self, value: str) -> None:
        """Take a size or exactly ``-1``.

        Raises:
            GoError: it is neither.

        Go: MemSwapBytes.Set
        """
        if value == "-1":
            self._value = -1
        else:
            super().set(value)
