"""Where the user's files are, and reading the main one.

Go keeps the directory in a variable of the package; here callers hand it over, so that one
process can serve two users one after the other.

Go: cli/config/config.go
"""

from __future__ import annotations

import os
from typing import TextIO

from cli.config.configfile import ConfigFile
from cli.config.configfile.file import legacy_load_from_reader, load_from_reader
from cli.config.credentials.default_store import detect_default_store
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


class LoadError(errors.GoError):
    """A file is there and makes no sense; ``legacy`` tells that it is the old kind of file.

    ``config_file`` has what could be made sense of.
    """

    def __init__(self, path: str, cause: Exception, legacy: bool, config_file: ConfigFile) -> None:
        self.legacy = legacy
        self.config_file = config_file
        super().__init__(f"{path}: {errors.text(cause)}")


def load(config_dir: str) -> tuple[ConfigFile, bool]:
    """Return the user's settings, and whether they came from a file of the old kind.

    Raises:
        LoadError: the file is not what it should be, or cannot be read.

    Go: load
    """
    path = os.path.join(config_dir, CONFIG_FILE_NAME)
    config_file = ConfigFile(filename=path)
    try:
        data = _read(path)
        if data is not None:
            return load_from_reader(data, config_file), False
    except (errors.GoError, OSError) as error:
        raise LoadError(path, error, False, config_file) from error
    old = os.path.join(_home(), _OLD_CONFIGFILE)
    try:
        with open(old, "rb") as file:
            return legacy_load_from_reader(file.read(), config_file), True
    except OSError:
        return config_file, False
    except errors.GoError as error:
        raise LoadError(old, error, True, config_file) from error


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise errors.path_error("open", path, error) from error


def load_default_config_file(stderr: TextIO, config_dir: str) -> ConfigFile:
    """Return the user's settings; what makes no sense in the file is reported.

    Go: LoadDefaultConfigFile
    """
    try:
        config_file, legacy = load(config_dir)
    except LoadError as error:
        stderr.write(f"WARNING: Error loading config file: {error}\n")
        config_file, legacy = error.config_file, error.legacy
    if legacy:
        stderr.write(
            "WARNING: Support for the legacy ~/.dockercfg configuration file and file-format is "
            "deprecated and will be removed in an upcoming release\n"
        )
    if not config_file.contains_auth():
        config_file.credentials_store = detect_default_store(config_file.credentials_store)
    return config_file
