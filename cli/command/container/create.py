"""``docker create``: from the command line to one request, and a pull where the image is missing.

Go: cli/command/container/create.go
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TextIO

from cli import opts
from cli.command.cli import Cli
from cli.command.container.cidfile import new_cid_file
from cli.command.container.create_warnings import warn_on_localhost_dns, warn_on_oom_kill_disable
from cli.command.container.opts import add_flags, parse, validate_api_version
from cli.command.container.opts_types import ContainerConfig, ContainerOptions
from cli.command.container.run import report_error
from cli.command.trust import add_trust_verification_flags
from cli.command.utils import add_platform_flag
from cli.error import StatusError
from cli.required import requires_min_args
from engine import client as apiclient
from engine import errdefs
from engine.api.types.container.container_create import ContainerCreateCreatedBody
from engine.api.types.versions import compare as versions
from engine.golang import errors
from engine.golang.structs import struct
from engine.vendor.docker.distribution import reference
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import FlagSet, Ref

if TYPE_CHECKING:
    from engine.vendor.opencontainers.image_spec.v1 import Platform

PULL_IMAGE_ALWAYS = "always"
PULL_IMAGE_MISSING = "missing"
PULL_IMAGE_NEVER = "never"


@struct()
class CreateOptions:
    """What is said about the creation, not about the container.

    Go: createOptions
    """

    name: str = ""
    platform: str = ""
    untrusted: bool = False
    pull: str = PULL_IMAGE_MISSING


def new_create_command(docker: Cli) -> Command:
    """Return the command; its flags end where the image stands.

    Go: NewCreateCommand
    """
    options = CreateOptions()
    command = Command(
        use="create [OPTIONS] IMAGE [COMMAND] [ARG...]",
        short="Create a new container",
        args=requires_min_args(1),
    )
    flags = command.flags()
    flags.set_interspersed(False)
    flags.string_var(Ref(options, "name"), "name", "", "Assign a name to the container")
    flags.string_var(
        Ref(options, "pull"),
        "pull",
        PULL_IMAGE_MISSING,
        f'Pull image before creating ("{PULL_IMAGE_ALWAYS}"|"{PULL_IMAGE_MISSING}"'
        f'|"{PULL_IMAGE_NEVER}")',
    )
    # Without the letter h, which is the host's name here.
    flags.bool_var(None, "help", False, "Print usage")
    add_platform_flag(flags, Ref(options, "platform"))
    trusted = docker.content_trust_enabled()
    add_trust_verification_flags(flags, Ref(options, "untrusted"), trusted)
    copts = add_flags(flags)
    command.run_e = partial(_run_e, docker, options, copts)
    return command


def _run_e(
    docker: Cli,
    options: CreateOptions,
    copts: ContainerOptions,
    command: Command,
    args: list[str],
) -> None:
    """Take the first argument for the image, the others for its command, and create.

    Go: NewCreateCommand (L51-L57)
    """
    copts.image = args[0]
    if len(args) > 1:
        copts.args = args[1:]
    run_create(docker, command.flags(), options, copts)


def run_create(
    docker: Cli, flags: FlagSet, options: CreateOptions, copts: ContainerOptions
) -> None:
    """Create a container and print its ID, the only thing that goes to standard output.

    Raises:
        StatusError: 125, the options make no sense and the user has been told.
        GoError: no answer from the daemon, or the image's name is none.
        errdefs.Error: the daemon refused.

    Go: runCreate
    """
    _proxy_env(docker, copts)
    try:
        config = parse(flags, copts, docker.server_info.os_type)
        validate_api_version(config, docker.client.client_version())
    except (errors.GoError, errdefs.Error, OSError) as error:
        report_error(docker.err, "create", errors.text(error), True)
        raise StatusError(status_code=125) from error
    response = create_container(docker, config, options)
    print(response.id, file=docker.out)


def _proxy_env(docker: Cli, copts: ContainerOptions) -> None:
    """Add the proxies of the user's settings to the variables; of two equal names the last stays.

    Go: runCreate (L78-L87)
    """
    given = opts.convert_kv_strings_to_map_with_nil(copts.env.get_all())
    merged = docker.config_file.parse_proxy_config(docker.client.daemon_host(), given)
    env = [name if value is None else f"{name}={value}" for name, value in merged.items()]
    copts.env = opts.ListOpts(values=env)


def pull_image(docker: Cli, image: str, platform: str, out: TextIO) -> None:
    """Let the daemon pull ``image`` with the user's password, and show how it gets on.

    Raises:
        GoError: the name is none, or the pull failed after it had begun.
        errdefs.Error: the daemon refused.

    Go: pullImage
    """
    # A create that finds its image needs none of these.
    from cli.command.registry import encode_auth_to_base64, resolve_auth_config
    from engine.api.types.client import ImageCreateOptions
    from engine.pkg.jsonmessage import display_json_messages_stream
    from engine.registry.config import parse_repository_info

    ref = reference.parse_normalized_named(image)
    repo_info = parse_repository_info(ref)
    encoded_auth = encode_auth_to_base64(resolve_auth_config(docker, repo_info.index))
    options = ImageCreateOptions(registry_auth=encoded_auth, platform=platform)
    body = docker.client.image_create(image, options)
    try:
        display_json_messages_stream(body, out, docker.out.fd(), docker.out.is_terminal())
    finally:
        body.close()


def create_container(
    docker: Cli, container_config: ContainerConfig, options: CreateOptions
) -> ContainerCreateCreatedBody:
    """Return the daemon's answer; warnings have been printed, and the ID file written.

    Raises:
        GoError: the ID file is in the way, the image's name is none, or no answer.
        errdefs.Error: the daemon refused.

    Go: createContainer
    """
    config, host_config = container_config.config, container_config.host_config
    warn_on_oom_kill_disable(host_config, docker.err)
    warn_on_localhost_dns(host_config, docker.err)
    with new_cid_file(host_config.container_id_file) as container_id_file:
        named_ref = _parse_reference(config.image)
        trusted_ref = _trusted_reference(docker, named_ref, options)
        if trusted_ref is not None:
            config.image = reference.familiar_string(trusted_ref)
        pull_and_tag = partial(
            _pull_and_tag_image, docker, config.image, options.platform, named_ref, trusted_ref
        )
        platform = _platform(docker, options)
        _pull_always(options, pull_and_tag)
        response = _request_and_retry(
            docker, container_config, options, platform, named_ref, pull_and_tag
        )
        _print_warnings(response.warnings, docker.err)
        container_id_file.write(response.id)
    return response


def _parse_reference(image: str) -> reference.Named | None:
    """Return the full name of the image; None for an ID, which can only be here already.

    Go: createContainer (L212-L217)
    """
    ref = reference.parse_any_reference(image)
    return reference.tag_name_only(ref) if isinstance(ref, reference.Named) else None


def _trusted_reference(
    docker: Cli, named_ref: reference.Named | None, options: CreateOptions
) -> reference.Canonical | None:
    """Return the digest that the signed tag stands for, if only signed images will do.

    Go: createContainer (L219-L226)
    """
    if options.untrusted or not isinstance(named_ref, reference.NamedTagged):
        return None
    from cli.command.image.trust import trusted_reference

    return trusted_reference(docker, named_ref)


def _pull_and_tag_image(
    docker: Cli,
    image: str,
    platform: str,
    named_ref: reference.Named | None,
    trusted_ref: reference.Canonical | None,
) -> None:
    """Pull the image; what was pulled by its signed digest gets the tag.

    Go: createContainer (L229-L237)
    """
    pull_image(docker, image, platform, docker.err)
    if isinstance(named_ref, reference.NamedTagged) and trusted_ref is not None:
        from cli.command.image.trust import tag_trusted

        tag_trusted(docker, trusted_ref, named_ref)


def _platform(docker: Cli, options: CreateOptions) -> Platform | None:
    """Return the platform to create for; older daemons cannot be told, and get it only to pull.

    Go: createContainer (L239-L250)
    """
    version = docker.client.client_version()
    if not options.platform or versions.less_than(version, "1.41"):
        return None
    from engine.vendor.containerd import platforms

    try:
        return platforms.parse(options.platform)
    except errors.GoError as error:
        raise errors.wrap(error, "error parsing specified platform") from error


def _pull_always(options: CreateOptions, pull_and_tag: Callable[[], None]) -> None:
    """Pull before anything is asked, if the user wants the registry's newest.

    Go: createContainer (L252-L256)
    """
    if options.pull == PULL_IMAGE_ALWAYS:
        pull_and_tag()


def _request_and_retry(
    docker: Cli,
    container_config: ContainerConfig,
    options: CreateOptions,
    platform: Platform | None,
    named_ref: reference.Named | None,
    pull_and_tag: Callable[[], None],
) -> ContainerCreateCreatedBody:
    """Ask the daemon; after "not found", whatever it was, pull the image and ask once more.

    Go: createContainer (L258-L276)
    """
    request = partial(
        docker.client.container_create,
        container_config.config,
        container_config.host_config,
        container_config.networking_config,
        platform,
        options.name,
    )
    try:
        return request()
    except errdefs.Error as error:
        if not apiclient.is_err_not_found(error) or named_ref is None:
            raise
        if options.pull != PULL_IMAGE_MISSING:
            raise
    # Not to standard output, which is for the ID.
    missing = reference.familiar_string(named_ref)
    print(f"Unable to find image '{missing}' locally", file=docker.err)
    pull_and_tag()
    return request()


def _print_warnings(warnings: list[str] | None, stderr: TextIO) -> None:
    """Pass on what the daemon warns about.

    Go: createContainer (L278-L280)
    """
    for warning in warnings or ():
        print(f"WARNING: {warning}", file=stderr)
