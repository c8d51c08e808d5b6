"""``--network mynet`` and ``--network name=mynet,alias=web``.

Go: opts/network.go
"""

from __future__ import annotations

import re

from engine.golang import csv
from engine.golang.errors import GoError
from engine.golang.strings import trim_space
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class NetworkAttachmentOpts:
    """One network to connect to, and how; links and link-local addresses have flags of their own.

    Go: NetworkAttachmentOpts
    """

    target: str = ""
    aliases: list[str] | None = None
    driver_opts: dict[str, str] | None = None
    links: list[str] | None = None
    ipv4_address: str = ""
    ipv6_address: str = ""
    link_local_ips: list[str] | None = None


class NetworkOpt:
    """The networks that were asked for.

    Go: NetworkOpt
    """

    def __init__(self) -> None:
        self._options: list[NetworkAttachmentOpts] = []

    def set(self, value: str) -> None:
        """Read one network: a CSV record if ``word=word`` is anywhere in it, else a name.

        Raises:
            GoError: the record has an unknown or malformed field, or no name.

        Go: NetworkOpt.Set
        """
        if re.search(r"\w=\w", value, re.ASCII):
            self._options.append(_parse_long_syntax(value))
        else:
            self._options.append(NetworkAttachmentOpts(target=value))

    def type(self) -> str:
        """Return the word for help."""
        return "network"

    def value(self) -> list[NetworkAttachmentOpts]:
        """Return the networks in the order given.

        Go: NetworkOpt.Value
        """
        return self._options

    def string(self) -> str:
        """Return nothing: help shows no networks."""
        return ""

    def network_mode(self) -> str:
        """Return the first network's name, or ``default``.

        Go: NetworkOpt.NetworkMode
        """
        return self._options[0].target if self._options else "default"


def _parse_long_syntax(value: str) -> NetworkAttachmentOpts:
    net_opt = NetworkAttachmentOpts(aliases=[])
    for field in csv.read_record(value):
        name, equals, text = field.partition("=")
        if not equals:
            raise GoError(f"invalid field {field}")
        _set_field(net_opt, _clean(name), _clean(text))
    if not net_opt.target:
        raise GoError("network name/id is not specified")
    return net_opt


def _set_field(net_opt: NetworkAttachmentOpts, key: str, value: str) -> None:
    match key:
        case "name":
            net_opt.target = value
        case "alias":
            net_opt.aliases = [*(net_opt.aliases or ()), value]
        case "ip":
            net_opt.ipv4_address = value
        case "ip6":
            net_opt.ipv6_address = value
        case "driver-opt":
            net_opt.driver_opts = {**(net_opt.driver_opts or {}), **_parse_driver_opt(value)}
        case _:
            raise GoError(f"invalid field key {key}")


def _parse_driver_opt(driver_opt: str) -> dict[str, str]:
    """Return the one option as a map.

    Go: parseDriverOpt
    """
    key, equals, value = driver_opt.partition("=")
    if not equals:
        raise GoError("invalid key value pair format in driver options")
    return {_clean(key): _clean(value)}


def _clean(text: str) -> str:
    return trim_space(text.lower())
