"""Sizes as people write them: ``512m``, ``1.5GiB``.

Go: vendor/github.com/docker/go-units/size.go
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.golang import strconv
from engine.golang.errors import GoError

_DECIMAL = {unit: 1000**power for power, unit in enumerate("kmgtp", 1)}
_BINARY = {unit: 1024**power for power, unit in enumerate("kmgtp", 1)}
_DECIMAL_ABBRS = ("B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY_ABBRS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")
_SIZE = r"([0-9]+(?:\.[0-9]+)*) ?([kKmMgGtTpP])?[iI]?[bB]?"


def human_size_with_precision(size: float, precision: int) -> str:
    """Return ``size`` in units of 1000 with so many digits.

    Go: HumanSizeWithPrecision
    """
    amount, unit = _get_size_and_unit(size, 1000, _DECIMAL_ABBRS)
    return f"{amount:.{precision}g}{unit}"


def human_size(size: float) -> str:
    """Return ``size`` in units of 1000 with four digits: ``2.746MB``.

    Go: HumanSize
    """
    return human_size_with_precision(size, 4)


def bytes_size(size: float) -> str:
    """Return ``size`` in units of 1024 with four digits: ``44KiB``.

    Go: BytesSize
    """
    amount, unit = _get_size_and_unit(size, 1024, _BINARY_ABBRS)
    return f"{amount:.4g}{unit}"


def _get_size_and_unit(size: float, base: int, units: Sequence[str]) -> tuple[float, str]:
    i = 0
    while size >= base and i < len(units) - 1:
        size /= base
        i += 1
    return size, units[i]


def from_human_size(size: str) -> int:
    """Return the bytes of a size whose ``k`` is 1000.

    Raises:
        GoError: the text is no size.

    Go: FromHumanSize
    """
    return _parse_size(size, _DECIMAL)


def ram_in_bytes(size: str) -> int:
    """Return the bytes of a size whose ``k`` is 1024.

    Raises:
        GoError: the text is no size.

    Go: RAMInBytes
    """
    return _parse_size(size, _BINARY)


def _parse_size(text: str, units: dict[str, int]) -> int:
    """Return the bytes of ``text``, rounded down.

    Go: parseSize
    """
    found = re.fullmatch(_SIZE, text)
    if found is None:
        raise GoError(f"invalid size: '{text}'")
    size = strconv.parse_float(found[1]) * units.get((found[2] or "").lower(), 1)
    # What does not fit into an int64 becomes the smallest one, as on amd64 in Go.
    return int(size) if size < 1 << 63 else -(1 << 63)
