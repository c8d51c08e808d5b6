"""Checks of settings that only Unix has.

Go: daemon/config/config_unix.go
"""

from __future__ import annotations

from engine.api.types.container.modes import CgroupnsMode, IpcMode
from engine.daemon.config.config import Config
from engine.golang.errors import GoError

DEFAULT_IPC_MODE = "private"

_HINT = 'Use "shareable" or "private".'


def validate_platform_config(config: Config) -> None:
    """Check the namespaces that containers get by default.

    Raises:
        GoError: a mode is unknown, or cannot be a default.

    Go: Config.ValidatePlatformConfig
    """
    _verify_default_ipc_mode(config.ipc_mode)
    mode = config.cgroup_namespace_mode
    if not CgroupnsMode(mode).valid():
        raise GoError(
            f'Default cgroup namespace mode ({mode}) is invalid. Use "host" or "private".'
        )


def _verify_default_ipc_mode(text: str) -> None:
    mode = IpcMode(text)
    if not mode.valid():
        raise GoError(f"Default IPC mode setting ({mode}) is invalid. {_HINT}")
    if mode and not mode.is_private() and not mode.is_shareable():
        raise GoError(f'IPC mode "{mode}" is not supported as default value. {_HINT}')
