"""What is done for a new container on Linux besides checking it.

Go's file is long; the checks of a request are in ``daemon_unix_verify`` here, the preparation of
the host in ``daemon_unix_setup``.

Go: daemon/daemon_unix.go
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import CgroupnsMode, IpcMode, NetworkMode, PidMode
from engine.daemon import initlayer
from engine.daemon.container import get_container
from engine.daemon.create_security import generate_security_opt
from engine.daemon.links import register_link
from engine.golang import strconv
from engine.golang.errors import GoError, wrap
from engine.golang.integers import int64
from engine.opts import parse_link
from engine.runconfig.errors import ERR_CONFLICT_HOST_NETWORK_AND_LINKS, ValidationError
from engine.vendor.containerd import cgroups
from engine.vendor.opencontainers import selinux

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon
    from engine.pkg.containerfs import Local
    from engine.pkg.idtools import IdentityMapping

_log = logging.getLogger(__name__)

_LINUX_MIN_CPU_SHARES = 2
_LINUX_MAX_CPU_SHARES = 262144


def parse_daemon_security_opt(
    daemon: Daemon, container: Container, host_config: HostConfig
) -> None:
    """Take the security options over into the container, the daemon's own as a base.

    Raises:
        GoError: an option is unknown or has no value.

    Go: Daemon.parseSecurityOpt
    """
    container.no_new_privileges = daemon.config_store.no_new_privileges
    parse_security_opt(container, host_config)


def parse_security_opt(container: Container, config: HostConfig) -> None:
    """Take the security options over into the container.

    Raises:
        GoError: an option is unknown or has no value; nobody says whose fault it is, so HTTP 500.

    Go: parseSecurityOpt
    """
    label_opts: list[str] = []
    for opt in config.security_opt or ():
        if opt == "no-new-privileges":
            container.no_new_privileges = True
        elif opt == "disable":
            label_opts.append("disable")
        else:
            _parse_one_security_opt(container, opt, label_opts)
    container.process_label, container.mount_label = selinux.init_labels(label_opts)


def _parse_one_security_opt(container: Container, opt: str, label_opts: list[str]) -> None:
    key, separator, value = opt.partition("=")
    if not separator:
        key, separator, value = opt.partition(":")
        if not separator:
            raise GoError(f"invalid --security-opt 1: {strconv.quote(opt)}")
        _log.warning(
            "Security options with `:` as a separator are deprecated and will be completely "
            "unsupported in 17.04, use `=` instead."
        )
    if key == "label":
        label_opts.append(value)
    elif key == "apparmor":
        container.app_armor_profile = value
    elif key == "seccomp":
        container.seccomp_profile = value
    elif key == "no-new-privileges":
        try:
            container.no_new_privileges = strconv.parse_bool(value)
        except GoError:
            raise GoError(f"invalid --security-opt 2: {strconv.quote(opt)}") from None
    else:
        raise GoError(f"invalid --security-opt 2: {strconv.quote(opt)}")


def adapt_container_settings(
    daemon: Daemon, host_config: HostConfig, adjust_cpu_shares: bool
) -> None:
    """Fill in what the user left to the daemon.

    ``adjust_cpu_shares`` bends the shares into the kernel's range, as old clients expect.

    Raises:
        NotFound: a namespace's owner is not there; the caller says who is at fault.

    Go: Daemon.adaptContainerSettings
    """
    if adjust_cpu_shares and host_config.cpu_shares > 0:
        _adjust_cpu_shares(host_config)
    if host_config.memory > 0 and host_config.memory_swap == 0:
        # As much swap as memory.
        host_config.memory_swap = int64(host_config.memory * 2)
    if host_config.shm_size == 0:
        host_config.shm_size = daemon.config_store.shm_size
    if host_config.ipc_mode.is_empty():
        host_config.ipc_mode = IpcMode(daemon.config_store.ipc_mode)
    if host_config.cgroupns_mode.is_empty():
        host_config.cgroupns_mode = _default_cgroupns_mode(daemon, host_config)
    adapt_shared_namespace_container(daemon, host_config)
    sec_opts = generate_security_opt(daemon, host_config)
    if sec_opts:
        host_config.security_opt = [*(host_config.security_opt or ()), *sec_opts]
    if host_config.oom_kill_disable is None:
        host_config.oom_kill_disable = False


def _adjust_cpu_shares(host_config: HostConfig) -> None:
    shares = host_config.cpu_shares
    for limit, name, beyond in (
        (_LINUX_MIN_CPU_SHARES, "minimum", shares < _LINUX_MIN_CPU_SHARES),
        (_LINUX_MAX_CPU_SHARES, "maximum", shares > _LINUX_MAX_CPU_SHARES),
    ):
        if beyond:
            _log.warning(
                "Changing requested CPUShares of %d to %s allowed of %d", shares, name, limit
            )
            host_config.cpu_shares = limit


def _default_cgroupns_mode(daemon: Daemon, host_config: HostConfig) -> CgroupnsMode:
    unified = cgroups.mode() is cgroups.CGMode.UNIFIED
    if host_config.privileged and not unified:
        return CgroupnsMode("host")
    configured = daemon.config_store.cgroup_namespace_mode
    return CgroupnsMode(configured or ("private" if unified else "host"))


def adapt_shared_namespace_container(daemon: Daemon, host_config: HostConfig) -> None:
    """Write full IDs where a namespace is another container's; unknown ones stay as typed.

    Go: adaptSharedNamespaceContainer
    """
    if host_config.pid_mode.is_container():
        id = _id_of(daemon, host_config.pid_mode.container())
        host_config.pid_mode = PidMode(f"container:{id}") if id else host_config.pid_mode
    if host_config.ipc_mode.is_container():
        id = _id_of(daemon, host_config.ipc_mode.container())
        host_config.ipc_mode = IpcMode(f"container:{id}") if id else host_config.ipc_mode
    if host_config.network_mode.is_container():
        id = _id_of(daemon, host_config.network_mode.connected_container())
        if id:
            host_config.network_mode = NetworkMode(f"container:{id}")


def _id_of(daemon: Daemon, prefix_or_name: str) -> str:
    try:
        return get_container(daemon, prefix_or_name).id
    except errdefs.Error:
        return ""


def setup_init_layer(id_mapping: IdentityMapping) -> Callable[[Local], None]:
    """Return what fills the layer between image and container; the layer store calls it.

    Go: setupInitLayer
    """

    def init(init_path: Local) -> None:
        initlayer.setup(init_path, id_mapping.root_pair())

    return init


def register_links(daemon: Daemon, container: Container, host_config: HostConfig | None) -> None:
    """Let the container know the ones it links to, and write ``hostconfig.json``.

    On a user's network, links are that network's affair. The caller holds the lock.

    Raises:
        InvalidParameter: a target is not there.
        GoError: a link is malformed; nobody says whose fault it is, so HTTP 500.

    Go: Daemon.registerLinks
    """
    if host_config is None or host_config.network_mode.is_user_defined():
        return
    for link in host_config.links or ():
        name, alias = parse_link(link)
        child = _link_target(daemon, name, f"could not get container for {name}")
        # A container without network of its own is reached through the one it shares.
        while child.host_config.network_mode.is_container():
            owner = child.host_config.network_mode.connected_container()
            child = _link_target(daemon, owner, f"Could not get container for {owner}")
        if child.host_config.network_mode.is_host():
            raise ValidationError(ERR_CONFLICT_HOST_NETWORK_AND_LINKS)
        register_link(daemon, container, child, alias)
    # Links may have just been read from the file that is written here, which Go does too.
    container.write_host_config()


def _link_target(daemon: Daemon, name: str, message: str) -> Container:
    try:
        return get_container(daemon, name)
    except errdefs.NotFound as error:
        raise wrap(errdefs.InvalidParameter(str(error)), message) from error
    except errdefs.Error as error:
        raise wrap(error, message) from error
