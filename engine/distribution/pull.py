"""Pull an image from the first endpoint that has it.

Go: distribution/pull.go
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from engine.api.types.auth import AuthConfig
from engine.distribution.errors import FallbackError, ReservedName, translate_pull_error
from engine.distribution.metadata.v2_metadata_service import Store
from engine.distribution.xfer.download import LayerDownloadManager
from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.image.rootfs import RootFS
from engine.pkg.progress import progress
from engine.pkg.progress.progress import Output
from engine.registry.service import APIEndpoint, DefaultService
from engine.registry.types import RepositoryInfo
from engine.vendor.docker.distribution.reference import (
    Canonical,
    Named,
    domain,
    familiar_name,
    familiar_string,
    trim_named,
    with_digest,
)
from engine.vendor.opencontainers.image_spec.v1 import Platform

NO_BASE_IMAGE_SPECIFIER = "scratch"

_log = logging.getLogger(__name__)


class ImageConfigStore(Protocol):
    """Keeps image configurations.

    Go: distribution/config.go ImageConfigStore
    """

    def put(self, config: bytes) -> str:
        """Keep a configuration and return its digest, the image's ID."""
        ...

    def get(self, digest: str) -> bytes:
        """Return the configuration; NotFound if there is none."""
        ...

    def root_fs_from_config(self, config: bytes) -> RootFS | None:
        """Return the layers that a configuration names, None if it names none."""
        ...

    def platform_from_config(self, config: bytes) -> Platform:
        """Return the platform that a configuration is for; an error if that is not this one."""
        ...


class ReferenceStore(Protocol):
    """Keeps the names of images.

    Go: reference/store.go Store
    """

    def get(self, ref: Named) -> str:
        """Return the image ID that a name stands for; an error if none does."""
        ...

    def add_tag(self, ref: Named, id: str, force: bool) -> None:
        """Let a name with a tag stand for an image."""
        ...

    def add_digest(self, ref: Canonical, id: str, force: bool) -> None:
        """Let a name with a digest stand for an image."""
        ...


@dataclass(slots=True, kw_only=True)
class ImagePullConfig:
    """What a pull works with.

    Go: distribution/config.go Config, ImagePullConfig
    """

    registry_service: DefaultService
    download_manager: LayerDownloadManager
    image_store: ImageConfigStore
    reference_store: ReferenceStore
    metadata_store: Store
    progress_output: Output
    image_event_logger: Callable[[str, str, str], None]
    temp_dir: Path
    auth_config: AuthConfig = field(default_factory=AuthConfig)
    meta_headers: Mapping[str, list[str]] = field(default_factory=dict)
    platform: Platform | None = None


def pull(context: Context, ref: Named, config: ImagePullConfig) -> None:
    """Pull what ``ref`` names; layers, image and names are in the stores afterwards.

    Raises:
        NotFound: the registry does not have it, or says so.
        InvalidParameter: it is no image, or nothing that can be pulled.
        Unknown: whatever else the registry or the network did.

    Go: Pull
    """
    repo_info = config.registry_service.resolve_repository(ref)
    validate_repo_name(repo_info.name)
    endpoints = config.registry_service.lookup_pull_endpoints(domain(repo_info.name))
    last: Exception = GoError(f"no endpoints found for {familiar_string(ref)}")
    speaks_tls: set[str] = set()
    for endpoint in endpoints:
        if endpoint.scheme != "https" and endpoint.host in speaks_tls:
            _log.debug("Skipping non-TLS endpoint %s", endpoint.url)
            continue
        try:
            _pull_from(context, endpoint, repo_info, config, ref)
        except FallbackError as error:
            last = error.error
            if context.cancelled:
                break
            if error.transport_ok and endpoint.scheme == "https":
                speaks_tls.add(endpoint.host)
            _log.info("Attempting next endpoint for pull after error: %s", last)
        except Exception as error:
            _log.error("Not continuing with pull after error: %s", error)
            last = error
            break
        else:
            name = familiar_name(repo_info.name)
            config.image_event_logger(familiar_string(ref), name, "pull")
            return
    raise translate_pull_error(last, ref)


def _pull_from(
    context: Context,
    endpoint: APIEndpoint,
    repo_info: RepositoryInfo,
    config: ImagePullConfig,
    ref: Named,
) -> None:
    from engine.distribution.pull_v2 import V2Puller

    _log.debug("Trying to pull %s from %s", familiar_name(repo_info.name), endpoint.url)
    V2Puller(endpoint, repo_info, config).pull(context, ref)


def write_status(requested_tag: str, out: Output, layers_downloaded: bool) -> None:
    """Say whether the pull brought anything new.

    Go: writeStatus
    """
    if layers_downloaded:
        progress.message(out, "", f"Status: Downloaded newer image for {requested_tag}")
    else:
        progress.message(out, "", f"Status: Image is up to date for {requested_tag}")


def validate_repo_name(name: Named) -> None:
    """Refuse the name that stands for no image.

    Raises:
        Forbidden: ``'scratch' is a reserved name``.

    Go: ValidateRepoName
    """
    if familiar_name(name) == NO_BASE_IMAGE_SPECIFIER:
        raise ReservedName(NO_BASE_IMAGE_SPECIFIER)


def add_digest_reference(store: ReferenceStore, ref: Named, digest: str, id: str) -> None:
    """Let the name with the manifest's digest stand for the image, if nothing does yet.

    Go: addDigestReference
    """
    digested = with_digest(trim_named(ref), digest)
    try:
        known = store.get(digested)
    except Exception as missing:
        _log.debug("%s", missing)
        store.add_digest(digested, id, True)
        return
    if known != id:
        _log.error("Image ID for digest %s changed from %s to %s, cannot update", digest, known, id)
