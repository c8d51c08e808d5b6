"""What a failed pull means: for the next endpoint, for the next attempt, for the user.

Go: distribution/errors.go
"""

from __future__ import annotations

import logging

from engine import errdefs
from engine.distribution.xfer.transfer import DoNotRetry
from engine.golang import errors as golang_errors
from engine.golang.errors import GoError
from engine.golang.http.client import URLError
from engine.vendor.docker.distribution.reference import Named, familiar_name, familiar_string
from engine.vendor.docker.distribution.registry.api.errcode import errors as errcode
from engine.vendor.docker.distribution.registry.api.errcode.errors import (
    RegistryError,
    RegistryErrors,
)
from engine.vendor.docker.distribution.registry.client.auth.handlers import (
    NoBasicAuthCredentials,
    NoToken,
)
from engine.vendor.docker.distribution.registry.client.errors import (
    UnexpectedHTTPResponse,
    retry_after,
)
from engine.vendor.docker.distribution.registry.client.repository import BlobUnknown

_log = logging.getLogger(__name__)

_NOT_FOUND = (errcode.DENIED, errcode.MANIFEST_UNKNOWN, errcode.NAME_UNKNOWN)
_FINAL = (
    errcode.UNAUTHORIZED,
    errcode.UNSUPPORTED,
    errcode.DENIED,
    errcode.TOO_MANY_REQUESTS,
    errcode.NAME_UNKNOWN,
)


class FallbackError(GoError):
    """This endpoint failed; the next one may be tried.

    Go: fallbackError
    """

    def __init__(self, error: Exception, *, confirmed_v2: bool, transport_ok: bool) -> None:
        super().__init__(str(error))
        self.error = error
        self.confirmed_v2 = confirmed_v2
        self.transport_ok = transport_ok


class ImageConfigPullError(GoError):
    """The image's configuration could not be had.

    Go: ImageConfigPullError
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(f"error pulling image configuration: {error}")
        self.error = error


class InvalidManifestClass(errdefs.InvalidParameter):
    """The reference names something else than an image.

    Go: invalidManifestClassError
    """

    def __init__(self, media_type: str, kind: str) -> None:
        super().__init__(f'Encountered remote "{media_type}"({kind}) when fetching')


class InvalidManifestFormat(errdefs.InvalidParameter):
    """Nobody knows how to read the manifest.

    Go: invalidManifestFormatError
    """

    def __init__(self) -> None:
        super().__init__("unsupported manifest format")


class UnsupportedMediaType(errdefs.InvalidParameter):
    """Something that images do not consist of, such as a Helm chart.

    Differs from Go, which learnt this in v20.10.18; before, it failed later and said less.
    """

    def __init__(self, media_type: str) -> None:
        super().__init__(f"unsupported media type {media_type}")


class Schema1Refused(errdefs.InvalidParameter):
    """A manifest of schema 1.

    Differs from Go, where v20.10 still pulls these; the text is that of v28, which does not.
    """

    def __init__(self, ref: Named) -> None:
        super().__init__(
            "Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has "
            f"been removed. Suggest the author of {ref} to upgrade the image to the OCI Format "
            "or Docker Image manifest v2, schema 2. More information at "
            "https://docs.docker.com/go/deprecated-image-specs/"
        )


class ForeignLayer(GoError):
    """A layer that the registry may not give away, and does not have.

    Differs from Go, which says no more than "unknown blob".
    """

    def __init__(self, digest: str, urls: list[str] | None) -> None:
        where = f" (it is at {', '.join(urls)})" if urls else ""
        super().__init__(
            f"unknown blob: layer {digest} is a foreign layer, which only Windows fetches from "
            f"elsewhere than the registry{where}"
        )


class LayerTooLong(GoError):
    """A layer that does not end where it should.

    Differs from Go, which stores whatever comes before it compares the digest.
    """

    def __init__(self, digest: str, size: int) -> None:
        super().__init__(
            f"filesystem layer verification failed for digest {digest}: "
            f"longer than the {size} bytes that the manifest tells"
        )


class ReservedName(errdefs.Forbidden):
    """``scratch`` is no image.

    Go: reservedNameError
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is a reserved name")


def should_v2_fallback(error: RegistryError) -> bool:
    """Say whether a refusal tells nothing about the other endpoints of a registry.

    Go: shouldV2Fallback
    """
    return error.code in (errcode.UNAUTHORIZED, errcode.MANIFEST_UNKNOWN, errcode.NAME_UNKNOWN)


def translate_pull_error(error: Exception, ref: Named) -> Exception:
    """Return the error that tells the user what the pull of ``ref`` failed of.

    Go: TranslatePullError
    """
    if isinstance(error, RegistryErrors):
        for extra in error.errors[1:]:
            _log.info("Ignoring extra error returned from registry: %s", extra)
        return translate_pull_error(error.errors[0], ref)
    if isinstance(error, DoNotRetry):
        return translate_pull_error(error.error, ref)
    if isinstance(error, RegistryError) and not error.bare and error.code in _NOT_FOUND:
        return _not_found(error, ref)
    unknown = errdefs.Unknown(golang_errors.text(error))
    unknown.__cause__ = error
    return unknown


def _not_found(error: RegistryError, ref: Named) -> errdefs.NotFound:
    """Go: notFoundError.Error"""
    if error.code is errcode.DENIED:
        text = (
            f"pull access denied for {familiar_name(ref)}, repository does not exist or may "
            "require 'docker login'"
        )
    elif error.code is errcode.MANIFEST_UNKNOWN:
        text = f"manifest for {familiar_string(ref)} not found"
    else:
        text = f"repository {familiar_name(ref)} not found"
    found = errdefs.NotFound(f"{text}: {error}")
    found.__cause__ = error
    return found


def is_not_found(error: BaseException | None) -> bool:
    """Say whether a registry told that something is not there.

    Go: isNotFound
    """
    if isinstance(error, RegistryErrors):
        return any(is_not_found(one) for one in error.errors)
    return isinstance(error, RegistryError) and not error.bare and error.code in _NOT_FOUND


def continue_on_error(error: Exception, mirror_endpoint: bool) -> bool:
    """Say whether the next endpoint may do better.

    Go: continueOnError
    """
    if isinstance(error, RegistryErrors):
        return continue_on_error(error.errors[0], mirror_endpoint)
    if isinstance(error, RegistryError) and not error.bare:
        return mirror_endpoint or should_v2_fallback(error)
    if isinstance(error, ImageConfigPullError):
        return mirror_endpoint
    return not isinstance(error, UnsupportedMediaType)


def retry_on_error(error: Exception) -> Exception:
    """Return ``error``, wrapped in DoNotRetry if a second attempt is of no use.

    Differs from Go where a registry says when it wants to be asked again.

    Go: retryOnError
    """
    if retry_after(error) is not None:
        return error
    if isinstance(error, RegistryErrors):
        return retry_on_error(error.errors[0])
    if isinstance(error, URLError):
        return retry_on_error(error.error)
    if isinstance(error, RegistryError) and not error.bare:
        return DoNotRetry(error) if error.code in _FINAL else error
    if isinstance(error, NoBasicAuthCredentials | NoToken):
        return DoNotRetry(error)
    said = golang_errors.text(error)
    final = isinstance(error, UnexpectedHTTPResponse | BlobUnknown)
    return DoNotRetry(error) if final or "no space left on device" in said else error
