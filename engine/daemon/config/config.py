"""The daemon's settings, with the values that dockerd's flags have by default.

Go: daemon/config/config.go, daemon/config/config_unix.go
"""

from __future__ import annotations

from dataclasses import field
from typing import Any

from engine.golang.struct_tags import Int64, tag
from engine.golang.structs import struct

DEFAULT_SHM_SIZE = 67108864
DEFAULT_NETWORK_MTU = 1500
DISABLE_NETWORK_BRIDGE = "none"
STOCK_RUNTIME_NAME = "runc"
LINUX_V1_RUNTIME_NAME = "io.containerd.runtime.v1.linux"
LINUX_V2_RUNTIME_NAME = "io.containerd.runc.v2"


@struct(slots=True, kw_only=True)
class Runtime:
    """A program that runs containers.

    Go: api/types/types.go Runtime
    """

    path: str = field(default="", metadata=tag("path"))
    args: list[str] | None = field(default=None, metadata=tag("runtimeArgs", omitempty=True))


@struct(slots=True, kw_only=True)
class LogConfig:
    """Which logging driver containers get, and its options.

    Go: LogConfig
    """

    type: str = field(default="json-file", metadata=tag("log-driver", omitempty=True))
    config: dict[str, str] | None = field(
        default_factory=dict, metadata=tag("log-opts", omitempty=True)
    )


@struct(slots=True, kw_only=True)
class Config:
    """All settings that something here reads; the keys are those of ``daemon.json``.

    Go's embedded structs are flattened. An empty ``cgroup_namespace_mode`` stands for the
    host's on cgroup v1 and a private one on v2, which is what dockerd's flag says.

    Go: Config
    """

    exec_options: list[str] = field(default_factory=list, metadata=tag("exec-opts", omitempty=True))
    graph_driver: str = field(default="", metadata=tag("storage-driver", omitempty=True))
    graph_options: list[str] = field(
        default_factory=list, metadata=tag("storage-opts", omitempty=True)
    )
    labels: list[str] = field(default_factory=list, metadata=tag("labels", omitempty=True))
    mtu: int = field(default=0, metadata=tag("mtu", omitempty=True))
    pidfile: str = field(default="", metadata=tag("pidfile", omitempty=True))
    root: str = field(default="/var/lib/docker", metadata=tag("data-root", omitempty=True))
    exec_root: str = field(default="/var/run/docker", metadata=tag("exec-root", omitempty=True))
    socket_group: str = field(default="docker", metadata=tag("group", omitempty=True))
    max_concurrent_downloads: int = field(
        default=3, metadata=tag("max-concurrent-downloads", omitempty=True)
    )
    max_concurrent_uploads: int = field(
        default=5, metadata=tag("max-concurrent-uploads", omitempty=True)
    )
    max_download_attempts: int = field(
        default=5, metadata=tag("max-download-attempts", omitempty=True)
    )
    shutdown_timeout: int = field(default=15, metadata=tag("shutdown-timeout", omitempty=True))
    debug: bool = field(default=False, metadata=tag("debug", omitempty=True))
    hosts: list[str] = field(default_factory=list, metadata=tag("hosts", omitempty=True))
    log_level: str = field(default="info", metadata=tag("log-level", omitempty=True))
    log_config: LogConfig = field(default_factory=LogConfig)
    bridge: str = field(default="", metadata=tag("bridge", omitempty=True))
    insecure_registries: list[str] = field(
        default_factory=list, metadata=tag("insecure-registries", omitempty=True)
    )
    registry_mirrors: list[str] = field(
        default_factory=list, metadata=tag("registry-mirrors", omitempty=True)
    )
    certs_dir: str = ""  # not in Go, which always looks into /etc/docker/certs.d
    # Not in Go: leave behind what v20.10.13 leaves, and sweep nothing up at start.
    keep_orphans_as_20_10: bool = False
    experimental: bool = field(default=False, metadata=tag("experimental"))
    features: dict[str, Any] = field(default_factory=dict, metadata=tag("features", omitempty=True))
    runtimes: dict[str, Runtime] = field(
        default_factory=dict, metadata=tag("runtimes", omitempty=True)
    )
    default_runtime: str = field(
        default=STOCK_RUNTIME_NAME, metadata=tag("default-runtime", omitempty=True)
    )
    cgroup_parent: str = field(default="", metadata=tag("cgroup-parent", omitempty=True))
    remapped_root: str = field(default="", metadata=tag("userns-remap", omitempty=True))
    oom_score_adjust: int = field(default=0, metadata=tag("oom-score-adjust", omitempty=True))
    shm_size: Int64 = field(
        default=DEFAULT_SHM_SIZE, metadata=tag("default-shm-size", omitempty=True)
    )
    no_new_privileges: bool = field(
        default=False, metadata=tag("no-new-privileges", omitempty=True)
    )
    ipc_mode: str = field(default="private", metadata=tag("default-ipc-mode", omitempty=True))
    cgroup_namespace_mode: str = field(
        default="", metadata=tag("default-cgroupns-mode", omitempty=True)
    )
    rootless: bool = field(default=False, metadata=tag("rootless", omitempty=True))
    disable_bridge: bool = False

    def get_runtime(self, name: str) -> Runtime | None:
        """Return the runtime of that name.

        Go: config_common_unix.go Config.GetRuntime
        """
        return self.runtimes.get(name)

    def get_default_runtime_name(self) -> str:
        """Return the name of the runtime that containers get.

        Go: config_common_unix.go Config.GetDefaultRuntimeName
        """
        return self.default_runtime

    def get_exec_root(self) -> str:
        """Return where the state of running things is kept.

        Go: config_common_unix.go Config.GetExecRoot
        """
        return self.exec_root


def new() -> Config:
    """Return the settings of a daemon that was given none.

    Go: New
    """
    return Config()
