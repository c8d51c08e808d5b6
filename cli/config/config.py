"""Where the user's files are, and reading the main one.

Go keeps the directory in a variable of the package; here callers hand it over, so that one
process can serve two users one after the other.

Go: cli/config/config.go
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TextIO

from cli.config.configfile import ConfigFile
from cli.config.configfile.file import legacy_load_from_reader, load_from_reader
from cli.config.credentials import detect_default_store
from engine.golang import errors

CONFIG_FILE_NAME = "config.json"
_CONFIG_FILE_DIR = ".docker"
_OLD_CONFIGFILE = ".dockercfg"
_CONTEXTS_DIR = "contexts"


def dir() -> str:
    """Return the directory of the user's files: $DOCKER_CONFIG, else ``~/.docker``.

    Go: Dir
    """
    return os.environ.get("DOCKER_CONFIG") or os.path.join(_home(), _CONFIG_FILE_DIR)


def _home() -> str:
    return os.environ.get("HOME") or os.path.expanduser("~")


def context_store_dir(config_dir: str) -> str:
    """Return the directory of the contexts.

    Go: ContextStoreDir
    """
    return os.path.join(config_dir, _CONTEXTS_DIR)


def load(config_dir: str) -> tuple[ConfigFile, bool]:
    """Return the user's settings, and whether they came from a file of the old kind.

    Raises:
        GoError: the file is not what it should be.
        OSError: it is there and cannot be read.

    Go: load
    """
    path = Path(config_dir, CONFIG_FILE_NAME)
    config_file = ConfigFile(filename=str(path))
    data = _read(path)
    if data is not None:
        return load_from_reader(data, config_file), False
    old = Path(_home(), _OLD_CONFIGFILE)
    try:
        data = old.read_bytes()
    except OSError:
        return config_file, False
    return legacy_load_from_reader(data, config_file), True


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise errors.path_error("open", path, error) from error


def load_default_config_file(stderr: TextIO, config_dir: str) -> ConfigFile:
    """Return the user's settings; a file that makes no sense is reported and counts as empty.

    Go: LoadDefaultConfigFile
    """
    try:
        config_file, legacy = load(config_dir)
    except (errors.GoError, OSError) as error:
        path = os.path.join(config_dir, CONFIG_FILE_NAME)
        stderr.write(f"WARNING: Error loading config file: {path}: {errors.text(error)}\n")
        config_file, legacy = ConfigFile(filename=path), False
    if legacy:
        stderr.write(
            "WARNING: Support for the legacy ~/.dockercfg configuration file and file-format is "
            "deprecated and will be removed in an upcoming release\n"
        )
    if not config_file.contains_auth():
        config_file.credentials_store = detect_default_store(config_file.credentials_store)
    return config_file
