"""Which notary server knows who signed a tag, and what its refusals mean.

Go: cli/trust/trust.go
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from cli.context.docker import tls
from cli.context.tlsdata import TLSData
from cli.trust.notary import NetworkError, Repository, RepositoryNotExist
from engine.api.types.auth import AuthConfig
from engine.api.types.registry import IndexInfo
from engine.golang import errors
from engine.registry.config import parse_repository_info
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution import reference

NOTARY_SERVER = "https://notary.docker.io"
CANONICAL_TARGETS_ROLE = "targets"
RELEASES_ROLE = "targets/releases"
ACTIONS_PULL_ONLY = ("pull",)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRefAndAuth:
    """An image's name, where it is, and the user's entry for that registry.

    Go: ImageRefAndAuth
    """

    original: str
    auth_config: AuthConfig
    reference: reference.Named
    repo_info: RepositoryInfo
    tag: str
    digest: str


def get_image_references_and_auth(
    auth_resolver: Callable[[IndexInfo], AuthConfig], img_name: str
) -> ImageRefAndAuth:
    """Return all there is to know about ``img_name`` before anybody is asked.

    Raises:
        GoError: it is no name.

    Go: GetImageReferencesAndAuth
    """
    ref = reference.parse_normalized_named(img_name)
    repo_info = parse_repository_info(ref)
    digest = ref.digest if isinstance(ref, reference.Digested) else ""
    tag = ref.tag if isinstance(ref, reference.NamedTagged) and not digest else ""
    return ImageRefAndAuth(
        original=img_name,
        auth_config=auth_resolver(repo_info.index),
        reference=ref,
        repo_info=repo_info,
        tag=tag,
        digest=digest,
    )


def server(index: IndexInfo) -> str:
    """Return the address of the notary server for a registry.

    Raises:
        GoError: $DOCKER_CONTENT_TRUST_SERVER is none that encrypts.

    Go: Server
    """
    chosen = os.environ.get("DOCKER_CONTENT_TRUST_SERVER")
    if chosen:
        if not chosen.startswith("https://"):
            raise errors.GoError(f"valid https URL required for trust server, got {chosen}")
        return chosen
    return NOTARY_SERVER if index.official else f"https://{index.name}"


def get_notary_repository(
    repo_info: RepositoryInfo, config_dir: str, actions: tuple[str, ...]
) -> Repository:
    """Return a line to the signatures of a repository; nothing has been sent yet.

    Go pings the server here, to learn how to log in; that it fails does not matter to it.

    Raises:
        GoError: the server's address is no good.

    Go: GetNotaryRepository
    """
    address = server(repo_info.index)
    host = urlsplit(address).netloc
    authority = os.path.join(config_dir, "tls", host, "ca.crt")
    data = TLSData(ca=_read(authority))
    config = tls.client_default(data, not repo_info.index.secure)
    return Repository(address, repo_info.name.name, config, actions)


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def notary_error(repo_name: str, error: errors.GoError) -> errors.GoError:
    """Return what the user is told about a refusal of the notary server.

    Go: NotaryError
    """
    if isinstance(error, NetworkError):
        return errors.GoError(f"Error: error contacting notary server: {error}")
    if isinstance(error, RepositoryNotExist):
        return errors.GoError(f"Error: remote trust data does not exist for {repo_name}: {error}")
    return error
