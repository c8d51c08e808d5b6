"""``docker pull``.

Go: cli/command/image/pull.go
"""

from __future__ import annotations

from functools import partial

from cli.command.cli import Cli
from cli.command.trust import add_trust_verification_flags
from cli.command.utils import add_platform_flag
from cli.required import exact_args
from engine import errdefs
from engine.golang import errors
from engine.golang.structs import struct
from engine.vendor.docker.distribution import reference
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import Ref


@struct()
class PullOptions:
    """What flags and arguments said.

    Go: PullOptions
    """

    remote: str = ""
    all: bool = False
    platform: str = ""
    quiet: bool = False
    untrusted: bool = False


def new_pull_command(docker: Cli) -> Command:
    """Return the command.

    Go: NewPullCommand
    """
    options = PullOptions()
    command = Command(
        use="pull [OPTIONS] NAME[:TAG|@DIGEST]",
        short="Pull an image or a repository from a registry",
        args=exact_args(1),
        run_e=partial(_run_e, docker, options),
    )
    flags = command.flags()
    usage = "Download all tagged images in the repository"
    flags.bool_var_p(Ref(options, "all"), "all-tags", "a", False, usage)
    flags.bool_var_p(Ref(options, "quiet"), "quiet", "q", False, "Suppress verbose output")
    add_platform_flag(flags, Ref(options, "platform"))
    trusted = docker.content_trust_enabled()
    add_trust_verification_flags(flags, Ref(options, "untrusted"), trusted)
    return command


def _run_e(docker: Cli, options: PullOptions, _command: Command, args: list[str]) -> None:
    options.remote = args[0]
    run_pull(docker, options)


def run_pull(docker: Cli, options: PullOptions) -> None:
    """Let the daemon pull, show how it gets on, and print the full name of what was pulled.

    Raises:
        GoError: the name is none, or the pull failed after it had begun.
        errdefs.Error: the daemon refused.

    Go: RunPull
    """
    from cli.command.image.trust import auth_resolver, image_pull_privileged, trusted_pull
    from cli.trust import get_image_references_and_auth

    distribution_ref = _reference(docker, options)
    img_ref_and_auth = get_image_references_and_auth(auth_resolver(docker), str(distribution_ref))
    canonical = isinstance(distribution_ref, reference.Canonical)
    try:
        if options.untrusted or canonical:
            image_pull_privileged(docker, img_ref_and_auth, options)
        else:
            trusted_pull(docker, img_ref_and_auth)
    except (errors.GoError, errdefs.Error) as error:
        if "when fetching 'plugin'" in str(error):
            raise errors.GoError(f"{error} - Use `docker plugin install`") from error
        raise
    print(img_ref_and_auth.reference, file=docker.out)


def _reference(docker: Cli, options: PullOptions) -> reference.Named:
    """Return the full name to pull; without a tag it is ``latest``, and the user is told so."""
    ref = reference.parse_normalized_named(options.remote)
    if options.all and not reference.is_name_only(ref):
        raise errors.GoError("tag can't be used with --all-tags/-a")
    if options.all or not reference.is_name_only(ref):
        return ref
    tagged = reference.tag_name_only(ref)
    if isinstance(tagged, reference.NamedTagged) and not options.quiet:
        print(f"Using default tag: {tagged.tag}", file=docker.out)
    return tagged
