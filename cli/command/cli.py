"""The command line client: its streams, its settings, and its line to the daemon.

Go: cli/command/cli.go
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Protocol, TextIO, cast

from cli import debug, streams
from cli.command.cli_options import (
    DockerCliOption,
    with_content_trust_from_env,
    with_error_stream,
    with_input_stream,
    with_output_stream,
)
from cli.command.defaultcontextstore import ContextStoreWithDefault
from cli.command.endpoint import (
    new_api_client_from_endpoint,
    resolve_context_name,
    resolve_default_docker_endpoint,
    resolve_docker_endpoint,
)
from cli.command.orchestrator import get_stack_orchestrator
from cli.config import config as cliconfig
from cli.config.configfile import ConfigFile
from cli.context.docker import Endpoint
from cli.flags import ClientOptions, CommonOptions, set_log_level
from engine import client as apiclient
from engine.client.ping import PingFailed
from engine.golang import errors

if TYPE_CHECKING:
    from engine.vendor.spf13.cobra import Command

# A daemon at the end of a network has so many seconds to answer the first question.
_PING_TIMEOUT = 2.0


@dataclass(frozen=True)
class ServerInfo:
    """What the daemon can do; a daemon that does not answer can do everything.

    Go: ServerInfo
    """

    has_experimental: bool = False
    os_type: str = ""
    buildkit_version: str = ""


@dataclass(frozen=True)
class ClientInfo:
    """What this client speaks.

    Go: ClientInfo
    """

    has_experimental: bool = True
    default_version: str = ""


class Cli(Protocol):
    """What a command needs of the client.

    Go: Cli
    """

    in_: streams.In
    out: streams.Out
    err: TextIO

    @property
    def client(self) -> apiclient.Client:
        """The line to the daemon."""

    @property
    def config_file(self) -> ConfigFile:
        """The user's settings."""

    @property
    def config_dir(self) -> str:
        """The directory of the user's files."""

    @property
    def server_info(self) -> ServerInfo:
        """What the daemon can do."""

    def content_trust_enabled(self) -> bool:
        """Say whether only signed images will do."""


class DockerCli:
    """The client of one command line.

    Go: DockerCli
    """

    in_: streams.In
    out: streams.Out
    err: TextIO

    def __init__(self) -> None:
        self.content_trust = False
        self.config_dir = cliconfig.dir()
        self.server_info = ServerInfo()
        self.current_context = ""
        self.docker_endpoint = Endpoint()
        self._client: apiclient.Client | None = None
        self._client_info: ClientInfo | None = None
        self._config_file: ConfigFile | None = None

    @property
    def client(self) -> apiclient.Client:
        """The line to the daemon; there is one after `initialize`.

        Go: DockerCli.Client
        """
        assert self._client is not None, "not initialized"
        return self._client

    @property
    def config_file(self) -> ConfigFile:
        """The user's settings, read when they are first wanted.

        Go: DockerCli.ConfigFile
        """
        if self._config_file is None:
            self._load_config_file()
        return cast("ConfigFile", self._config_file)

    def _load_config_file(self) -> None:
        self._config_file = cliconfig.load_default_config_file(self.err, self.config_dir)

    @property
    def client_info(self) -> ClientInfo:
        """What this client speaks.

        Go: DockerCli.ClientInfo
        """
        if self._client_info is None:
            version = self.client.client_version()
            self._client_info = ClientInfo(default_version=version)
        return self._client_info

    def content_trust_enabled(self) -> bool:
        """Say whether only signed images will do.

        Go: DockerCli.ContentTrustEnabled
        """
        return self.content_trust

    def close(self) -> None:
        """Hang up; Go leaves that to the end of the process."""
        if self._client is not None:
            self._client.close()

    def apply(self, *ops: DockerCliOption) -> None:
        """Change the client by each of ``ops`` in turn.

        Go: DockerCli.Apply
        """
        for op in ops:
            op(self)

    def initialize(
        self,
        opts: ClientOptions,
        make_client: Callable[[DockerCli], apiclient.Client] | None = None,
    ) -> None:
        """Read the settings, find the daemon and ask it what it speaks.

        That it does not answer is no error yet. ``make_client`` stands in for the search.

        Raises:
            StatusError: no such log level.
            GoError: the flags contradict each other, or the context is unknown.
            OSError: a certificate cannot be read.

        Go: DockerCli.Initialize
        """
        if make_client is not None:
            self._client = make_client(self)
        set_log_level(opts.common.log_level)
        if opts.config_dir:
            self.config_dir = os.path.normpath(opts.config_dir)
        if opts.common.debug:
            debug.enable()
        self._load_config_file()
        store = ContextStoreWithDefault(
            cliconfig.context_store_dir(self.config_dir),
            partial(self._default_endpoint, opts.common),
        )
        self.current_context = resolve_context_name(opts.common, self.config_file, store)
        try:
            self.docker_endpoint = resolve_docker_endpoint(store, self.current_context)
        except (errors.GoError, OSError) as error:
            raise errors.wrap(error, "unable to resolve docker endpoint") from error
        if self._client is None:
            self._client = new_api_client_from_endpoint(self.docker_endpoint, self.config_file)
        self.initialize_from_client()

    def _default_endpoint(self, opts: CommonOptions) -> Endpoint:
        """Go: defaultcontextstore.go ResolveDefaultContext."""
        # Go resolves the context once for its metadata and once for its TLS files.
        for _ in ("metadata", "TLS"):
            get_stack_orchestrator("", "", self.config_file.stack_orchestrator, self.err)
        return resolve_default_docker_endpoint(opts)

    def initialize_from_client(self) -> None:
        """Ask the daemon what it can do, and settle on a version of the API.

        Go: DockerCli.initializeFromClient
        """
        timeout = _PING_TIMEOUT if self.docker_endpoint.host.startswith("tcp://") else None
        try:
            ping = self.client.ping(timeout)
        except errors.GoError as error:
            self.server_info = ServerInfo(has_experimental=True)
            if isinstance(error, PingFailed) and error.ping.api_version:
                self.client.negotiate_api_version_ping(error.ping)
            return
        self.server_info = ServerInfo(ping.experimental, ping.os_type, ping.builder_version)
        self.client.negotiate_api_version_ping(ping)


def show_help(err: TextIO) -> Callable[[Command, list[str]], None]:
    """Return the work of a command that has nothing to do but tell what is below it.

    Go: ShowHelp
    """

    def run(command: Command, args: list[str]) -> None:
        command.set_out(err)
        command.help_func()(command, args)

    return run


def new_docker_cli(*ops: DockerCliOption) -> DockerCli:
    """Return a client with standard streams and content trust from the environment.

    ``ops`` may choose otherwise.

    Go: NewDockerCli
    """
    cli = DockerCli()
    cli.apply(with_content_trust_from_env(), *ops)
    if not hasattr(cli, "in_"):
        cli.apply(with_input_stream(cast("BinaryIO", sys.stdin.buffer)))
    if not hasattr(cli, "out"):
        cli.apply(with_output_stream(_as_written(sys.stdout)))
    if not hasattr(cli, "err"):
        cli.apply(with_error_stream(_as_written(sys.stderr)))
    return cli


def _as_written(stream: TextIO) -> TextIO:
    """Let bytes that are no UTF-8 leave as they came in, as they do in Go."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    return stream
