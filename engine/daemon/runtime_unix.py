"""The programs that run containers; a create only needs their names.

Go: daemon/runtime_unix.go
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from engine.daemon.config import (
    LINUX_V1_RUNTIME_NAME,
    LINUX_V2_RUNTIME_NAME,
    STOCK_RUNTIME_NAME,
    Config,
    Runtime,
)
from engine.golang.errors import wrap
from engine.golang.filesystem import temp_dir

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def configure_runtimes(conf: Config) -> None:
    """Add the runtimes that come with the engine.

    Go: configureRuntimes
    """
    conf.default_runtime = conf.default_runtime or STOCK_RUNTIME_NAME
    for name in (LINUX_V1_RUNTIME_NAME, LINUX_V2_RUNTIME_NAME, STOCK_RUNTIME_NAME):
        conf.runtimes[name] = Runtime(path=STOCK_RUNTIME_NAME)


def load_runtimes(daemon: Daemon) -> None:
    """Replace ``runtimes/`` (0700) by one with a script for each runtime that takes arguments.

    Raises:
        OSError: the host refused.

    Go: Daemon.loadRuntimes
    """
    _init_runtimes(daemon.config_store.root, daemon.config_store.runtimes)


def _init_runtimes(root: str, runtimes: dict[str, Runtime]) -> None:
    directory = os.path.join(root, "runtimes")
    old = f"{directory}-old"
    shutil.rmtree(old, ignore_errors=True)
    try:
        fresh = temp_dir(root, "gen-runtimes")
    except OSError as error:
        raise wrap(error, "failed to get temp dir to generate runtime scripts") from error
    try:
        _write_scripts(fresh, runtimes)
        os.rename(directory, old)
        os.rename(fresh, directory)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_scripts(directory: str, runtimes: dict[str, Runtime]) -> None:
    for name, runtime in runtimes.items():
        if not runtime.args:
            continue
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        script = os.open(os.path.join(directory, name), flags, 0o700)
        with os.fdopen(script, "w") as file:
            file.write(f"#!/bin/sh\n{runtime.path} {' '.join(runtime.args)} $@\n")
