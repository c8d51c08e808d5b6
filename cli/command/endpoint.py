"""Which daemon the client talks to: by flags, environment, settings or context.

Go: cli/command/cli.go
"""

from __future__ import annotations

import os

from cli.command.defaultcontextstore import DEFAULT_CONTEXT_NAME, ContextStoreWithDefault
from cli.config.configfile import ConfigFile
from cli.context.docker import Endpoint
from cli.flags import CommonOptions, TLSOptions
from cli.opts.hosts import parse_host
from cli.version import VERSION
from engine import client as apiclient
from engine.golang import errors
from engine.golang.strconv import quote


def new_api_client_from_endpoint(endpoint: Endpoint, config_file: ConfigFile) -> apiclient.Client:
    """Return a client for ``endpoint`` that sends the user's headers, and its own name.

    Raises:
        GoError: the address or a certificate makes no sense.

    Go: newAPIClientFromEndpoint
    """
    headers = {**(config_file.http_headers or {}), "User-Agent": user_agent()}
    return apiclient.new_client_with_opts(
        *endpoint.client_opts(), apiclient.with_http_headers(headers)
    )


def resolve_docker_endpoint(store: ContextStoreWithDefault, context_name: str) -> Endpoint:
    """Return where the daemon of a context is.

    Raises:
        GoError: the context is unknown, or has no daemon.
        OSError: a certificate cannot be read.

    Go: resolveDockerEndpoint
    """
    if context_name == DEFAULT_CONTEXT_NAME:
        return store.resolver()
    from cli.context.docker.stored import endpoint_from_context, with_tls_data

    meta = endpoint_from_context(store.get_metadata(context_name))
    return with_tls_data(store.store(), context_name, meta)


def resolve_default_docker_endpoint(opts: CommonOptions) -> Endpoint:
    """Return where the daemon is by flags and environment.

    Raises:
        GoError: the address makes no sense.
        OSError: a certificate cannot be read.

    Go: resolveDefaultDockerEndpoint
    """
    host = get_server_host(opts.hosts, opts.tls_options)
    tls = opts.tls_options
    if tls is None:
        return Endpoint(host=host)
    from cli.context.tlsdata import tls_data_from_files

    return Endpoint(
        host=host,
        skip_tls_verify=tls.insecure_skip_verify,
        tls_data=tls_data_from_files(tls.ca_file, tls.cert_file, tls.key_file),
    )


def get_server_host(hosts: list[str], tls_options: TLSOptions | None) -> str:
    """Return the daemon's address: from ``-H``, else $DOCKER_HOST, else the usual one.

    Raises:
        GoError: there are two, or it is no address.

    Go: getServerHost
    """
    if len(hosts) > 1:
        raise errors.GoError("Please specify only one -H")
    host = hosts[0] if hosts else os.environ.get("DOCKER_HOST", "")
    return parse_host(tls_options is not None, host)


def user_agent() -> str:
    """Return the name under which requests are sent.

    Go: UserAgent
    """
    return f"Docker-Client/{VERSION} (linux)"


def resolve_context_name(
    opts: CommonOptions, config: ConfigFile, store: ContextStoreWithDefault
) -> str:
    """Return the context to use.

    First ``--context``; an address in ``-H`` or $DOCKER_HOST means ``default``; then
    $DOCKER_CONTEXT, then the settings.

    Raises:
        GoError: there is a context and an address, or the settings name an unknown one.

    Go: resolveContextName
    """
    if opts.context and opts.hosts:
        raise errors.GoError("Conflicting options: either specify --host or --context, not both")
    if opts.context:
        return opts.context
    if opts.hosts or "DOCKER_HOST" in os.environ:
        return DEFAULT_CONTEXT_NAME
    if "DOCKER_CONTEXT" in os.environ:
        return os.environ["DOCKER_CONTEXT"]
    if not config.current_context:
        return DEFAULT_CONTEXT_NAME
    from cli.context.store import ContextDoesNotExist

    try:
        store.get_metadata(config.current_context)
    except ContextDoesNotExist as error:
        raise errors.GoError(
            f"Current context {quote(config.current_context)} is not found on the file system, "
            f"please check your config file at {config.filename}"
        ) from error
    return config.current_context
