"""Connect to a repository: find out what its registry demands, and answer that.

Go: distribution/registry.go
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.api.types.auth import AuthConfig
from engine.distribution.errors import FallbackError
from engine.dockerversion.version_lib import VERSION
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.registry.auth import AUTH_CLIENT_ID, StaticCredentialStore, ping_v2_registry
from engine.registry.registry import headers as registry_headers
from engine.registry.service import APIEndpoint
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution import reference
from engine.vendor.docker.distribution.registry.client.auth.handlers import (
    BasicHandler,
    ExistingTokenHandler,
)
from engine.vendor.docker.distribution.registry.client.auth.session import (
    EndpointAuthorizer,
    RepositoryScope,
    TokenHandler,
)
from engine.vendor.docker.distribution.registry.client.repository import Repository
from engine.vendor.docker.distribution.registry.client.transport import Transport

USER_AGENT = f"docker/{VERSION}"

# What the configuration of an image may call itself; everything else is no image.
IMAGE_TYPES = (
    "application/vnd.docker.container.image.v1+json",
    "application/vnd.oci.image.config.v1+json",
    "application/octet-stream",
    "application/json",
    "text/html",
    "",
)
# What an image may consist of, or the beginning of it up to a dot.
SUPPORTED_MEDIA_TYPES = (
    "application/vnd.oci.image",
    "application/vnd.docker",
    "application/octet-stream",
    "application/json",
    "text/html",
    "",
)
MEDIA_TYPE_CLASSES = {
    **dict.fromkeys(IMAGE_TYPES, "image"),
    "application/vnd.docker.plugin.v1+json": "plugin",
}


def new_v2_repository(
    context: Context,
    repo_info: RepositoryInfo,
    endpoint: APIEndpoint,
    meta_headers: Mapping[str, list[str]],
    auth_config: AuthConfig,
    *actions: str,
) -> tuple[Repository, bool]:
    """Return the repository behind ``endpoint``, and whether that says it is a v2 registry.

    Raises:
        FallbackError: nobody answered.
        ContextCancelled: nobody waits for it any more.

    Go: NewV2Repository
    """
    transport = Transport(endpoint.tls_config, registry_headers(USER_AGENT, meta_headers))
    try:
        challenges, found_version = ping_v2_registry(endpoint.url, transport, context)
    except GoError as error:
        raise FallbackError(error, confirmed_v2=False, transport_ok=False) from error
    name = reference.path(repo_info.name) if endpoint.trim_hostname else repo_info.name.name
    if auth_config.registry_token:
        existing = ExistingTokenHandler(auth_config.registry_token)
        authorizer = EndpointAuthorizer(challenges, existing)
    else:
        credentials = StaticCredentialStore(auth_config)
        scope = RepositoryScope(name, actions, repo_info.class_)
        token_handler = TokenHandler(transport, credentials, [scope], AUTH_CLIENT_ID)
        authorizer = EndpointAuthorizer(challenges, token_handler, BasicHandler(credentials))
    authorized = transport.with_modifiers(authorizer)
    return Repository(reference.with_name(name), endpoint.url, authorized), found_version
