"""The flags that describe a container, in the groups of the Go file; limits are next door.

Split from opts.go: these define the flags, `opts` makes a request of their values.

Go: cli/command/container/opts.go
"""

from __future__ import annotations

from functools import partial

from cli.command.container.opts_types import ContainerOptions
from engine.pkg.signal.signal import DEFAULT_STOP_SIGNAL
from engine.vendor.spf13.pflag import FlagSet, Ref

_CGROUPNS_USAGE = """\
Cgroup namespace to use (host|private)
'host':    Run the container in the Docker host's cgroup namespace
'private': Run the container in its own private cgroup namespace
'':        Use the cgroup namespace as configured by the
           default-cgroupns-mode option on the daemon (default)"""


def add_general_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define what runs, for whom, with which variables and labels."""
    ref = partial(Ref, copts)
    flags.var_p(copts.attach, "attach", "a", "Attach to STDIN, STDOUT or STDERR")
    flags.var(
        copts.device_cgroup_rules,
        "device-cgroup-rule",
        "Add a rule to the cgroup allowed devices list",
    )
    flags.var(copts.devices, "device", "Add a host device to the container")
    flags.var(copts.gpus, "gpus", "GPU devices to add to the container ('all' to pass all GPUs)")
    flags.set_annotation("gpus", "version", ["1.40"])
    flags.var_p(copts.env, "env", "e", "Set environment variables")
    flags.var(copts.env_file, "env-file", "Read in a file of environment variables")
    flags.string_var(
        ref("entrypoint"), "entrypoint", "", "Overwrite the default ENTRYPOINT of the image"
    )
    flags.var(copts.group_add, "group-add", "Add additional groups to join")
    flags.string_var_p(ref("hostname"), "hostname", "h", "", "Container host name")
    flags.string_var(ref("domainname"), "domainname", "", "Container NIS domain name")
    flags.bool_var_p(
        ref("stdin"), "interactive", "i", False, "Keep STDIN open even if not attached"
    )
    flags.var_p(copts.labels, "label", "l", "Set meta data on a container")
    flags.var(copts.labels_file, "label-file", "Read in a line delimited file of labels")
    flags.bool_var(
        ref("readonly_rootfs"),
        "read-only",
        False,
        "Mount the container's root filesystem as read only",
    )
    flags.string_var(
        ref("restart_policy"), "restart", "no", "Restart policy to apply when a container exits"
    )
    flags.string_var(
        ref("stop_signal"), "stop-signal", DEFAULT_STOP_SIGNAL, "Signal to stop a container"
    )
    flags.int_var(
        ref("stop_timeout"), "stop-timeout", 0, "Timeout (in seconds) to stop a container"
    )
    flags.set_annotation("stop-timeout", "version", ["1.25"])
    flags.var(copts.sysctls, "sysctl", "Sysctl options")
    flags.bool_var_p(ref("tty"), "tty", "t", False, "Allocate a pseudo-TTY")
    flags.var(copts.ulimits, "ulimit", "Ulimit options")
    flags.string_var_p(
        ref("user"), "user", "u", "", "Username or UID (format: <name|uid>[:<group|gid>])"
    )
    flags.string_var_p(
        ref("working_dir"), "workdir", "w", "", "Working directory inside the container"
    )
    flags.bool_var(
        ref("auto_remove"), "rm", False, "Automatically remove the container when it exits"
    )


def add_security_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define what the container may do to the host."""
    ref = partial(Ref, copts)
    flags.var(copts.cap_add, "cap-add", "Add Linux capabilities")
    flags.var(copts.cap_drop, "cap-drop", "Drop Linux capabilities")
    flags.bool_var(
        ref("privileged"), "privileged", False, "Give extended privileges to this container"
    )
    flags.var(copts.security_opt, "security-opt", "Security Options")
    flags.string_var(ref("userns_mode"), "userns", "", "User namespace to use")
    flags.string_var(ref("cgroupns_mode"), "cgroupns", "", _CGROUPNS_USAGE)
    flags.set_annotation("cgroupns", "version", ["1.41"])


