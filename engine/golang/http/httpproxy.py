"""Which proxy a request goes through, as the environment says.

Go: golang.org/x/net/http/httpproxy
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from engine.golang import net
from engine.golang.errors import GoError
from engine.golang.strconv import quote

_PORTS = {"http": "80", "https": "443"}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy: where it listens, and who we are to it.

    ``tls`` says that it wants TLS itself.
    """

    host: str
    port: int
    tls: bool = False
    username: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The proxies for plain and for encrypted requests, and the hosts that need none.

    Go: Config
    """

    http_proxy: str = ""
    https_proxy: str = ""
    no_proxy: str = ""

    def proxy_for(self, url: str) -> Proxy | None:
        """Return the proxy for a request, None if it needs none.

        Raises:
            GoError: the variable does not name a proxy that we can talk to.

        Go: config.proxyForURL
        """
        parts = urlsplit(url)
        proxy = self.https_proxy if parts.scheme == "https" else self.http_proxy
        if not proxy or not self._use_proxy(parts.hostname or "", _port(url)):
            return None
        return _parse_proxy(proxy)

    def _use_proxy(self, host: str, port: str) -> bool:
        """Say whether ``host`` is to be reached through a proxy; this machine never is.

        Go: config.useProxy
        """
        if not host or host == "localhost":
            return False
        address = net.parse_ip(host)
        if address is not None and address.is_loopback:
            return False
        name = host.lower().rstrip(".")
        return not any(_matches(rule, name, port) for rule in _rules(self.no_proxy))


def from_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """Return what ``HTTP_PROXY``, ``HTTPS_PROXY`` and ``NO_PROXY`` say, or their lower case.

    Go: FromEnvironment
    """

    def value(name: str) -> str:
        return environment.get(name) or environment.get(name.lower()) or ""

    return Config(
        http_proxy=value("HTTP_PROXY"), https_proxy=value("HTTPS_PROXY"), no_proxy=value("NO_PROXY")
    )


def _port(url: str) -> str:
    parts = urlsplit(url)
    return str(parts.port) if parts.port is not None else _PORTS.get(parts.scheme, "")


def _rules(no_proxy: str) -> Iterator[str]:
    for word in no_proxy.split(","):
        rule = word.strip().lower()
        if rule:
            yield rule


def _matches(rule: str, host: str, port: str) -> bool:
    """Say whether ``rule`` of NO_PROXY speaks of ``host:port``.

    Go: config.init, allMatch, cidrMatch, ipMatch, domainMatch
    """
    if rule == "*":
        return True
    if "/" in rule:
        return _in_network(rule, host)
    try:
        rule_host, rule_port = net.split_host_port(rule)
    except net.AddrError:
        rule_host, rule_port = rule.strip("[]"), ""
    if rule_port and rule_port != port:
        return False
    address = net.parse_ip(rule_host)
    if address is not None:
        return address == net.parse_ip(host)
    rule_host = rule_host.removeprefix("*")
    if rule_host.startswith("."):
        return host.endswith(rule_host)
    return bool(rule_host) and (host == rule_host or host.endswith("." + rule_host))


def _in_network(rule: str, host: str) -> bool:
    from ipaddress import ip_network

    address = net.parse_ip(host)
    try:
        return address is not None and address in ip_network(rule, strict=False)
    except ValueError:
        return False


def _parse_proxy(text: str) -> Proxy:
    """Read a proxy's address; one without a scheme is ``http``.

    Differs from Go, which also knows SOCKS proxies: here they are refused.

    Go: parseProxy
    """
    address = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(address)
        port = parts.port or int(_PORTS.get(parts.scheme, "0"))
    except ValueError as error:
        raise GoError(f"invalid proxy address {quote(text)}: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise GoError(f"invalid proxy address {quote(text)}: only http and https are supported")
    return Proxy(
        host=parts.hostname,
        port=port,
        tls=parts.scheme == "https",
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
