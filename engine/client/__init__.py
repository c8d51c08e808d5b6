"""The Engine API from Python: calls to HTTP and back.

Go: client
"""

from engine.client.client import Client, new_client_with_opts, parse_host_url
from engine.client.errors import (
    error_connection_failed,
    is_err_connection_failed,
    is_err_not_found,
)
from engine.client.options import (
    DEFAULT_DOCKER_HOST,
    from_env,
    with_api_version_negotiation,
    with_host,
    with_http_headers,
    with_tls_config,
    with_version,
)

__all__ = [
    "DEFAULT_DOCKER_HOST",
    "Client",
    "error_connection_failed",
    "from_env",
    "is_err_connection_failed",
    "is_err_not_found",
    "new_client_with_opts",
    "parse_host_url",
    "with_api_version_negotiation",
    "with_host",
    "with_http_headers",
    "with_tls_config",
    "with_version",
]
