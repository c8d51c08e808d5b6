"""``--ulimit nofile=1024:2048``.

Go: opts/ulimit.go
"""

from __future__ import annotations

from cli.opts.opts import go_list
from engine.vendor.docker.go_units import Ulimit, parse_ulimit


class UlimitOpt:
    """The limits by name; the last one of a name wins.

    Go: UlimitOpt
    """

    def __init__(self, ref: dict[str, Ulimit] | None = None) -> None:
        self._values = ref if ref is not None else {}

    def set(self, val: str) -> None:
        """Read one limit.

        Raises:
            GoError: the text is no limit.

        Go: UlimitOpt.Set
        """
        limit = parse_ulimit(val)
        self._values[limit.name] = limit

    def string(self) -> str:
        """Return the limits, sorted."""
        return go_list(
            sorted(f"{limit.name}={limit.soft}:{limit.hard}" for limit in self._values.values())
        )

    def get_list(self) -> list[Ulimit | None] | None:
        """Return the limits by name, or None if there are none.

        Go: UlimitOpt.GetList
        """
        return [self._values[name] for name in sorted(self._values)] or None

    def type(self) -> str:
        """Return the word for help."""
        return "ulimit"
