"""Image references: parse, complete, shorten.

Go: vendor/github.com/docker/distribution/reference
"""

from engine.vendor.docker.distribution.reference.errors import (
    NAME_TOTAL_LENGTH_MAX,
    DigestInvalidFormat,
    InvalidReference,
    NameContainsUppercase,
    NameEmpty,
    NameNotCanonical,
    NameTooLong,
    ReferenceInvalidFormat,
    TagInvalidFormat,
)
from engine.vendor.docker.distribution.reference.helpers import (
    familiar_name,
    familiar_string,
    is_name_only,
)
from engine.vendor.docker.distribution.reference.normalize import (
    parse_any_reference,
    parse_docker_ref,
    parse_named,
    parse_normalized_named,
    tag_name_only,
)
from engine.vendor.docker.distribution.reference.reference import (
    Canonical,
    Digested,
    DigestReference,
    Named,
    NamedTagged,
    Reference,
    Tagged,
    TaggedAndDigested,
    domain,
    parse,
    path,
    trim_named,
    with_digest,
    with_name,
    with_tag,
)
from engine.vendor.docker.distribution.reference.regexp import DOMAIN

__all__ = [
    "DOMAIN",
    "NAME_TOTAL_LENGTH_MAX",
    "Canonical",
    "DigestInvalidFormat",
    "DigestReference",
    "Digested",
    "InvalidReference",
    "NameContainsUppercase",
    "NameEmpty",
    "NameNotCanonical",
    "NameTooLong",
    "Named",
    "NamedTagged",
    "Reference",
    "ReferenceInvalidFormat",
    "TagInvalidFormat",
    "Tagged",
    "TaggedAndDigested",
    "domain",
    "familiar_name",
    "familiar_string",
    "is_name_only",
    "parse",
    "parse_any_reference",
    "parse_docker_ref",
    "parse_named",
    "parse_normalized_named",
    "path",
    "tag_name_only",
    "trim_named",
    "with_digest",
    "with_name",
    "with_tag",
]
