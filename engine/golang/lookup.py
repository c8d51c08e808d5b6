"""What is said of a host name that nobody knows.

Names are looked up by the C library here; Go asks the name servers itself where it can, and then
says which one it asked.

Go: net/dnsclient_unix.go
"""

from __future__ import annotations

import re

_RESOLV_CONF = "/etc/resolv.conf"
_NSSWITCH_CONF = "/etc/nsswitch.conf"
_DEFAULT_SERVER = "127.0.0.1"
_MAX_NAME = 253
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")


def no_such_host(host: str, *, resolv: str = _RESOLV_CONF, nsswitch: str = _NSSWITCH_CONF) -> str:
    """Return Go's text for a name that does not exist: ``lookup HOST on SERVER:53: no such host``.

    Without a server where none is asked: the name is not one, or Go leaves it to the C library.

    Go: DNSError.Error
    """
    host = _ascii(host)
    if not _is_domain_name(host) or _left_to_libc(host, nsswitch):
        return f"lookup {host}: no such host"
    return f"lookup {host} on {_server(resolv)}: no such host"


def _ascii(host: str) -> str:
    """Return the name as it is asked for; what has no such form stays as it is.

    Go: idnaASCII
    """
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _is_domain_name(name: str) -> bool:
    """Go: isDomainName."""
    bare = name.removesuffix(".")
    labels = bare.split(".")
    return (
        len(bare) <= _MAX_NAME
        and all(_LABEL.fullmatch(label) for label in labels)
        and not re.fullmatch(r"[0-9.]+", bare)
    )


def _left_to_libc(host: str, nsswitch: str) -> bool:
    """Tell whether names are looked up by more than the hosts file and DNS.

    Go: conf.hostLookupOrder
    """
    if host.removesuffix(".").lower().endswith(".local"):
        return True
    sources = (line[1:] for line in _lines(nsswitch) if line[0] == "hosts:")
    names = [re.sub(r"\[.*?\]", " ", " ".join(words)).split() for words in sources]
    known = ("files", "dns", "myhostname")
    return any(
        name not in known and not name.startswith("mdns") for line in names[:1] for name in line
    )


def _server(resolv: str) -> str:
    """Return the first name server that is configured, with its port.

    Go: dnsReadConfig
    """
    servers = [line[1] for line in _lines(resolv) if line[0] == "nameserver" and len(line) > 1]
    server = servers[0] if servers else _DEFAULT_SERVER
    return f"[{server}]:53" if ":" in server else f"{server}:53"


def _lines(path: str) -> list[list[str]]:
    """Return the words of each line that has some; none of a file that cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = [re.split(r"[#;]", line)[0].split() for line in file]
    except OSError:
        return []
    return [words for words in lines if words]
