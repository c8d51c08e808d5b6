"""Addresses taken apart by Go's rules, with Go's error texts.

Go: net/url
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.golang.url import path_unescape

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
# What may stand in a host name as it is; everything else below 0x80 is refused.
_NOT_IN_HOST = re.compile(r"[^A-Za-z0-9\-_.~$&+,/;=:@!'()*\[\]<>\"%\x80-\U0010ffff]")


@dataclass(slots=True)
class URL:
    """The parts of a URL that somebody here looks at; ``host`` still has its port.

    ``opaque`` is all behind a scheme that no slash follows; ``force_query`` keeps a question mark
    with nothing behind it.

    Go: URL
    """

    scheme: str = ""
    host: str = ""
    path: str = ""
    raw_query: str = ""
    opaque: str = ""
    force_query: bool = False

    def __str__(self) -> str:
        """Return the URL as a text, its path escaped anew.

        Go: URL.String
        """
        text = f"{self.scheme}:" if self.scheme else ""
        if self.opaque:
            text += self.opaque
        else:
            if self.host:
                text += f"//{self.host}"
            text += escape_path(self.path)
        return text + (f"?{self.raw_query}" if self.force_query or self.raw_query else "")


def escape_path(path: str) -> str:
    """Return a path in which only what may stand in one stands for itself.

    Go: escape (encodePath)
    """
    from urllib.parse import quote as percent_encoded  # only redirects need it

    return percent_encoded(path.encode("utf-8", "surrogateescape"), safe="$&+,/:;=@-_.~")


def parse_request_uri(rawurl: str) -> URL:
    """Return the parts of the target of a request: a path, a whole URL, or ``*``.

    Raises:
        GoError: it is none of them.

    Go: ParseRequestURI
    """
    if _CONTROL.search(rawurl):
        raise GoError("net/url: invalid control character in URL")
    if rawurl == "*":
        return URL(path="*")
    scheme = _SCHEME.match(rawurl)
    rest, mark, query = (rawurl[scheme.end() :] if scheme else rawurl).partition("?")
    url = URL(scheme[1].lower() if scheme else "", raw_query=query)
    url.force_query = bool(mark) and not query
    if not rest.startswith("/"):
        if scheme is None:
            raise GoError("invalid URI for request")
        url.opaque = rest
        return url
    if scheme and rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        url.host = _parse_host(authority.rpartition("@")[2])
    url.path = path_unescape(rest)
    return url


def parse(rawurl: str) -> URL:
    """Return the parts of ``rawurl``.

    Raises:
        GoError: ``parse "…": `` and the reason.

    Go: Parse
    """
    try:
        return _parse(rawurl)
    except GoError as error:
        raise GoError(f"parse {quote(rawurl)}: {error}") from error


def _parse(rawurl: str) -> URL:
    if _CONTROL.search(rawurl):
        raise GoError("net/url: invalid control character in URL")
    rest, _, _ = rawurl.partition("#")
    scheme = _SCHEME.match(rest)
    if scheme is not None:
        rest = rest[scheme.end() :]
    elif rest.startswith(":"):
        raise GoError("missing protocol scheme")
    rest, _, query = rest.partition("?")
    url = URL(scheme[1].lower() if scheme else "", raw_query=query)
    if rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        rest = slash + path
        url.host = _parse_host(authority.rpartition("@")[2])
    elif not scheme and ":" in rest.partition("/")[0]:
        raise GoError("first path segment in URL cannot contain colon")
    url.path = path_unescape(rest)
    return url


def _parse_host(host: str) -> str:
    """Return the host with its port, checked.

    Go: parseHost
    """
    if host.startswith("["):
        inside, bracket, port = host.rpartition("]")
        if not bracket:
            raise GoError("missing ']' in host")
        host_only = inside
    else:
        host_only, colon, port = host.rpartition(":")
        port = colon + port
        if not colon:
            host_only, port = host, ""
    if port and (not port.startswith(":") or not re.fullmatch(r"[0-9]*", port[1:], re.ASCII)):
        raise GoError(f"invalid port {quote(port)} after host")
    bad = _NOT_IN_HOST.search(host)
    if bad is not None:
        raise GoError(f"invalid character {quote(bad[0])} in host name")
    for escape in re.finditer(r"%(..)?", host_only):
        # Only what cannot stand there as it is may be written so; %25 starts a zone.
        digits = escape[1] or ""
        if not re.fullmatch(r"[0-9A-Fa-f]{2}", digits) or (
            int(digits, 16) < 0x80 and digits != "25"
        ):
            raise GoError(f"invalid URL escape {quote(escape[0])}")
    return path_unescape(host) if "%" in host else host
