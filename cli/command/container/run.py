"""How commands that start from an image report what is wrong with their options.

The command ``docker run`` itself is no part of this project.

Go: cli/command/container/run.go
"""

from __future__ import annotations

from typing import TextIO


def report_error(stderr: TextIO, name: str, text: str, with_help: bool) -> None:
    """Print ``text`` with exactly one full stop, and where to find help.

    Go: reportError
    """
    said = text.removesuffix(".") + "."
    if with_help:
        said += f"\nSee 'docker {name} --help'."
    print("docker:", said, file=stderr)
