"""Settings from flags.

Go: cmd/dockerd/options.go, cmd/dockerd/config.go, cmd/dockerd/config_unix.go
"""

from __future__ import annotations

from engine.daemon.config import Config
from engine.vendor.spf13.pflag import FlagSet, Ref


class _ListValue:
    """A flag that may be given more than once.

    Go: opts.NamedListOpts
    """

    def __init__(self, target: list[str]) -> None:
        self._target = target

    def set(self, text: str) -> None:
        """Add one."""
        self._target.append(text)

    def type(self) -> str:
        """Return what help calls it."""
        return "list"

    def string(self) -> str:
        """Return all of them."""
        return f"[{' '.join(self._target)}]" if self._target else ""


def install_flags(conf: Config, flags: FlagSet) -> None:
    """Let flags fill ``conf``: those of dockerd that something here heeds.

    Go: daemonOptions.InstallFlags, installConfigFlags
    """
    flags.bool_var_p(Ref(conf, "debug"), "debug", "D", False, "Enable debug mode")
    flags.string_var_p(
        Ref(conf, "log_level"),
        "log-level",
        "l",
        "info",
        'Set the logging level ("debug"|"info"|"warn"|"error"|"fatal")',
    )
    flags.var_p(_ListValue(conf.hosts), "host", "H", "Daemon socket(s) to connect to")
    flags.string_var_p(
        Ref(conf, "pidfile"),
        "pidfile",
        "p",
        "/var/run/docker.pid",
        "Path to use for daemon PID file",
    )
    flags.string_var(
        Ref(conf, "root"),
        "data-root",
        "/var/lib/docker",
        "Root directory of persistent Docker state",
    )
    flags.string_var(
        Ref(conf, "exec_root"),
        "exec-root",
        "/var/run/docker",
        "Root directory for execution state files",
    )
    flags.string_var_p(
        Ref(conf, "graph_driver"), "storage-driver", "s", "", "Storage driver to use"
    )
    flags.string_var_p(
        Ref(conf, "socket_group"), "group", "G", "docker", "Group for the unix socket"
    )
    flags.string_var_p(
        Ref(conf, "bridge"), "bridge", "b", "", "Attach containers to a network bridge"
    )
    flags.bool_var(Ref(conf, "experimental"), "experimental", False, "Enable experimental features")
    flags.int_var(
        Ref(conf, "max_concurrent_downloads"),
        "max-concurrent-downloads",
        3,
        "Set the max concurrent downloads for each pull",
    )
    flags.var(
        _ListValue(conf.insecure_registries),
        "insecure-registry",
        "Enable insecure registry communication",
    )
    flags.var(
        _ListValue(conf.registry_mirrors), "registry-mirror", "Preferred Docker registry mirror"
    )