def add_network_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define names, addresses and ports; three old spellings stay, hidden."""
    ref = partial(Ref, copts)
    flags.var(copts.extra_hosts, "add-host", "Add a custom host-to-IP mapping (host:ip)")
    flags.var(copts.dns, "dns", "Set custom DNS servers")
    flags.var(copts.dns_options, "dns-opt", "Set DNS options")
    flags.var(copts.dns_options, "dns-option", "Set DNS options")
    flags.mark_hidden("dns-opt")
    flags.var(copts.dns_search, "dns-search", "Set custom DNS search domains")
    flags.var(copts.expose, "expose", "Expose a port or a range of ports")
    flags.string_var(ref("ipv4_address"), "ip", "", "IPv4 address (e.g., 172.30.100.104)")
    flags.string_var(ref("ipv6_address"), "ip6", "", "IPv6 address (e.g., 2001:db8::33)")
    flags.var(copts.links, "link", "Add link to another container")
    flags.var(copts.link_local_ips, "link-local-ip", "Container IPv4/IPv6 link-local addresses")
    flags.string_var(
        ref("mac_address"), "mac-address", "", "Container MAC address (e.g., 92:d0:c6:0a:29:33)"
    )
    flags.var_p(copts.publish, "publish", "p", "Publish a container's port(s) to the host")
    flags.bool_var_p(
        ref("publish_all"), "publish-all", "P", False, "Publish all exposed ports to random ports"
    )
    flags.var(copts.net_mode, "net", "Connect a container to a network")
    flags.var(copts.net_mode, "network", "Connect a container to a network")
    flags.mark_hidden("net")
    flags.var(copts.aliases, "net-alias", "Add network-scoped alias for the container")
    flags.var(copts.aliases, "network-alias", "Add network-scoped alias for the container")
    flags.mark_hidden("net-alias")


def add_logging_and_storage_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define where output and data go."""
    ref = partial(Ref, copts)
    flags.string_var(ref("logging_driver"), "log-driver", "", "Logging driver for the container")
    flags.string_var(
        ref("volume_driver"), "volume-driver", "", "Optional volume driver for the container"
    )
    flags.var(copts.logging_opts, "log-opt", "Log driver options")
    flags.var(copts.storage_opt, "storage-opt", "Storage driver options for the container")
    flags.var(copts.tmpfs, "tmpfs", "Mount a tmpfs directory")
    flags.var(copts.volumes_from, "volumes-from", "Mount volumes from the specified container(s)")
    flags.var_p(copts.volumes, "volume", "v", "Bind mount a volume")
    flags.var(copts.mounts, "mount", "Attach a filesystem mount to the container")


def add_health_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define how to find out whether the container is well."""
    ref = partial(Ref, copts)
    flags.string_var(ref("health_cmd"), "health-cmd", "", "Command to run to check health")
    flags.duration_var(
        ref("health_interval"),
        "health-interval",
        0,
        "Time between running the check (ms|s|m|h) (default 0s)",
    )
    flags.int_var(
        ref("health_retries"),
        "health-retries",
        0,
        "Consecutive failures needed to report unhealthy",
    )
    flags.duration_var(
        ref("health_timeout"),
        "health-timeout",
        0,
        "Maximum time to allow one check to run (ms|s|m|h) (default 0s)",
    )
    flags.duration_var(
        ref("health_start_period"),
        "health-start-period",
        0,
        "Start period for the container to initialize before starting health-retries countdown "
        "(ms|s|m|h) (default 0s)",
    )
    flags.set_annotation("health-start-period", "version", ["1.29"])
    flags.bool_var(
        ref("no_healthcheck"),
        "no-healthcheck",
        False,
        "Disable any container-specified HEALTHCHECK",
    )


def add_low_level_flags(flags: FlagSet, copts: ContainerOptions) -> None:
    """Define namespaces, runtime and init process."""
    ref = partial(Ref, copts)
    flags.string_var(
        ref("cgroup_parent"), "cgroup-parent", "", "Optional parent cgroup for the container"
    )
    flags.string_var(ref("ipc_mode"), "ipc", "", "IPC mode to use")
    flags.string_var(ref("isolation"), "isolation", "", "Container isolation technology")
    flags.string_var(ref("pid_mode"), "pid", "", "PID namespace to use")
    flags.var(copts.shm_size, "shm-size", "Size of /dev/shm")
    flags.string_var(ref("uts_mode"), "uts", "", "UTS namespace to use")
    flags.string_var(ref("runtime"), "runtime", "", "Runtime to use for this container")
    flags.bool_var(
        ref("init"),
        "init",
        False,
        "Run an init inside the container that forwards signals and reaps processes",
    )
    flags.set_annotation("init", "version", ["1.25"])
