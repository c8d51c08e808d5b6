"""Requests to a registry: who we are is added to each, redirects are followed.

Go: vendor/github.com/docker/distribution/registry/client/transport/transport.go
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urljoin

from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.golang.http.client import ClientRequest, ClientResponse, RoundTripper, URLError

READ_SECONDS = 60.0
MAX_REDIRECTS = 10

_REDIRECTS = (301, 302, 303, 307, 308)


class RequestModifier(Protocol):
    """Adds headers (credentials, mostly) to a request.

    Go: RequestModifier
    """

    def modify_request(self, url: str, headers: dict[str, str]) -> None:
        """Add to the ``headers`` of a request for ``url``."""

    def refused(self, url: str, headers: Mapping[str, str]) -> bool:
        """Learn that ``headers`` got a 401; return whether new ones may do better."""


class HeaderRequestModifier:
    """Adds the same headers to each request.

    Go: headerModifier
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def modify_request(self, url: str, headers: dict[str, str]) -> None:
        """Add them.

        Go: headerModifier.ModifyRequest
        """
        headers.update(self._headers)

    def refused(self, url: str, headers: Mapping[str, str]) -> bool:
        """Return False: they will be the same again."""
        return False


class Transport:
    """Sends requests to registries.

    A redirect is followed with the headers made anew for the new address, so that credentials
    of one host never reach another.

    Go: transport
    """

    def __init__(
        self,
        tls: ssl.SSLContext | None = None,
        modifiers: tuple[RequestModifier, ...] = (),
        base: RoundTripper | None = None,
    ) -> None:
        self._base = base or RoundTripper(tls)
        self._modifiers = modifiers

    def with_modifiers(self, *modifiers: RequestModifier) -> Transport:
        """Return a transport that does ``modifiers`` as well."""
        return Transport(modifiers=self._modifiers + modifiers, base=self._base)

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str | list[str]] | None = None,
        *,
        body: bytes | None = None,
        context: Context | None = None,
        seconds: float = READ_SECONDS,
    ) -> ClientResponse:
        """Send one request and return the answer, its body unread; the caller closes it.

        Args:
            method: ``GET``, ``HEAD`` or ``POST``.
            url: where to.
            headers: what to say; a list says it several times.
            body: what to send.
            context: when cancelled, the answer is cut off.
            seconds: how long to wait for the next bytes.

        Raises:
            URLError: nobody answered, or we cannot say who we are.
            ContextCancelled: it is not wanted any more.
        """
        asked = ClientRequest(
            method=method,
            url=url,
            headers=_pairs(headers or {}),
            body=body,
            context=context or Context(),
            seconds=seconds,
        )
        target = ""
        for _ in range(MAX_REDIRECTS):
            answer = self._round_trip(asked)
            target = answer.headers.get("Location", "")
            if answer.status not in _REDIRECTS or not target:
                return answer
            answer.close()
            asked = _redirected(asked, answer.status, target)
        raise URLError(method, target, GoError("stopped after 10 redirects"))

    def _round_trip(self, asked: ClientRequest) -> ClientResponse:
        """Send one request; once more if a credential was good before and is not any more.

        Differs from Go, which gives up when a token runs out earlier than it said.

        Go: transport.RoundTrip
        """
        said: dict[str, str] = {}
        answer = self._authorized(asked, said)
        if answer.status != 401 or not self._refused(asked.url, said):
            return answer
        answer.close()
        return self._authorized(asked, {})

    def _authorized(self, asked: ClientRequest, said: dict[str, str]) -> ClientResponse:
        """Send one request with what the modifiers add to it, which ``said`` is filled with."""
        try:
            for modifier in self._modifiers:
                modifier.modify_request(asked.url, said)
            return self._base.round_trip(_with(asked, said))
        except GoError as error:
            raise URLError(asked.method, asked.url, error) from error

    def _refused(self, url: str, said: Mapping[str, str]) -> bool:
        return any(modifier.refused(url, said) for modifier in self._modifiers)


def _pairs(headers: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in {"Accept-Encoding": "identity", **headers}.items()
        for value in ([values] if isinstance(values, str) else values)
    ]


def _with(asked: ClientRequest, said: Mapping[str, str]) -> ClientRequest:
    return ClientRequest(
        method=asked.method,
        url=asked.url,
        headers=[*asked.headers, *said.items()],
        body=asked.body,
        context=asked.context,
        seconds=asked.seconds,
    )


def _redirected(asked: ClientRequest, status: int, target: str) -> ClientRequest:
    """Return the request for the new address; what was posted is posted again if asked to.

    Go: net/http/client.go redirectBehavior
    """
    again = status in (307, 308) or asked.method in ("GET", "HEAD")
    return ClientRequest(
        method=asked.method if again else "GET",
        url=urljoin(asked.url, target),
        headers=asked.headers,
        body=asked.body if again else None,
        context=asked.context,
        seconds=asked.seconds,
    )
