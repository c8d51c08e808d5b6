"""``docker load``: images from a tar archive.

Go: cli/command/image/load.go
"""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from functools import partial
from typing import TYPE_CHECKING

from cli.command.cli import Cli
from cli.required import no_args
from engine.golang import errors
from engine.golang.structs import struct
from engine.vendor.spf13.cobra import Command
from engine.vendor.spf13.pflag import Ref

if TYPE_CHECKING:
    from engine.api.types.client import Source

_BLOCK = 32 * 1024


@struct()
class LoadOptions:
    """What the flags said.

    Go: loadOptions
    """

    input: str = ""
    quiet: bool = False


def new_load_command(docker: Cli) -> Command:
    """Return the command.

    Go: NewLoadCommand
    """
    options = LoadOptions()
    command = Command(
        use="load [OPTIONS]",
        short="Load an image from a tar archive or STDIN",
        args=no_args,
        run_e=partial(_run_e, docker, options),
    )
    flags = command.flags()
    flags.string_var_p(
        Ref(options, "input"), "input", "i", "", "Read from tar archive file, instead of STDIN"
    )
    flags.bool_var_p(Ref(options, "quiet"), "quiet", "q", False, "Suppress the load output")
    return command


def _run_e(docker: Cli, options: LoadOptions, _command: Command, _args: list[str]) -> None:
    run_load(docker, options)


def run_load(docker: Cli, options: LoadOptions) -> None:
    """Send the archive to the daemon and show what it says.

    Raises:
        GoError: there is no archive, or loading failed after it had begun.
        OSError: the archive cannot be read.
        errdefs.Error: the daemon refused.

    Go: runLoad
    """
    from engine.pkg.jsonmessage import display_json_messages_to_stream

    with ExitStack() as stack:
        source: Source = docker.in_
        if options.input:
            source = stack.enter_context(closing(open_sequential(options.input)))
        elif docker.in_.is_terminal():
            raise errors.GoError("requested load from stdin, but stdin is empty")
        quiet = options.quiet or not docker.out.is_terminal()
        response = docker.client.image_load(source, quiet)
        body = stack.enter_context(closing(response.body))
        if response.json:
            display_json_messages_to_stream(body, docker.out)
            return
        while block := body.read1(_BLOCK):
            docker.out.write(block.decode("utf-8", "surrogateescape"))


class File:
    """A file that is read once, from front to back; reading fails in Go's words.

    Python's own ``open`` refuses a directory at once, Go's only when it is read.

    Go: os/types.go File
    """

    def __init__(self, path: str, fd: int) -> None:
        self._path = path
        self._fd = fd

    def read(self, size: int = _BLOCK, /) -> bytes:
        """Return at most ``size`` bytes, nothing at the end.

        Raises:
            OSError: the disk refused.
        """
        with errors.os_error("read", self._path):
            return os.read(self._fd, size)

    def close(self) -> None:
        """Close the file."""
        os.close(self._fd)


def open_sequential(path: str) -> File:
    """Open ``path`` for reading.

    Raises:
        OSError: it is not there, or not for us.

    Go: pkg/system OpenSequential
    """
    with errors.os_error("open", path):
        return File(path, os.open(path, os.O_RDONLY | os.O_CLOEXEC))
