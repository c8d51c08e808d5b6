"""What a manifest must be so that it is pulled, and what an endpoint's refusal means.

Apart from pull_v2.py only to keep that file short.

Go: distribution/pull_v2.go
"""

from __future__ import annotations

from engine.distribution import manifest as manifests
from engine.distribution.errors import (
    FallbackError,
    InvalidManifestClass,
    Schema1Refused,
    UnsupportedMediaType,
    should_v2_fallback,
)
from engine.distribution.registry import (
    IMAGE_TYPES,
    MEDIA_TYPE_CLASSES,
    SUPPORTED_MEDIA_TYPES,
)
from engine.golang.http.client import URLError
from engine.vendor.docker.distribution.manifests import SCHEMA2, Manifest
from engine.vendor.docker.distribution.reference import Canonical, Named
from engine.vendor.docker.distribution.registry.api.errcode.errors import (
    RegistryError,
    RegistryErrors,
)
from engine.vendor.docker.distribution.registry.client.auth.handlers import NoBasicAuthCredentials


def check_class(manifest: Manifest, ref: Named) -> None:
    """Refuse what is no image, such as a plugin; Docker's own kind of manifest tells."""
    if manifest.is_schema1:
        raise Schema1Refused(ref)
    media_type = manifest.config.media_type
    if manifest.media_type == SCHEMA2 and media_type not in IMAGE_TYPES:
        raise InvalidManifestClass(media_type, MEDIA_TYPE_CLASSES.get(media_type, "unknown"))


def check_supported_media_type(media_type: str) -> None:
    """Refuse to pull what is no part of an image.

    Not in v20.10.13.

    Raises:
        UnsupportedMediaType: it is none.
    """
    lower = media_type.lower()
    if not any(lower == one or lower.startswith(f"{one}.") for one in SUPPORTED_MEDIA_TYPES):
        raise UnsupportedMediaType(media_type)


def broken_registry(url: str) -> str:
    """Return what is told of a registry that does not know the digest which it has just named."""
    sign = "\N{WARNING SIGN}\N{VARIATION SELECTOR-16}"
    return (
        f"{sign} Failed to pull manifest by the resolved digest. This registry does not\n"
        "\tappear to conform to the distribution registry specification; falling back to\n"
        "\tpull by tag.  This fallback is DEPRECATED, and will be removed in a future\n"
        f"\trelease.  Please contact admins of {url}. {sign}\n"
    )


def schema2_manifest_digest(ref: Named, manifest: Manifest) -> str:
    """Return the manifest's digest; by digest, only what was asked for will do.

    Raises:
        GoError: another manifest came.

    Go: schema2ManifestDigest
    """
    if isinstance(ref, Canonical):
        manifests.verify(manifest, ref.digest)
        return ref.digest
    return manifest.digest


def allow_v1_fallback(error: Exception) -> Exception:
    """Return the error as one after which the next endpoint is tried, if that may know better.

    Without a password that is any endpoint, even one without TLS.

    Go: allowV1Fallback
    """
    first = error.errors[0] if isinstance(error, RegistryErrors) else error
    if isinstance(first, RegistryError) and not first.bare and should_v2_fallback(first):
        return FallbackError(error, confirmed_v2=False, transport_ok=True)
    if isinstance(error, URLError) and isinstance(error.error, NoBasicAuthCredentials):
        return FallbackError(error, confirmed_v2=False, transport_ok=False)
    return error
