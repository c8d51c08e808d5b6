"""Which stored password belongs to a registry, and what a registry demands.

Go: registry/auth.go
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.auth import AuthConfig
from engine.api.types.registry import IndexInfo
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.registry.config import DEFAULT_REGISTRY_VERSION_HEADER, get_auth_config_key

if TYPE_CHECKING:
    from engine.registry.service import APIEndpoint
    from engine.vendor.docker.distribution.registry.client.auth.challenge import SimpleManager
    from engine.vendor.docker.distribution.registry.client.transport import Transport

_log = logging.getLogger(__name__)
AUTH_CLIENT_ID = "docker"
_PING_SECONDS = 15.0


def convert_to_hostname(url: str) -> str:
    """Return the host, and port, of an address with or without a scheme.

    Go: ConvertToHostname
    """
    for scheme in ("http://", "https://"):
        if url.startswith(scheme):
            url = url.removeprefix(scheme)
            break
    return url.partition("/")[0]


def resolve_auth_config(auth_configs: Mapping[str, AuthConfig], index: IndexInfo) -> AuthConfig:
    """Return the user's entry for the registry ``index``, an empty one if there is none.

    Go: ResolveAuthConfig
    """
    key = get_auth_config_key(index)
    found = auth_configs.get(key)
    if found is not None or index.official:
        return found or AuthConfig()
    # Files of old have addresses for keys.
    for registry, auth_config in auth_configs.items():
        if key == convert_to_hostname(registry):
            return auth_config
    return AuthConfig()


class StaticCredentialStore:
    """Gives the one user's credentials that came with a pull, wherever they are asked for.

    Go: staticCredentialStore
    """

    def __init__(self, auth: AuthConfig) -> None:
        self._auth = auth

    def basic(self, url: str) -> tuple[str, str]:
        """Return name and password.

        Go: staticCredentialStore.Basic
        """
        return self._auth.username, self._auth.password

    def refresh_token(self, url: str, service: str) -> str:
        """Return the token that a login left.

        Go: staticCredentialStore.RefreshToken
        """
        return self._auth.identity_token

    def set_refresh_token(self, url: str, service: str, token: str) -> None:
        """Forget a newer token: this store is for one pull.

        Go: staticCredentialStore.SetRefreshToken
        """


class _LoginCredentialStore(StaticCredentialStore):
    """Gives the user's name and password, and keeps the token that they are changed for.

    Go: loginCredentialStore
    """

    def refresh_token(self, url: str, service: str) -> str:
        """Return the token that the user has already.

        Go: loginCredentialStore.RefreshToken
        """
        return self._auth.identity_token

    def set_refresh_token(self, url: str, service: str, token: str) -> None:
        """Keep a token.

        Go: loginCredentialStore.SetRefreshToken
        """
        self._auth.identity_token = token


class LoginFallbackError(GoError):
    """Nobody said that this is a registry; another address may be one.

    Go: fallbackError
    """


def login_v2(auth_config: AuthConfig, endpoint: APIEndpoint, user_agent: str) -> tuple[str, str]:
    """Ask ``GET /v2/`` with the user's credentials; return a word of success, and a token.

    Raises:
        Unauthorized: the registry refused.
        LoginFallbackError: nobody answered, or not as a registry does.
        GoError: another answer than was to be expected.

    Go: loginV2
    """
    from engine.registry.registry import headers
    from engine.vendor.docker.distribution.registry.client.auth.handlers import BasicHandler
    from engine.vendor.docker.distribution.registry.client.auth.session import (
        EndpointAuthorizer,
        TokenHandler,
    )
    from engine.vendor.docker.distribution.registry.client.transport import Transport

    _log.debug("attempting v2 login to registry endpoint %s", endpoint.url)
    transport = Transport(endpoint.tls_config, headers(user_agent, {}))
    credentials = _LoginCredentialStore(replace(auth_config))
    found_v2 = False
    try:
        challenges, found_v2 = ping_v2_registry(endpoint.url, transport)
        tokens = TokenHandler(transport, credentials, [], AUTH_CLIENT_ID, offline_access=True)
        authorizer = EndpointAuthorizer(challenges, tokens, BasicHandler(credentials))
        url = endpoint.url.rstrip("/") + "/v2/"
        authorized = transport.with_modifiers(authorizer)
        with authorized.request("GET", url, seconds=_PING_SECONDS) as answer:
            status = answer.status
        if status != HTTPStatus.OK:
            phrase = HTTPStatus(status).phrase
            raise GoError(f"login attempt to {url} failed with status: {status} {phrase}")
    except GoError as error:
        if not found_v2:
            raise LoginFallbackError(str(error)) from error
        failure = translate_v2_auth_error(error)
        # The class of what is behind an error of HTTP stays hidden, as in Go.
        raise (GoError(str(error)) if failure is error else failure) from None
    return "Login Succeeded", credentials.refresh_token("", "")


def translate_v2_auth_error(error: Exception) -> Exception:
    """Return an error whose class says that it is the user's credentials that are at fault.

    Go: errors.go translateV2AuthError
    """
    from engine.golang.http.client import URLError
    from engine.vendor.docker.distribution.registry.api.errcode import errors as errcode

    cause = error.error if isinstance(error, URLError) else None
    if isinstance(cause, errcode.RegistryError) and cause.code == errcode.UNAUTHORIZED:
        return errdefs.Unauthorized(str(error))
    return error


class PingResponseError(GoError):
    """Something answered, but not as a registry does.

    Go: PingResponseError
    """


def ping_v2_registry(
    endpoint: str, transport: Transport, context: Context | None = None
) -> tuple[SimpleManager, bool]:
    """Ask ``GET /v2/``; return what it demands, and whether it says that it is a registry.

    Raises:
        URLError: nobody answered.

    Go: PingV2Registry
    """
    from engine.vendor.docker.distribution.registry.client.auth.challenge import SimpleManager

    url = endpoint.rstrip("/") + "/v2/"
    with transport.request("GET", url, context=context, seconds=_PING_SECONDS) as answer:
        versions = " ".join(answer.headers.get_all(DEFAULT_REGISTRY_VERSION_HEADER, [])).split()
        demands = answer.headers.get_all("WWW-Authenticate", [])
    challenges = SimpleManager()
    challenges.add_response(url, answer.status, demands)
    return challenges, "registry/2.0" in versions
