"""The daemon of a context that is on disk.

Split from load.go, for most runs use no such context.

Go: cli/context/docker/load.go
"""

from __future__ import annotations

from cli.context.docker.load import DOCKER_ENDPOINT, Endpoint
from cli.context.store import EndpointMeta, Metadata, Store
from cli.context.tlsdata import load_tls_data
from engine.golang.errors import GoError


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
