"""Content trust: who signed a tag.

Go: cli/trust
"""

from cli.trust.trust import (
    ACTIONS_PULL_ONLY,
    CANONICAL_TARGETS_ROLE,
    RELEASES_ROLE,
    ImageRefAndAuth,
    get_image_references_and_auth,
    get_notary_repository,
    notary_error,
    server,
)

__all__ = [
    "ACTIONS_PULL_ONLY",
    "CANONICAL_TARGETS_ROLE",
    "RELEASES_ROLE",
    "ImageRefAndAuth",
    "get_image_references_and_auth",
    "get_notary_repository",
    "notary_error",
    "server",
]
