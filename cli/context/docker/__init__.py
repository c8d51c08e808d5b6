"""The endpoint of a context that is a Docker daemon.

Go: cli/context/docker
"""

from cli.context.docker.load import (
    DOCKER_ENDPOINT,
    Endpoint,
    endpoint_from_context,
    with_tls_data,
)

__all__ = ["DOCKER_ENDPOINT", "Endpoint", "endpoint_from_context", "with_tls_data"]
