"""What a registry demands before it answers: the ``WWW-Authenticate`` headers.

Go: vendor/github.com/docker/distribution/registry/client/auth/challenge/authchallenge.go
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_SPACE = " \t\r\n"
_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Challenge:
    """One way to identify oneself: a scheme in lower case, and its parameters.

    Go: Challenge
    """

    scheme: str
    parameters: dict[str, str] = field(default_factory=dict)


def response_challenges(status: int, headers: Iterable[str]) -> list[Challenge]:
    """Return the demands of an answer with ``status``: only a 401 demands anything.

    Go: ResponseChallenges
    """
    if status != 401:
        return []
    return [found for header in headers if (found := parse_value(header)) is not None]


def parse_value(header: str) -> Challenge | None:
    """Read one header: ``Bearer realm="https://auth/token",service="registry"``.

    What cannot be read ends it; what came before that counts.

    Go: parseValueAndParams
    """
    scheme, rest = _expect_token(header)
    if not scheme:
        return None
    found = Challenge(scheme.lower())
    rest = "," + rest.lstrip(_SPACE)
    while rest.startswith(","):
        key, rest = _expect_token(rest[1:].lstrip(_SPACE))
        if not key or not rest.startswith("="):
            break
        value, rest = _expect_token_or_quoted(rest[1:])
        if not value:
            break
        found.parameters[key.lower()] = value
        rest = rest.lstrip(_SPACE)
    return found


def _expect_token(text: str) -> tuple[str, str]:
    """Go: expectToken"""
    match = _TOKEN.match(text)
    assert match is not None
    return match[0], text[match.end() :]


def _expect_token_or_quoted(text: str) -> tuple[str, str]:
    """Go: expectTokenOrQuoted"""
    if not text.startswith('"'):
        return _expect_token(text)
    match = _QUOTED.match(text)
    if match is None:
        return "", ""
    return re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL), text[match.end() :]


class SimpleManager:
    """Remembers which endpoint demanded what.

    Go: simpleManager
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._challenges: dict[str, list[Challenge]] = {}

    def add_response(self, url: str, status: int, headers: Iterable[str]) -> None:
        """Remember the demands of an answer from ``url``.

        Go: simpleManager.AddResponse
        """
        with self._lock:
            self._challenges[_endpoint(url)] = response_challenges(status, headers)

    def get_challenges(self, url: str) -> list[Challenge]:
        """Return what ``url`` demanded when it was last asked.

        Go: simpleManager.GetChallenges
        """
        with self._lock:
            return self._challenges.get(_endpoint(url), [])


def _endpoint(url: str) -> str:
    """Return the address with its port, so that the usual port may be named or not.

    Go: normalizeURL
    """
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if parts.port is None:
        host += _PORTS.get(parts.scheme, "")
    return f"{parts.scheme}://{host}{parts.path}"
