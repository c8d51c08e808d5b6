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
from engine.vendor.opencontainers import go_digest

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
        # One of schema 1 has its signature in it, and is refused anyway.
        if not manifest.is_schema1:
            verify(manifest, descriptor.digest)
        return manifest


def verify(manifest: Manifest, digest: str) -> None:
    """Compare a manifest with the digest that it was asked for by.

    Raises:
        GoError: they do not belong together.
    """
    if not matches(manifest.payload, digest):
        error = GoError(f"manifest verification failed for digest {digest}")
        _log.error("%s", error)
        raise error


def matches(content: bytes, digest: str) -> bool:
    """Say whether ``digest`` is that of ``content``.

    Go: vendor/github.com/opencontainers/go-digest/verifiers.go hashVerifier.Verified
    """
    found = hashlib.new(go_digest.algorithm(digest), content).hexdigest()
    return found == go_digest.encoded(digest)
