"""Answers to what a registry demands: a password, or a token that the client has.

Apart from session.py, where Go has them, only to keep that file short.

Go: vendor/github.com/docker/distribution/registry/client/auth/session.go
"""

from __future__ import annotations

import base64
from typing import Protocol

from engine.golang.errors import GoError


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

    def refused(self, authorization: str) -> bool:
        """Learn that a header got a 401; return whether a new one may do better."""
        ...


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

    def refused(self, authorization: str) -> bool:
        """Return False: the password is the same the next time."""
        return False


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

    def refused(self, authorization: str) -> bool:
        """Return False: there is no other token."""
        return False


def basic_auth(user: str, password: str) -> str:
    """Return the value of an ``Authorization`` header for a password.

    Go: net/http Request.SetBasicAuth
    """
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
