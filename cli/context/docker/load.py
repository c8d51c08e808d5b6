"""From a context's endpoint to a client for its daemon.

Go: cli/context/docker/load.go
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from engine.client import options
from engine.golang.errors import GoError
from engine.golang.structs import struct

if TYPE_CHECKING:
    import ssl

    from cli.context.tlsdata import TLSData

# The name under which a context keeps this endpoint.
DOCKER_ENDPOINT = "docker"


@struct(kw_only=True)
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
        from cli.context.tlsdata import TLSData

        return tls.client_default(data or TLSData(), self.skip_tls_verify)
