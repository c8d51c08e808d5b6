"""What the daemon knows about registries: mirrors, insecure ones, where to pull from.

Go: registry/service.go
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.registry import service_v2
from engine.registry.config import (
    INDEX_HOSTNAME,
    ServiceOptions,
    is_secure_index,
    new_repository_info,
    new_service_config,
)
from engine.registry.config_unix import certs_dir
from engine.registry.registry import new_tls_config
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution import reference

if TYPE_CHECKING:
    import ssl

    from engine.api.types.auth import AuthConfig

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class APIEndpoint:
    """One address to try: ``https://registry-1.docker.io``.

    Go: APIEndpoint
    """

    url: str
    mirror: bool = False
    official: bool = False
    trim_hostname: bool = True
    tls_config: ssl.SSLContext | None = None

    @property
    def scheme(self) -> str:
        """``https`` or ``http``."""
        return self.url.partition("://")[0]

    @property
    def host(self) -> str:
        """Host and port."""
        return self.url.partition("://")[2].partition("/")[0]


class DefaultService:
    """Answers questions about registries.

    Go: DefaultService
    """

    def __init__(self, options: ServiceOptions) -> None:
        self.config = new_service_config(options)
        self.certs_dir = Path(options.certs_dir) if options.certs_dir else certs_dir()
        self._lock = threading.Lock()

    def resolve_repository(self, name: reference.Named) -> RepositoryInfo:
        """Return the repository that a name means.

        Go: DefaultService.ResolveRepository
        """
        with self._lock:
            return new_repository_info(self.config, name)

    def tls_config(self, hostname: str) -> ssl.SSLContext:
        """Return how to talk to ``hostname``; the caller holds the lock.

        Go: DefaultService.tlsConfig
        """
        return new_tls_config(hostname, is_secure_index(self.config, hostname), self.certs_dir)

    def auth(self, auth_config: AuthConfig, user_agent: str) -> tuple[str, str]:
        """Log in at the registry of ``auth_config``; return a word of success, and a token.

        Raises:
            InvalidParameter: the address is none.
            Unauthorized: the registry refused.
            GoError: nobody answers there.

        Go: DefaultService.Auth
        """
        from engine import errdefs
        from engine.golang import url_parse
        from engine.golang.errors import GoError
        from engine.registry.auth import LoginFallbackError, login_v2

        host = INDEX_HOSTNAME
        if address := auth_config.server_address:
            if not address.startswith(("https://", "http://")):
                address = f"https://{address}"
            try:
                host = url_parse.parse(address).host
            except GoError as error:
                raise errdefs.InvalidParameter(
                    f"unable to parse server address: {error}"
                ) from error
        failure: Exception = GoError("")
        for endpoint in self.lookup_push_endpoints(host):
            try:
                return login_v2(auth_config, endpoint, user_agent)
            except LoginFallbackError as error:
                _log.info("Error logging in to endpoint, trying next endpoint: %s", error)
                failure = error
        raise failure

    def lookup_push_endpoints(self, hostname: str) -> list[APIEndpoint]:
        """Return the addresses to try, without mirrors: they need not know who the user is.

        Go: DefaultService.LookupPushEndpoints
        """
        return [one for one in self.lookup_pull_endpoints(hostname) if not one.mirror]

    def lookup_pull_endpoints(self, hostname: str) -> list[APIEndpoint]:
        """Return the addresses to try, the best first: mirrors, then https, then http.

        Go: DefaultService.LookupPullEndpoints
        """
        with self._lock:
            return service_v2.lookup_v2_endpoints(self, hostname)


def new_service(options: ServiceOptions) -> DefaultService:
    """Return the service for what the daemon was told.

    Raises:
        GoError: a mirror or an insecure registry is none.

    Go: NewService
    """
    return DefaultService(options)
