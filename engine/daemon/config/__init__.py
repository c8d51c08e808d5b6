"""How the daemon is set up.

Go: daemon/config/config.go
"""

from engine.daemon.config.config import (
    DEFAULT_NETWORK_MTU,
    DEFAULT_SHM_SIZE,
    DISABLE_NETWORK_BRIDGE,
    LINUX_V1_RUNTIME_NAME,
    LINUX_V2_RUNTIME_NAME,
    STOCK_RUNTIME_NAME,
    Config,
    LogConfig,
    Runtime,
    new,
)
from engine.daemon.config.config_unix import DEFAULT_IPC_MODE, validate_platform_config

__all__ = [
    "DEFAULT_IPC_MODE",
    "DEFAULT_NETWORK_MTU",
    "DEFAULT_SHM_SIZE",
    "DISABLE_NETWORK_BRIDGE",
    "LINUX_V1_RUNTIME_NAME",
    "LINUX_V2_RUNTIME_NAME",
    "STOCK_RUNTIME_NAME",
    "Config",
    "LogConfig",
    "Runtime",
    "new",
    "validate_platform_config",
]
