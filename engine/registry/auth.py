"""Which stored password belongs to a registry, and what a registry demands.

Go: registry/auth.go
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.api.types.auth import AuthConfig
from engine.api.types.registry import IndexInfo
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.registry.config import DEFAULT_REGISTRY_VERSION_HEADER, get_auth_config_key

if TYPE_CHECKING:
    from engine.vendor.docker.distribution.registry.client.auth.challenge import SimpleManager
    from engine.vendor.docker.distribution.registry.client.transport import Transport

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
