"""The request: flags become three objects."""

from __future__ import annotations

from cli import cobra, required
from cli.cmd import docker, support
from cli.command.container import (
    create,
    opts,
    opts_devices,
    opts_fill,
    opts_network,
    opts_values,
    run,
)
from cli.compose.loader import volume
from cli.config.configfile import file as configfile_file
from cli.opts import file as opts_file
from cli.opts import parse
from engine.vendor.docker.go_connections.nat import nat
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="cli.flagErrorFunc",
        step=cobra.flag_error_func,
        title="A wrong flag, said politely",
        why="""
            Two lines, the mistake and where the help is, and exit status 125, which
            says: the docker command failed, not the program in the container.
        """,
    ),
    Lesson(
        id="cli.runDocker.newDockerCommand.setValidateArgs",
        step=docker.set_validate_args,
        title="Check versions before counting arguments",
        why="""
            A flag that the engine does not know is reported as that, even if the image
            is missing too.
        """,
    ),
    Lesson(
        id="cli.runDocker.newDockerCommand.setFlagErrorFunc",
        step=docker.set_flag_error_func,
        title='Say "too new for this engine" first',
        why="""
            If a command is not supported at all, that is a better answer than a
            complaint about one of its flags.
        """,
    ),
    Lesson(
        id="cli.requiresMinArgs",
        step=required.requires_min_args,
        title="At least one argument: the image",
        why="""
            Everything else about a container has a default.
        """,
        show=("minimum",),
    ),
    Lesson(
        id="cli.isSupported",
        step=support.is_supported,
        title="Does the engine know all this?",
        why="""
            Commands and flags carry marks such as "API 1.41". They are compared with
            what the ping told.
        """,
    ),
    Lesson(
        id="cli.isSupported.areFlagsSupported",
        step=support.are_flags_supported,
        title="Each flag that was given is compared",
        why="""
            All that do not fit are listed together, one line each, so the user can mend
            them in one go.
        """,
    ),
    Lesson(
        id="cli.runCreate",
        step=create.run_create,
        title="The create command runs",
        why="""
            Three things: flags become a request, the request becomes a container, the
            container's ID goes to stdout.
        """,
        show=("options",),
        section="3",
    ),
    Lesson(
        id="cli.runCreate.proxyEnv",
        step=create._proxy_env,
        title="The variables, with the user's proxies",
        why="""
            The list that -e has filled is made anew: the proxies of the user's settings
            are added to it, and of two entries with one name the last stays.
        """,
    ),
    Lesson(
        id="cli.runCreate.proxyEnv.parseProxyConfig",
        step=configfile_file.ConfigFile.parse_proxy_config,
        title="Proxies from the config file",
        why="""
            Programs in the container should find the same proxy as the user. What the
            user set with -e is left alone. In Go the result is a map, so the order of
            variables is random.
        """,
        show=("host",),
    ),
    Lesson(
        id="cli.runCreate.proxyEnv.convertKVStringsToMapWithNil",
        step=parse.convert_kv_strings_to_map_with_nil,
        title='NAME without "=" is kept apart',
        why="""
            A missing value and an empty one mean different things: the first unsets a
            variable of the image.
        """,
    ),
    Lesson(
        id="cli.parse",
        step=opts.parse,
        title="Flags become three objects",
        why="""
            Config is what belongs to the container wherever it runs, HostConfig what it
            gets from this host, NetworkingConfig where it is connected. Here flags are
            also checked against each other.
        """,
        show=("server_os",),
    ),
    Lesson(
        id="cli.parse.macAndAttach",
        step=opts._parse_attach_and_checks,
        title="Which streams to attach",
        why="""
            Without -a they are stdout and stderr, with -i stdin as well. On the way two
            values are checked that were taken as they are while flags were read: MAC
            address and swappiness.
        """,
    ),
    Lesson(
        id="cli.parse.volumesAndBinds",
        step=opts._parse_volumes_and_binds,
        title="Each -v goes one of two ways",
        why="""
            What is bound is this host's business. It must not be in Config, or an image
            committed from the container would ask for it everywhere.
        """,
    ),
    Lesson(
        id="cli.parse.volumesAndBinds.parseVolume",
        step=volume.parse_volume,
        title="Does this -v name a source?",
        why="""
            With a source it is a bind or a named volume and belongs to HostConfig.
            Without one it is an anonymous volume and belongs to Config, as if the image
            had declared it.
        """,
        show=("spec",),
    ),
    Lesson(
        id="cli.parse.tmpfs",
        step=opts._parse_tmpfs,
        title="A file system in memory, by path",
        why="""
            What stands behind the colon is kept as it is. Only the mount itself can
            tell whether the kernel takes it, and that happens at start.
        """,
    ),
    Lesson(
        id="cli.parse.cmdAndEntrypoint",
        step=opts._parse_cmd_and_entrypoint,
        title="What the container will run",
        why="""
            Nothing said leaves it to the image. An empty `--entrypoint` does say
            something: one empty word is sent, and the daemon takes the image's
            entrypoint away.
        """,
    ),
    Lesson(
        id="cli.parse.ports",
        step=opts._parse_ports,
        title="Ports that the host opens for it",
        why="""
            A published port is in two places of the request: in Config as one that the
            container uses, in HostConfig as one that the host hands on.
        """,
    ),
    Lesson(
        id="cli.parse.ports.convertToStandardNotation",
        step=opts_values.convert_to_standard_notation,
        title="Long port notation becomes short",
        why="""
            `target=80,published=8080` says the same as `8080:80`. Only the short one is
            parsed further.
        """,
    ),
    Lesson(
        id="cli.parse.ports.parsePortSpecs",
        step=nat.parse_port_specs,
        title="Which ports to publish",
        why="""
            Two answers come out: which container ports are open, and where on the host
            each appears.
        """,
    ),
    Lesson(
        id="cli.parse.ports.parsePortSpecs.parsePortSpec",
        step=nat.parse_port_spec,
        title="One port, or a range",
        why="""
            Ranges of equal length are paired one to one. A range on the host for one
            container port means: pick one that is free, at start.
        """,
        show=("raw_port",),
    ),
    Lesson(
        id="cli.parse.expose",
        step=opts._parse_expose,
        title="Ports that are only noted",
        why="""
            `--expose` opens nothing on the host. It says what the container listens on,
            which `-P` turns into real ports at start.
        """,
    ),
    Lesson(
        id="cli.parse.devices",
        step=opts._parse_devices,
        title="Devices of the host, lent to the container",
        why="""
            Each text becomes three fields: the path here, the path inside, the rights.
            Whether the device exists is found out at start, by the engine.
        """,
        show=("server_os",),
    ),
    Lesson(
        id="cli.parse.devices.validateDevice",
        step=opts_devices.validate_device,
        title="Is the device's path valid there?",
        why="""
            The rules are those of the engine's operating system, not of the client's.
            It is known from the ping.
        """,
        show=("val", "server_os"),
    ),
    Lesson(
        id="cli.parse.devices.validateLinuxPath",
        step=opts_devices.validate_linux_path,
        title="host:container:mode",
        why="""
            The path in the container must be absolute.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.parse.devices.parseLinuxDevice",
        step=opts_devices.parse_linux_device,
        title="Fill in what was left out",
        why="""
            Same path inside as outside, and all rights, unless the text says otherwise.
        """,
        show=("device",),
    ),
    Lesson(
        id="cli.parse.envFiles",
        step=parse._read_kv_strings,
        title="Files first, then flags",
        why="""
            Both make one list, and later entries win; so a flag overrides a line of a
            file.
        """,
        show=("files", "override"),
    ),
    Lesson(
        id="cli.parse.envFiles.parseKeyValueFile",
        step=opts_file.parse_key_value_file,
        title="One pair a line",
        why="""
            Comments and blank lines are skipped. There is no quoting: what stands after
            the `=` is the value, quotes included.
        """,
        show=("filename",),
    ),
    Lesson(
        id="cli.parse.modes",
        step=opts._parse_namespace_modes,
        title="Whose namespaces?",
        why="""
            Processes, hostname, users and control groups can each be shared with the
            host, processes with another container, too. For these four the client knows
            the words; `--ipc` it leaves to the daemon.
        """,
    ),
    Lesson(
        id="cli.parse.restartPolicy",
        step=parse.parse_restart_policy,
        title="When to start it again",
        why="""
            Only the form is checked here. Which names exist is for the daemon to say.
        """,
        show=("policy",),
    ),
    Lesson(
        id="cli.parse.loggingOpts",
        step=opts_values.parse_logging_opts,
        title="Options for the log driver",
        why="""
            They are sent as they are; the driver itself knows which it takes. Only with
            `none` they are refused here, for there is nothing to set.
        """,
        show=("logging_driver",),
    ),
    Lesson(
        id="cli.parse.securityOpts",
        step=opts_values.parse_security_opts,
        title="A seccomp profile is sent by content",
        why="""
            The file is on the client, the engine may not be. So the file is read here
            and its JSON is put in its place.
        """,
        show=("security_opts",),
    ),
    Lesson(
        id="cli.parse.systemPaths",
        step=opts_values.parse_system_paths,
        title="Should /proc be protected?",
        why="""
            `systempaths=unconfined` sends empty lists of hidden and of read-only paths.
            Empty is not the same as nothing: nothing lets the daemon fill in its defaults.
        """,
    ),
    Lesson(
        id="cli.parse.storageOpts",
        step=opts_values.parse_storage_opts,
        title="Options for the storage driver",
        why="""
            For overlay2 there is one, a size, and it needs a special file system.
        """,
    ),
    Lesson(
        id="cli.parse.health",
        step=opts._parse_healthcheck,
        title="How to see whether it is well",
        why="""
            Three cases: the image's check, none at all, or one of the user's. Who gives
            only times keeps the command of the image.
        """,
    ),
    Lesson(
        id="cli.parse.resources",
        step=opts_fill.parse_resources,
        title="Some thirty limits, field by field",
        why="""
            Three are sent even where nobody set them: swappiness, the switch of the OOM
            killer, and the number of processes. So the engine has to know what the
            client's defaults are.
        """,
    ),
    Lesson(
        id="cli.parse.config",
        step=opts_fill.parse_config,
        title="Config: what the container is",
        why="""
            This part could go into an image. Signal and time for stopping are sent only
            if they were given, so that those of the image count.
        """,
    ),
    Lesson(
        id="cli.parse.hostConfig",
        step=opts_fill.parse_host_config,
        title="HostConfig: what it gets from this host",
        why="""
            The lists about DNS are sent empty, never as null: null is what only
            containers of old versions have.
        """,
    ),
    Lesson(
        id="cli.parse.conflicts",
        step=opts._parse_conflicts,
        title="What does not go together",
        why="""
            A container cannot be removed at its end and started again. And `--init` is
            sent only if it was typed, or else the engine's own default would never
            count.
        """,
    ),
    Lesson(
        id="cli.parse.networkOpts",
        step=opts_network.parse_network_opts,
        title="Where to connect the container",
        why="""
            Old flags such as --ip are folded into the first --network. Without
            --network they are lost without a word.
        """,
    ),
    Lesson(
        id="cli.parse.networkOpts.applyContainerOptions",
        step=opts_network.apply_container_options,
        title="Old flags for the first network",
        why="""
            The same thing said twice is refused, rather than guessed.
        """,
    ),
    Lesson(
        id="cli.parse.networkOpts.parseNetworkAttachmentOpt",
        step=opts_network.parse_network_attachment_opt,
        title="One network, one set of settings",
        why="""
            Aliases, links and fixed addresses hold for one network only.
        """,
    ),
    Lesson(
        id="cli.reportError",
        step=run.report_error,
        title="The mistake, and where to read more",
        why="""
            One full stop at the end, never two.
        """,
        show=("name",),
    ),
    Lesson(
        id="cli.validateAPIVersion",
        step=opts.validate_api_version,
        title="Can the engine do all of this?",
        why="""
            An older engine would ignore `bind-nonrecursive` and mount more than was meant,
            so the client refuses. Flags that are too new were refused before; this is a
            word in a flag's value.
        """,
        show=("server_api_version",),
    ),
)
