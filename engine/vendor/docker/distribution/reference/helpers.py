"""References as people write them.

Go: vendor/github.com/docker/distribution/reference/helpers.go
"""

from __future__ import annotations

from engine.vendor.docker.distribution.reference import normalize
from engine.vendor.docker.distribution.reference.reference import (
    Canonical,
    Named,
    NamedTagged,
    Reference,
)


def is_name_only(ref: Named) -> bool:
    """Say whether ``ref`` has neither tag nor digest.

    Go: IsNameOnly
    """
    return not isinstance(ref, (NamedTagged, Canonical))


def familiar_name(ref: Named) -> str:
    """Return the repository in its short form: ``busybox``.

    Go: FamiliarName
    """
    return normalize.familiar(ref).name


def familiar_string(ref: Reference) -> str:
    """Return the whole reference in its short form: ``busybox:latest``.

    Go: FamiliarString
    """
    return str(normalize.familiar(ref)) if isinstance(ref, Named) else str(ref)
