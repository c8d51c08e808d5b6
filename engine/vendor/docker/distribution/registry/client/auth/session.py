"""Identify ourselves to a registry, by password or by a token that a token server gives.

Go: vendor/github.com/docker/distribution/registry/client/auth/session.go
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from engine.golang.errors import GoError
from engine.vendor.docker.distribution.registry.client.auth.challenge import SimpleManager
from engine.vendor.docker.distribution.registry.client.errors import (
    handle_error_response,
    success_status,
)
from engine.vendor.docker.distribution.registry.client.transport import Transport

MINIMUM_TOKEN_LIFETIME_SECONDS = 60
_SECONDS = 15.0


class NoBasicAuthCredentials(GoError):
    """The registry wants a password and we have none.

    Go: ErrNoBasicAuthCredentials
    """

    def __init__(self) -> None:
        super().__init__("no basic auth credentials")


class NoToken(GoError):
    """The token server answered without a token.

    Go: ErrNoToken
    """

    def __init__(self) -> None:
        super().__init__("authorization server did not include a token in the response")


class CredentialStore(Protocol):
    """Knows the user's name, password and refresh token.

    Go: CredentialStore
    """

    def basic(self, url: str) -> tuple[str, str]:
        """Return user name and password for ``url``, or two empty texts."""
        ...

    def refresh_token(self, url: str, service: str) -> str:
        """Return the refresh token for ``service``, or an empty text."""
        ...

    def set_refresh_token(self, url: str, service: str, token: str) -> None:
        """Keep a refresh token that a token server handed out."""
        ...


class AuthenticationHandler(Protocol):
    """Answers the challenges of one scheme.

    Go: AuthenticationHandler
    """

    scheme: str

    def authorize_request(
        self, url: str, headers: dict[str, str], parameters: dict[str, str]
    ) -> None:
        """Add the ``Authorization`` header that the challenge asks for."""
        ...


@dataclass(frozen=True, slots=True)
class RepositoryScope:
    """What we want to do with a repository.

    Go: RepositoryScope
    """

    repository: str
    actions: Sequence[str]

    def __str__(self) -> str:
        """Return the scope as a token server reads it: ``repository:demo:pull``."""
        return f"repository:{self.repository}:{','.join(self.actions)}"


class EndpointAuthorizer:
    """Adds credentials to requests for an endpoint that demanded them, and to no others.

    Go: endpointAuthorizer
    """

    def __init__(self, challenges: SimpleManager, *handlers: AuthenticationHandler) -> None:
        self.challenges = challenges
        self.handlers = handlers

    def modify_request(self, url: str, headers: dict[str, str]) -> None:
        """Authorize a request for ``url`` where its endpoint demands that.

        Go: endpointAuthorizer.ModifyRequest
        """
        parts = urlsplit(url)
        root, found, _ = parts.path.partition("/v2/")
        if not found:
            return
        ping = urlunsplit((parts.scheme, parts.netloc, root + "/v2/", "", ""))
        challenges = self.challenges.get_challenges(ping)
        for handler in self.handlers:
            for challenge in challenges:
                if challenge.scheme == handler.scheme:
                    handler.authorize_request(url, headers, challenge.parameters)


class TokenHandler:
    """Answers bearer challenges with a token, fetched when the last one has run out.

    Go: tokenHandler
    """

    scheme = "bearer"

    def __init__(
        self,
        transport: Transport,
        credentials: CredentialStore,
        scopes: Sequence[RepositoryScope],
        client_id: str = "docker",
        now: Callable[[], float] = time.time,
    ) -> None:
        self.transport = transport
        self.credentials = credentials
        self.scopes = scopes
        self.client_id = client_id
        self._now = now
        self._lock = threading.Lock()
        self._token = ""
        self._expires = 0.0

    def authorize_request(
        self, url: str, headers: dict[str, str], parameters: dict[str, str]
    ) -> None:
        """Add ``Authorization: Bearer …``.

        Go: tokenHandler.AuthorizeRequest
        """
        headers["Authorization"] = f"Bearer {self.get_token(parameters)}"

    def get_token(self, parameters: dict[str, str]) -> str:
        """Return the token that we have, or a new one if it has run out.

        Go: tokenHandler.getToken
        """
        with self._lock:
            if self._now() > self._expires:
                scopes = [str(scope) for scope in self.scopes]
                self._token, self._expires = self.fetch_token(parameters, scopes)
            return self._token

    def fetch_token(self, parameters: dict[str, str], scopes: list[str]) -> tuple[str, float]:
        """Ask the token server; return the token and when it runs out, in seconds since 1970.

        Go: tokenHandler.fetchToken
        """
        if "realm" not in parameters:
            raise GoError("no realm specified for token auth challenge")
        realm, service = parameters["realm"], parameters.get("service", "")
        refresh = self.credentials.refresh_token(realm, service)
        if refresh:
            return self.fetch_token_with_oauth(realm, refresh, service, scopes)
        return self.fetch_token_with_basic_auth(realm, service, scopes)

    def fetch_token_with_basic_auth(
        self, realm: str, service: str, scopes: list[str]
    ) -> tuple[str, float]:
        """Get a token with the user's password, or anonymously where there is none.

        Go: tokenHandler.fetchTokenWithBasicAuth
        """
        parts = urlsplit(realm)
        query = parse_qsl(parts.query) + ([("service", service)] if service else [])
        query += [("scope", scope) for scope in scopes]
        headers: dict[str, str] = {}
        user, password = self.credentials.basic(realm)
        if user and password:
            query.append(("account", user))
            headers["Authorization"] = basic_auth(user, password)
        url = urlunsplit(parts._replace(query=urlencode(sorted(query, key=lambda pair: pair[0]))))
        answer = self.transport.request("GET", url, headers, seconds=_SECONDS)
        if not success_status(answer.status):
            raise handle_error_response(answer)
        tree = _decode(answer.read())
        if tree.get("refresh_token"):
            self.credentials.set_refresh_token(realm, service, tree["refresh_token"])
        token = tree.get("access_token") or tree.get("token") or ""
        if not token:
            raise NoToken
        return token, self._expiry(tree)

    def fetch_token_with_oauth(
        self, realm: str, refresh: str, service: str, scopes: list[str]
    ) -> tuple[str, float]:
        """Get a token for a refresh token, as ``docker login`` may have stored one.

        Go: tokenHandler.fetchTokenWithOAuth
        """
        form = {
            "client_id": self.client_id,
            "grant_type": "refresh_token",
            "refresh_token": refresh,
            "scope": " ".join(scopes),
            "service": service,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(form).encode()
        answer = self.transport.request("POST", realm, headers, body=body, seconds=_SECONDS)
        if not success_status(answer.status):
            raise handle_error_response(answer)
        tree = _decode(answer.read())
        newer = tree.get("refresh_token")
        if newer and newer != refresh:
            self.credentials.set_refresh_token(realm, service, newer)
        return tree.get("access_token") or "", self._expiry(tree)

    def _expiry(self, tree: dict[str, Any]) -> float:
        seconds = tree.get("expires_in")
        lifetime = seconds if isinstance(seconds, int) else 0
        return self._issued(tree) + max(lifetime, MINIMUM_TOKEN_LIFETIME_SECONDS)

    def _issued(self, tree: dict[str, Any]) -> float:
        try:
            return datetime.fromisoformat(str(tree["issued_at"])).timestamp()
        except (KeyError, ValueError):
            return self._now()


class BasicHandler:
    """Answers basic challenges with the user's password.

    Go: basicHandler
    """

    scheme = "basic"

    def __init__(self, credentials: CredentialStore) -> None:
        self.credentials = credentials

    def authorize_request(
        self, url: str, headers: dict[str, str], parameters: dict[str, str]
    ) -> None:
        """Add ``Authorization: Basic …``.

        Raises:
            NoBasicAuthCredentials: there is no password.

        Go: basicHandler.AuthorizeRequest
        """
        user, password = self.credentials.basic(url)
        if not (user and password):
            raise NoBasicAuthCredentials
        headers["Authorization"] = basic_auth(user, password)


class ExistingTokenHandler:
    """Answers bearer challenges with a token that the client sent along.

    Go: distribution/registry.go existingTokenHandler
    """

    scheme = "bearer"

    def __init__(self, token: str) -> None:
        self.token = token

    def authorize_request(
        self, url: str, headers: dict[str, str], parameters: dict[str, str]
    ) -> None:
        """Add ``Authorization: Bearer …``."""
        headers["Authorization"] = f"Bearer {self.token}"


def basic_auth(user: str, password: str) -> str:
    """Return the value of an ``Authorization`` header for a password.

    Go: net/http Request.SetBasicAuth
    """
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def _decode(body: bytes) -> dict[str, Any]:
    try:
        tree = json.loads(body)
    except ValueError as error:
        raise GoError(f"unable to decode token response: {error}") from error
    return tree if isinstance(tree, dict) else {}
