"""What a command line client can be told when it is made.

Go: cli/command/cli_options.go
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, TextIO

from cli import streams
from engine.golang import strconv

if TYPE_CHECKING:
    from cli.command.cli import DockerCli

DockerCliOption = Callable[["DockerCli"], None]


def with_combined_streams(combined: TextIO) -> DockerCliOption:
    """Print results and complaints to one place.

    Go: WithCombinedStreams
    """

    def apply(cli: DockerCli) -> None:
        with_output_stream(combined)(cli)
        with_error_stream(combined)(cli)

    return apply


def with_input_stream(source: BinaryIO) -> DockerCliOption:
    """Read from ``source``.

    Go: WithInputStream
    """

    def apply(cli: DockerCli) -> None:
        cli.in_ = streams.In(source)

    return apply


def with_output_stream(out: TextIO) -> DockerCliOption:
    """Print results to ``out``.

    Go: WithOutputStream
    """

    def apply(cli: DockerCli) -> None:
        cli.out = streams.Out(out)

    return apply


def with_error_stream(err: TextIO) -> DockerCliOption:
    """Print everything but results to ``err``.

    Go: WithErrorStream
    """

    def apply(cli: DockerCli) -> None:
        cli.err = err

    return apply


def with_content_trust_from_env() -> DockerCliOption:
    """Want signed images if $DOCKER_CONTENT_TRUST says so, and also if it is no yes or no.

    Go: WithContentTrustFromEnv
    """

    def apply(cli: DockerCli) -> None:
        cli.content_trust = False
        text = os.environ.get("DOCKER_CONTENT_TRUST")
        if text:
            try:
                cli.content_trust = strconv.parse_bool(text)
            except strconv.NumError:
                cli.content_trust = True

    return apply


def with_content_trust(enabled: bool) -> DockerCliOption:
    """Want signed images, or do not.

    Go: WithContentTrust
    """

    def apply(cli: DockerCli) -> None:
        cli.content_trust = enabled

    return apply
