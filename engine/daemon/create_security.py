"""Security options that follow from what a container shares with others.

Go: daemon/create.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.api.types.container.host_config import HostConfig
from engine.daemon.container import get_container
from engine.golang.errors import GoError
from engine.vendor.opencontainers import selinux

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def to_host_config_selinux_labels(labels: list[str]) -> list[str]:
    """Return the labels as security options.

    Go: toHostConfigSelinuxLabels
    """
    return [f"label={label}" for label in labels]


def generate_security_opt(daemon: Daemon, host_config: HostConfig) -> list[str] | None:
    """Return the label options that follow from shared namespaces; the user's own win.

    Who sees all of the host cannot be kept apart by labels, so they are turned off. Who shares
    with a container takes over its label.

    Raises:
        NotFound: that container is not there.
        GoError: two such containers have different labels.

    Go: Daemon.generateSecurityOpt
    """
    for opt in host_config.security_opt or ():
        if opt.split("=", 1)[0] == "label":
            return None
    ipc, pid = host_config.ipc_mode, host_config.pid_mode
    if ipc.is_host() or pid.is_host() or host_config.privileged:
        return to_host_config_selinux_labels(selinux.disable_sec_opt())
    ipc_container = ipc.container()
    pid_container = pid.container() if pid.is_container() else ""
    ipc_label = _label_of(daemon, ipc_container)
    if ipc_container and not pid_container:
        return to_host_config_selinux_labels(ipc_label or [])
    pid_label = _label_of(daemon, pid_container)
    if pid_container and not ipc_container:
        return to_host_config_selinux_labels(pid_label or [])
    if pid_label is None or ipc_label is None:
        return None
    if pid_label != ipc_label:
        raise GoError("--ipc and --pid containers SELinux labels aren't the same")
    return to_host_config_selinux_labels(pid_label)


def _label_of(daemon: Daemon, container: str) -> list[str] | None:
    if not container:
        return None
    return selinux.dup_sec_opt(get_container(daemon, container).process_label)
