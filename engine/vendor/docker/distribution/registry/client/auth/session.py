"""Identify ourselves to a registry, by password or by a token that a token server gives.

Go: vendor/github.com/docker/distribution/registry/client/auth/session.go
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from engine.golang import struct_tags, url_parse
from engine.golang.errors import GoError
from engine.golang.http.client import ClientResponse
from engine.golang.struct_tags import tag
from engine.vendor.docker.distribution.registry.client.auth.challenge import SimpleManager
from engine.vendor.docker.distribution.registry.client.auth.handlers import (
    AuthenticationHandler,
    CredentialStore,
    NoToken,
    basic_auth,
)
from engine.vendor.docker.distribution.registry.client.errors import (
    handle_error_response,
    success_status,
)
from engine.vendor.docker.distribution.registry.client.transport import Transport

MINIMUM_TOKEN_LIFETIME_SECONDS = 60
_SECONDS = 15.0
# Far more than any token needs.
_LONGEST_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True)
class RepositoryScope:
    """What we want to do with a repository.

    Go: RepositoryScope
    """

    repository: str
    actions: Sequence[str]
    class_: str = ""

    def __str__(self) -> str:
        """Return the scope as a token server reads it: ``repository:demo:pull``.

        Go: RepositoryScope.String
        """
        kind = f"repository({self.class_})" if self.class_ not in ("", "image") else "repository"
        return f"{kind}:{self.repository}:{','.join(self.actions)}"


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

    def refused(self, url: str, headers: Mapping[str, str]) -> bool:
        """Learn that a request for ``url`` got a 401; return whether it is worth another try.

        Not in Go, see `TokenHandler.refused`.
        """
        authorization = headers.get("Authorization", "")
        return any(handler.refused(authorization) for handler in self.handlers)


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
        *,
        offline_access: bool = False,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.transport = transport
        self.credentials = credentials
        self.scopes = scopes
        self.client_id = client_id
        # A login also wants a token that lasts.
        self.offline_access = offline_access
        self._now = now
        self._lock = threading.Lock()
        self._token = ""
        self._expires = 0.0
        self._uses = 0

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
                self._uses = 0
            self._uses += 1
            return self._token

    def refused(self, authorization: str) -> bool:
        """Forget the token that a registry does not accept any more; it had before.

        Return whether the next request will bring another one. Not in Go: a token that dies
        early, or whose server's clock is wrong, fails the pull there.
        """
        with self._lock:
            if authorization == f"Bearer {self._token}":
                if self._uses < 2:
                    return False
                self._token, self._expires = "", 0.0
            # Any other one was replaced, or is about to be, for a request that was refused before.
            return authorization.startswith("Bearer ")

    def fetch_token(self, parameters: dict[str, str], scopes: list[str]) -> tuple[str, float]:
        """Ask the token server; return the token and when it runs out, in seconds since 1970.

        Go: tokenHandler.fetchToken
        """
        if "realm" not in parameters:
            raise GoError("no realm specified for token auth challenge")
        realm, service = parameters["realm"], parameters.get("service", "")
        try:
            url_parse.parse(realm)
        except GoError as error:
            raise GoError(f"invalid token auth challenge realm: {error}") from error
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
        if self.offline_access:
            query += [("offline_token", "true"), ("client_id", self.client_id)]
        headers: dict[str, str] = {}
        user, password = self.credentials.basic(realm)
        if user and password:
            query.append(("account", user))
            headers["Authorization"] = basic_auth(user, password)
        url = urlunsplit(parts._replace(query=urlencode(sorted(query, key=lambda pair: pair[0]))))
        with self.transport.request("GET", url, headers, seconds=_SECONDS) as answer:
            given = _token_response(answer)
        if given.refresh_token:
            self.credentials.set_refresh_token(realm, service, given.refresh_token)
        token = given.access_token or given.token
        if not token:
            raise NoToken
        return token, self._expiry(given)

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
        with self.transport.request("POST", realm, headers, body=body, seconds=_SECONDS) as answer:
            given = _token_response(answer)
        if given.refresh_token and given.refresh_token != refresh:
            self.credentials.set_refresh_token(realm, service, given.refresh_token)
        return given.access_token, self._expiry(given)

    def _expiry(self, given: _TokenResponse) -> float:
        """Return when a token runs out; a minute is the least that one may live."""
        try:
            issued = datetime.fromisoformat(given.issued_at).timestamp()
        except ValueError:
            issued = self._now()
        return issued + max(given.expires_in, MINIMUM_TOKEN_LIFETIME_SECONDS)


@dataclass(slots=True, kw_only=True)
class _TokenResponse:
    """What a token server answers.

    Go: getTokenResponse, postTokenResponse
    """

    token: str = field(default="", metadata=tag("token"))
    access_token: str = field(default="", metadata=tag("access_token"))
    expires_in: int = field(default=0, metadata=tag("expires_in"))
    issued_at: str = field(default="", metadata=tag("issued_at"))
    refresh_token: str = field(default="", metadata=tag("refresh_token"))


def _token_response(answer: ClientResponse) -> _TokenResponse:
    if not success_status(answer.status):
        raise handle_error_response(answer)
    try:
        return struct_tags.decode(_TokenResponse, answer.read(_LONGEST_ANSWER))
    except ValueError as error:
        raise GoError(f"unable to decode token response: {error}") from error
