"""What a failed pull means: for the next endpoint, for the next attempt, for the user.

Go: distribution/errors.go
"""

from __future__ import annotations

import logging

from engine import errdefs
from engine.distribution.xfer.transfer import DoNotRetry
from engine.golang.errors import GoError
from engine.vendor.docker.distribution.reference import Named, familiar_name, familiar_string
from engine.vendor.docker.distribution.registry.api.errcode import errors as errcode
from engine.vendor.docker.distribution.registry.api.errcode.errors import (
    RegistryError,
    RegistryErrors,
)
from engine.vendor.docker.distribution.registry.client.auth.session import (
    NoBasicAuthCredentials,
    NoToken,
)
from engine.vendor.docker.distribution.registry.client.errors import UnexpectedHTTPResponse
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
# Codes that say nothing about the other endpoints of a registry.
_NEXT_ENDPOINT = (errcode.UNAUTHORIZED, errcode.MANIFEST_UNKNOWN, errcode.NAME_UNKNOWN)


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


class ReservedName(errdefs.Forbidden):
    """``scratch`` is no image.

    Go: reservedNameError
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is a reserved name")


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
    if errdefs.kind_of(error) is not None:
        return error
    unknown = errdefs.Unknown(str(error))
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
        return mirror_endpoint or error.code in _NEXT_ENDPOINT
    if isinstance(error, ImageConfigPullError):
        return mirror_endpoint
    return True


def retry_on_error(error: Exception) -> Exception:
    """Return ``error``, wrapped in DoNotRetry if a second attempt is of no use.

    Go: retryOnError
    """
    if isinstance(error, RegistryErrors):
        return retry_on_error(error.errors[0])
    if isinstance(error, RegistryError) and not error.bare:
        return DoNotRetry(error) if error.code in _FINAL else error
    final = (UnexpectedHTTPResponse, BlobUnknown, NoBasicAuthCredentials, NoToken)
    if isinstance(error, final) or "no space left on device" in str(error):
        return DoNotRetry(error)
    return error
