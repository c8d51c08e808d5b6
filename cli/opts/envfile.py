"""Environment variables from files.

Go: opts/envfile.go
"""

from __future__ import annotations

import os

from cli.opts.file import parse_key_value_file


def parse_env_file(filename: str) -> list[str]:
    """Return the variables of a file; a bare name takes this process's value, or is dropped.

    Raises:
        Exception: the file cannot be read or understood.

    Go: ParseEnvFile
    """
    return parse_key_value_file(filename, os.environ.get)
