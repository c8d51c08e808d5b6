"""What a registry demands before it answers: the ``WWW-Authenticate`` headers.

Go: vendor/github.com/docker/distribution/registry/client/auth/challenge/authchallenge.go
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_SCHEME = re.compile(r"\s*([^\s,=]+)(?:\s+|$)")
_PARAMETER = re.compile(r'\s*([^\s=,"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*(,|$)')


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

    Go: parseValueAndParams
    """
    scheme = _SCHEME.match(header)
    if scheme is None:
        return None
    parameters, at = {}, scheme.end()
    while (found := _PARAMETER.match(header, at)) is not None and found.group(0):
        name, quoted, plain, _ = found.groups()
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain
        parameters[name.lower()] = value
        at = found.end()
    return Challenge(scheme.group(1).lower(), parameters)


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
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{parts.path}"
