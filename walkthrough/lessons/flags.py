"""Flags: what may be said about a container, and how each text is checked."""

from __future__ import annotations

from cli.command import trust, utils
from cli.command.container import create, opts_types
from cli.command.container import opts as container_opts
from cli.opts import env, gpus, hosts, mount, network, numbers, throttledevice, weightdevice
from cli.opts import opts as opts_opts
from cli.opts import ulimit as opts_ulimit
from engine.vendor.docker.go_units import size
from engine.vendor.docker.go_units import ulimit as go_units_ulimit
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="cli.newCreateCommand",
        step=create.new_create_command,
        title="The create command is declared",
        why="""
            Its flags must stand in front of the image: what follows the image is the
            command for the container, even if it looks like a flag.
        """,
        section="3",
    ),
    Lesson(
        id="cli.newCreateCommand.runE",
        step=create._run_e,
        title="The image first, then the command",
        why="""
            What is run when all flags have been read. The first word that is no flag
            names the image; what follows is the command for the container, untouched.
        """,
        show=("args",),
        section="3",
    ),
    Lesson(
        id="cli.newCreateCommand.addPlatformFlag",
        step=utils.add_platform_flag,
        title="The flag --platform",
        why="""
            It has a default from `DOCKER_DEFAULT_PLATFORM` and a mark that says from
            which API version it may be used.
        """,
    ),
    Lesson(
        id="cli.newCreateCommand.addTrustVerificationFlags",
        step=trust.add_trust_verification_flags,
        title="A flag that is true by default",
        why="""
            `--disable-content-trust` is the opposite of the trust setting. With trust
            off, as usual, it is already on.
        """,
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags",
        step=container_opts.add_flags,
        title="About a hundred flags, one struct",
        why="""
            Each flag writes into a field of `ContainerOptions`. The type of the field
            checks the text while it is read, so some mistakes are found before anything
            else.
        """,
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.listOpts",
        step=opts_opts.ListOpts.set,
        title="A flag that may be repeated",
        why="""
            The text is checked, perhaps rewritten, and appended. Whether flags contradict
            each other is seen later, when all are read.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.mapOpts",
        step=opts_opts.MapOpts.set,
        title="A flag of the form key=value",
        why="""
            The text is split at its first `=`. A later value for the same key replaces
            the earlier one.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.mountOpt",
        step=mount.MountOpt.set,
        title="Read one --mount",
        why="""
            A record of `key=value` pairs with commas. Unlike -v it says what it means:
            bind, volume or tmpfs, and options of one kind cannot be mixed with
            another's.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.networkOpt",
        step=network.NetworkOpt.set,
        title="Read one --network",
        why="""
            Either a plain name, or pairs such as `name=…,alias=…`. The pairs came
            later, so the text is first tested for looking like them.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.gpuOpts",
        step=gpus.GpuOpts.set,
        title="Read --gpus",
        why="""
            A short text becomes a request for devices: a count, or device names, and
            what they must be able to do.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.ulimitOpt",
        step=opts_ulimit.UlimitOpt.set,
        title="Read one --ulimit",
        why="""
            Kept by name, so the last one of a name counts.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.memBytes",
        step=numbers.MemBytes.set,
        title="A size for people becomes bytes",
        why="""
            `512m` is easier to write than the number. Units are powers of 1024, as
            memory is sold.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.memSwapBytes",
        step=numbers.MemSwapBytes.set,
        title="A size, or -1 for no limit",
        why="""
            It is memory and swap together. Swap alone may be unlimited; that is the one
            difference from the other sizes.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.nanoCpus",
        step=numbers.parse_cpus,
        title="Parts of a CPU, counted exactly",
        why="""
            The text is read as a fraction, not as a floating point number, and kept in
            billionths of a CPU. So 0.1 stays 0.1.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.throttleBps",
        step=throttledevice.validate_throttle_bps_device,
        title="A device and a speed",
        why="""
            `/dev/sda:1mb` limits bytes per second. Only paths below /dev are devices.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.throttleIops",
        step=throttledevice.validate_throttle_iops_device,
        title="A device and a rate",
        why="""
            The same for operations per second.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.weightDevice",
        step=weightdevice.validate_weight_device,
        title="A device and a weight",
        why="""
            Who gets more of a busy disk; the kernel takes 10 to 1000.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateIPAddress",
        step=opts_opts.validate_ip_address,
        title="Is this an IP address?",
        why="""
            A name server must be given by number: there is no name server yet to look up
            its name. The address in --add-host is checked here, too.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateDNSSearch",
        step=opts_opts.validate_dns_search,
        title="Is this a domain to search?",
        why="""
            A single dot means: search nowhere.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateExtraHost",
        step=hosts.validate_extra_host,
        title="A line for /etc/hosts",
        why="""
            `name:ip`; the word `host-gateway` stands for the host's own address, which
            only the daemon knows.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateLink",
        step=opts_opts.parse_link,
        title="A link to another container",
        why="""
            `name:alias`. Links are from the time before users could make networks, in
            which containers find each other by name.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateSysctl",
        step=opts_opts.validate_sysctl,
        title="Only settings that belong to a namespace",
        why="""
            Most kernel settings are shared by the whole host. The few that each
            container has for itself are allowed.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateEnv",
        step=env.validate_env,
        title="A bare name takes the value from here",
        why="""
            `-e HOME` copies the client's own value, since the engine may run on another
            machine. If it has none, the bare name is sent, and the container has no such
            variable, even if the image sets it.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateLabel",
        step=opts_opts.validate_label,
        title="A label needs a key",
        why="""
            The value may be empty, the key may not, and it holds no blanks.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateAttach",
        step=opts_types.validate_attach,
        title="stdin, stdout or stderr",
        why="""
            There are three streams, and any spelling of upper and lower case will do.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.validateDeviceCgroupRule",
        step=opts_types.validate_device_cgroup_rule,
        title="A rule in the kernel's own words",
        why="""
            Type, numbers and rights of a device, as in the kernel's `devices.allow`. Only
            the form is checked here.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.ulimitOpt.parseUlimit",
        step=go_units_ulimit.parse_ulimit,
        title="Soft and hard limit",
        why="""
            A process may raise its soft limit up to the hard one. With one number both
            are the same.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.memBytes.ramInBytes",
        step=size._parse_size,
        title="A number and a unit",
        why="""
            The unit's letter picks the power of 1024.
        """,
        show=("text",),
    ),
)
