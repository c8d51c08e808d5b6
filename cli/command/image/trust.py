"""Pulls, with and without content trust.

Go: cli/command/image/trust.go
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, NoReturn

from cli import streams, trust
from cli.command.cli import Cli
from cli.command.registry import (
    encode_auth_to_base64,
    registry_authentication_privileged_func,
    resolve_auth_config,
)
from engine.api.types.auth import AuthConfig
from engine.api.types.client import ImagePullOptions
from engine.api.types.registry import IndexInfo
from engine.golang import errors
from engine.pkg.jsonmessage import display_json_messages_to_stream
from engine.vendor.docker.distribution import reference

if TYPE_CHECKING:
    from cli.command.image.pull import PullOptions


def trusted_pull(docker: Cli, img_ref_and_auth: trust.ImageRefAndAuth) -> NoReturn:
    """Refuse to pull, for no signature can be checked.

    Go finds the signed digest of each tag, pulls that and tags it. Here the notary server is
    asked, as in Go, and what goes wrong there is told as Go tells it; an answer is a refusal.

    Raises:
        GoError: always.

    Go: trustedPull
    """
    _resolve(docker, img_ref_and_auth)


def _resolve(docker: Cli, img_ref_and_auth: trust.ImageRefAndAuth) -> NoReturn:
    try:
        repository = trust.get_notary_repository(
            img_ref_and_auth.repo_info, docker.config_dir, trust.ACTIONS_PULL_ONLY
        )
    except errors.GoError as error:
        raise errors.wrap(error, "error establishing connection to trust repository") from error
    try:
        repository.get_target_by_name(
            img_ref_and_auth.tag, trust.RELEASES_ROLE, trust.CANONICAL_TARGETS_ROLE
        )
    except errors.GoError as error:
        raise trust.notary_error(img_ref_and_auth.repo_info.name.name, error) from error


def image_pull_privileged(
    docker: Cli, img_ref_and_auth: trust.ImageRefAndAuth, options: PullOptions
) -> None:
    """Pull; if the registry refuses, ask the user who they are and try once more.

    Raises:
        GoError: the pull failed after it had begun.
        errdefs.Error: the daemon refused.

    Go: imagePullPrivileged
    """
    ref = reference.familiar_string(img_ref_and_auth.reference)
    index = img_ref_and_auth.repo_info.index
    body = docker.client.image_pull(
        ref,
        ImagePullOptions(
            registry_auth=encode_auth_to_base64(img_ref_and_auth.auth_config),
            privilege_func=registry_authentication_privileged_func(docker, index, "pull"),
            all=options.all,
            platform=options.platform,
        ),
    )
    out = streams.Out(io.StringIO()) if options.quiet else docker.out
    with closing(body):
        display_json_messages_to_stream(body, out)


def trusted_reference(docker: Cli, ref: reference.NamedTagged) -> reference.Canonical:
    """Return the digest that the signed tag ``ref`` stands for.

    Raises:
        GoError: always, as no signature can be checked; the text is Go's where the notary server
            cannot be reached, refuses or has no signatures.

    Go: TrustedReference
    """
    _resolve(docker, trust.get_image_references_and_auth(auth_resolver(docker), str(ref)))


def tag_trusted(docker: Cli, trusted_ref: reference.Canonical, ref: reference.NamedTagged) -> None:
    """Give what was pulled by its digest the tag that it was wanted for.

    Raises:
        errdefs.Error: the daemon refused.

    Go: TagTrusted
    """
    familiar_ref = reference.familiar_string(ref)
    trusted_familiar_ref = reference.familiar_string(trusted_ref)
    print(f"Tagging {trusted_familiar_ref} as {familiar_ref}", file=docker.err)
    docker.client.image_tag(trusted_familiar_ref, familiar_ref)


def auth_resolver(docker: Cli) -> Callable[[IndexInfo], AuthConfig]:
    """Return what finds the user's entry for a registry.

    Go: AuthResolver
    """

    def resolve(index: IndexInfo) -> AuthConfig:
        return resolve_auth_config(docker, index)

    return resolve
