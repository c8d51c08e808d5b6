"""Where manifests come from.

Go: distribution/manifest.go
"""

from __future__ import annotations

import hashlib
import logging

from engine.golang.context import Context
from engine.golang.errors import GoError
from engine.vendor.docker.distribution.manifests import Descriptor, Manifest
from engine.vendor.docker.distribution.registry.client.repository import Repository

_log = logging.getLogger(__name__)


class ManifestStore:
    """Gets manifests from the registry.

    Differs from Go, which first looks into containerd's content store: this engine has none.
    And it refuses a manifest with a wrong digest, which Go only logs, where the digest came from
    a tag.

    Go: manifestStore
    """

    def __init__(self, remote: Repository) -> None:
        self.remote = remote

    def get(self, context: Context, descriptor: Descriptor) -> Manifest:
        """Return the manifest with the digest.

        Raises:
            GoError: what came is another one.

        Go: manifestStore.Get
        """
        _log.debug("Fetching manifest from remote: %s", descriptor.digest)
        manifest = self.remote.get_manifest(context, descriptor.digest)
        verify(manifest, descriptor.digest)
        return manifest


def verify(manifest: Manifest, digest: str) -> None:
    """Compare a manifest with the digest that it was asked for by.

    Raises:
        GoError: they do not belong together.
    """
    algorithm, _, wanted = digest.partition(":")
    if hashlib.new(algorithm, manifest.payload).hexdigest() != wanted:
        raise GoError(f"manifest verification failed for digest {digest}")
