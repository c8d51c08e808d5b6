"""From what people type to a full reference, and back.

``busybox`` stands for ``docker.io/library/busybox``; a first component is a registry only if it
could not be a user's name.

Go: vendor/github.com/docker/distribution/reference/normalize.go
"""

from __future__ import annotations

from copy import copy

from engine.golang.errors import GoError
from engine.vendor.docker.distribution.reference import helpers, regexp
from engine.vendor.docker.distribution.reference.errors import (
    NameNotCanonical,
)
from engine.vendor.docker.distribution.reference.reference import (
    Canonical,
    DigestReference,
    Named,
    NamedTagged,
    Reference,
    parse,
    trim_named,
    with_digest,
    with_tag,
)
from engine.vendor.opencontainers import go_digest

LEGACY_DEFAULT_DOMAIN = "index.docker.io"
DEFAULT_DOMAIN = "docker.io"
OFFICIAL_REPO_NAME = "library"
DEFAULT_TAG = "latest"


def parse_normalized_named(text: str) -> Named:
    """Return the full reference that ``text`` is short for; it has a repository.

    Raises:
        GoError: the text is 64 hex characters (an ID), or has upper-case letters.
        InvalidReference: it breaks the grammar.

    Go: ParseNormalizedNamed
    """
    if regexp.IDENTIFIER_REGEXP.fullmatch(text):
        raise GoError(
            f"invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
        )
    domain, remainder = _split_docker_domain(text)
    remote_name = remainder.partition(":")[0]
    if remote_name.lower() != remote_name:
        raise GoError("invalid reference format: repository name must be lowercase")
    ref = parse(f"{domain}/{remainder}")
    if not isinstance(ref, Named):
        raise GoError(f"reference {ref} has no name")
    return ref


def parse_named(text: str) -> Named:
    """Return the reference ``text`` if it is already in its full form.

    Raises:
        NameNotCanonical: it is a short form.
        InvalidReference: it breaks the grammar.

    Go: ParseNamed
    """
    named = parse_normalized_named(text)
    if str(named) != text:
        raise NameNotCanonical
    return named


def parse_docker_ref(text: str) -> Named:
    """Return the full reference for ``text`` with exactly one of tag and digest.

    A digest wins over a tag; with neither, the tag is ``latest``.

    Raises:
        InvalidReference: it breaks the grammar.

    Go: ParseDockerRef
    """
    named = parse_normalized_named(text)
    if isinstance(named, NamedTagged) and isinstance(named, Canonical):
        return with_digest(trim_named(named), named.digest)
    return tag_name_only(named)


def parse_any_reference(text: str) -> Reference:
    """Return what ``text`` names: an image ID, a digest or a repository.

    Raises:
        InvalidReference: it is none of them.

    Go: ParseAnyReference
    """
    if regexp.IDENTIFIER_REGEXP.fullmatch(text):
        return DigestReference(f"sha256:{text}")
    try:
        return DigestReference(go_digest.parse(text))
    except go_digest.DigestError:
        return parse_normalized_named(text)


def tag_name_only(ref: Named) -> Named:
    """Return ``ref``, with the tag ``latest`` if it has neither tag nor digest.

    Go: TagNameOnly
    """
    return with_tag(ref, DEFAULT_TAG) if helpers.is_name_only(ref) else ref


def _split_docker_domain(name: str) -> tuple[str, str]:
    """Return registry and rest, with Docker Hub's defaults filled in.

    Go: splitDockerDomain
    """
    first, slash, rest = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        domain, remainder = first, rest
    else:
        domain, remainder = DEFAULT_DOMAIN, name
    if domain == LEGACY_DEFAULT_DOMAIN:
        domain = DEFAULT_DOMAIN
    if domain == DEFAULT_DOMAIN and "/" not in remainder:
        remainder = f"{OFFICIAL_REPO_NAME}/{remainder}"
    return domain, remainder


def familiar(ref: Named) -> Named:
    """Return ``ref`` without Docker Hub's defaults; tag and digest stay.

    Go: familiarizeName
    """
    if ref.domain != DEFAULT_DOMAIN:
        return ref
    path = ref.path
    parts = path.split("/")
    if len(parts) == 2 and parts[0] == OFFICIAL_REPO_NAME:
        path = parts[1]
    short = copy(ref)
    short.domain, short.path = "", path
    return short
