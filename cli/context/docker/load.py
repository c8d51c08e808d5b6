"""From a context's endpoint to a client for its daemon.

Go: cli/context/docker/load.go
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.context.store import EndpointMeta, Metadata, Store
from cli.context.tlsdata import TLSData, load_tls_data
from engine.client import options
from engine.golang.errors import GoError

if TYPE_CHECKING:
    import ssl

# The name under which a context keeps this endpoint.
DOCKER_ENDPOINT = "docker"


@dataclass(slots=True, kw_only=True)
class Endpoint:
    """Where the daemon is, and the certificates to show there.

    Go: Endpoint
    """

    host: str = ""
    skip_tls_verify: bool = False
    tls_data: TLSData | None = None

    def client_opts(self) -> list[options.Opt]:
        """Return what makes a client one for this endpoint.

        A version in $DOCKER_API_VERSION is final, otherwise it is settled with the daemon.

        Raises:
            GoError: a certificate makes no sense, or the address is one for ssh, for which Go
                runs ``docker system dial-stdio`` on the other side; nothing here does.

        Go: Endpoint.ClientOpts
        """
        if self.host.startswith("ssh://"):
            raise GoError(f"connecting over ssh is not supported: {self.host}")
        result: list[options.Opt] = []
        if self.host:
            result = [options.with_tls_config(self._tls_config()), options.with_host(self.host)]
        version = os.environ.get("DOCKER_API_VERSION")
        result.append(
            options.with_version(version) if version else options.with_api_version_negotiation()
        )
        return result

    def _tls_config(self) -> ssl.SSLContext | None:
        """Return what Python's TLS needs to know, None for a connection without.

        Go: Endpoint.tlsConfig
        """
        data = self.tls_data
        if data is None and not self.skip_tls_verify:
            return None
        from cli.context.docker import tls

        return tls.client_default(data or TLSData(), self.skip_tls_verify)


def with_tls_data(store: Store, context_name: str, meta: EndpointMeta) -> Endpoint:
    """Return the endpoint that ``meta`` describes, with its certificates.

    Raises:
        OSError: a certificate cannot be read.

    Go: WithTLSData
    """
    tls_data = load_tls_data(store, context_name, DOCKER_ENDPOINT)
    return Endpoint(host=meta.host, skip_tls_verify=meta.skip_tls_verify, tls_data=tls_data)


def endpoint_from_context(metadata: Metadata) -> EndpointMeta:
    """Return the part of a context that is about the daemon.

    Raises:
        GoError: there is none.

    Go: EndpointFromContext
    """
    found = (metadata.endpoints or {}).get(DOCKER_ENDPOINT)
    if found is None:
        raise GoError("cannot find docker endpoint in context")
    return found
