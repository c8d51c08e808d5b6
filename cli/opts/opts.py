"""Flag values that many commands share (lists, maps) and checks of their texts.

A check takes a text and returns it, perhaps rewritten, or raises an error that tells the user
what is wrong with it.

Go: opts/opts.go
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cli.opts.file import WHITE_SPACES
from engine.golang import net
from engine.golang.errors import GoError
from engine.golang.strings import trim_space

Validator = Callable[[str], str]

_LABEL = "(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))"
# The stray colons are Go's; they stand for an optional ":" where "(?:" was meant.
_DOMAIN = rf"(:?{_LABEL}(:?\.{_LABEL})*)\.?[\t\n\f\r ]*"
_SYSCTLS = frozenset(
    (
        "kernel.msgmax",
        "kernel.msgmnb",
        "kernel.msgmni",
        "kernel.sem",
        "kernel.shmall",
        "kernel.shmmax",
        "kernel.shmmni",
        "kernel.shm_rmid_forced",
    )
)
_SYSCTL_PREFIXES = ("net.", "fs.mqueue.")


class ListOpts:
    """A flag that may be repeated; every text is checked and kept.

    Go: ListOpts
    """

    def __init__(
        self, validator: Validator | None = None, *, values: list[str] | None = None
    ) -> None:
        """Start with ``values``; None is Go's nil list, which is ``null`` in JSON.

        Go: NewListOpts, NewListOptsRef
        """
        self._values = values
        self._validator = validator

    def set(self, value: str) -> None:
        """Check ``value`` and append what the check makes of it.

        Raises:
            Exception: whatever the check says.

        Go: ListOpts.Set
        """
        if self._validator is not None:
            value = self._validator(value)
        if self._values is None:
            self._values = []
        self._values.append(value)

    def get_map(self) -> dict[str, dict[str, object]]:
        """Return the values as a set, in the order of their first appearance.

        Go: ListOpts.GetMap
        """
        return {value: {} for value in self._values or ()}

    def get_all(self) -> list[str] | None:
        """Return the values, or None if there never was one.

        Go: ListOpts.GetAll
        """
        return self._values

    def get_all_or_empty(self) -> list[str]:
        """Return the values, or an empty list.

        Go: ListOpts.GetAllOrEmpty
        """
        return self._values if self._values is not None else []

    def get(self, key: str) -> bool:
        """Tell whether ``key`` is one of the values.

        Go: ListOpts.Get
        """
        return key in self.get_all_or_empty()

    def __len__(self) -> int:
        return len(self.get_all_or_empty())

    def type(self) -> str:
        """Return the word for help."""
        return "list"

    def string(self) -> str:
        """Return the values as Go prints a list."""
        return go_list(self._values) if self._values else ""


class NamedListOpts(ListOpts):
    """A list whose values live in somebody else's list, with a name in the configuration.

    Go: NamedListOpts
    """

    def __init__(self, name: str, values: list[str], validator: Validator | None = None) -> None:
        super().__init__(validator, values=values)
        self.name = name


class MapOpts:
    """A flag that may be repeated with ``key=value``; the last one of a key wins.

    Go: MapOpts
    """

    def __init__(
        self, values: dict[str, str] | None = None, validator: Validator | None = None
    ) -> None:
        self._values = values if values is not None else {}
        self._validator = validator

    def set(self, value: str) -> None:
        """Check ``value`` and keep it; without ``=`` it is a key with an empty value.

        Raises:
            Exception: whatever the check says.

        Go: MapOpts.Set
        """
        if self._validator is not None:
            value = self._validator(value)
        key, _, rest = value.partition("=")
        self._values[key] = rest

    def get_all(self) -> dict[str, str]:
        """Return the map.

        Go: MapOpts.GetAll
        """
        return self._values

    def type(self) -> str:
        """Return the word for help."""
        return "map"

    def string(self) -> str:
        """Return the map as Go prints one."""
        return go_map(self._values)


def go_list(values: list[str] | None) -> str:
    """Return ``values`` as Go's ``%v`` prints them."""
    return f"[{' '.join(values or ())}]"


def go_map(values: dict[str, str] | None) -> str:
    """Return ``values`` as Go's ``%v`` prints them."""
    pairs = sorted((values or {}).items())
    return f"map[{' '.join(f'{key}:{value}' for key, value in pairs)}]"


def validate_ip_address(val: str) -> str:
    """Return the address in its usual spelling.

    Raises:
        GoError: it is no IP address.

    Go: ValidateIPAddress
    """
    ip = net.parse_ip(trim_space(val))
    if ip is None:
        raise GoError(f"{val} is not an ip address")
    return str(ip)


def validate_mac_address(val: str) -> str:
    """Return ``val`` if it is a MAC address.

    Raises:
        AddrError: it is none.

    Go: ValidateMACAddress
    """
    net.parse_mac(trim_space(val))
    return val


def validate_dns_search(val: str) -> str:
    """Return the search domain without trailing dot; a lone ``.`` switches searching off.

    Raises:
        GoError: it is no domain name.

    Go: ValidateDNSSearch
    """
    val = val.strip(" ")
    return val if val == "." else _validate_domain(val)


def _validate_domain(val: str) -> str:
    found = re.fullmatch(_DOMAIN, val) if re.search("[a-zA-Z]", val) else None
    if found is None or len(found[1]) >= 255:
        raise GoError(f"{val} is not a valid domain")
    return found[1]


def validate_label(val: str) -> str:
    """Return the label as it is, if its key is neither empty nor broken by blanks.

    Raises:
        GoError: the key is not usable.

    Go: ValidateLabel
    """
    key = val.partition("=")[0].lstrip(WHITE_SPACES)
    if not key:
        raise GoError(f"invalid label '{val}': empty name")
    if any(char in WHITE_SPACES for char in key):
        raise GoError(f"label '{key}' contains whitespaces")
    return val


def validate_sysctl(val: str) -> str:
    """Return ``key=value`` if the key belongs to a namespace that a container has of its own.

    Raises:
        GoError: the setting would be the host's, or ``=`` is missing.

    Go: ValidateSysctl
    """
    key, equals, _ = val.partition("=")
    if equals and (key in _SYSCTLS or key.startswith(_SYSCTL_PREFIXES)):
        return val
    raise GoError(f"sysctl '{val}' is not whitelisted")


def parse_link(val: str) -> tuple[str, str]:
    """Return the container and its alias in ``name:alias``; without an alias it is the name.

    Raises:
        GoError: it is empty or has two colons.

    Go: ParseLink
    """
    if not val:
        raise GoError("empty string specified for links")
    parts = val.split(":")
    if len(parts) > 2:
        raise GoError(f"bad format for links: {val}")
    if len(parts) == 1:
        return val, val
    # A link read back from an engine looks like "/name:/other/alias".
    if parts[0].startswith("/"):
        return parts[0][1:], parts[1].rpartition("/")[2]
    return parts[0], parts[1]


def validate_link(val: str) -> str:
    """Return the link as it is.

    Raises:
        GoError: it is no ``name:alias``.

    Go: ValidateLink
    """
    parse_link(val)
    return val
