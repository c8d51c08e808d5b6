"""The command line: from the words that were typed to one request."""

from __future__ import annotations

from cli import cobra, required
from cli.cmd import docker, support
from cli.command import cli, cli_options, registry, utils
from cli.command import trust as command_trust
from cli.command.commands import commands
from cli.command.container import (
    cidfile,
    cmd,
    create,
    opts_devices,
    opts_network,
    opts_types,
    opts_values,
    run,
)
from cli.command.container import opts as container_opts
from cli.command.image import trust as image_trust
from cli.compose.loader import volume
from cli.config.configfile import file as configfile_file
from cli.opts import env, gpus, hosts, mount, network, parse, throttledevice, weightdevice
from cli.opts import file as opts_file
from cli.opts import opts as opts_opts
from cli.opts import ulimit as opts_ulimit
from cli.trust import trust as trust_trust
from engine.pkg.jsonmessage import jsonmessage
from engine.registry import config
from engine.vendor.docker.distribution.reference import normalize
from engine.vendor.docker.go_connections.nat import nat
from engine.vendor.docker.go_units import size
from engine.vendor.docker.go_units import ulimit as go_units_ulimit
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="cli",
        step=docker.main,
        title="The docker command line begins",
        why="""
            This is what runs when you type `docker`. It builds the command tree, runs
            it, and turns an error into text on stderr and an exit status.
        """,
        show=("argv",),
        section="2",
    ),
    Lesson(
        id="cli.newDockerCli",
        step=cli.new_docker_cli,
        title="One object holds what every command needs",
        why="""
            Streams, config file and client live in it, so no command has to look for
            them. The client is not made yet: it is not known which engine to talk to.
        """,
    ),
    Lesson(
        id="cli.newDockerCli.contentTrustFromEnv",
        step=cli_options.with_content_trust_from_env,
        title="May only signed images be used?",
        why="""
            `DOCKER_CONTENT_TRUST` answers it. Any text that is no clear "false"
            switches trust on, so a typing mistake is on the safe side.
        """,
    ),
    Lesson(
        id="cli.runDocker",
        step=docker.run_docker,
        title="Global flags first, then the command",
        why="""
            Flags before the first word say which engine to use. They must be known
            before the command's own flags are read, because what is allowed there
            depends on that engine.
        """,
    ),
    Lesson(
        id="cli.runDocker.newDockerCommand",
        step=docker.new_docker_command,
        title="The tree of commands is built",
        why="""
            The root command gets its flags, its help and all sub commands. A check that
            runs before each of them refuses what the engine is too old for.
        """,
    ),
    Lesson(
        id="cli.runDocker.newDockerCommand.setupCommonRootCommand",
        step=cobra.setup_common_root_command,
        title="Flags and texts that all commands share",
        why="""
            Host, context and TLS options are declared here once, and so are the
            templates for help. A wrong flag anywhere gives the same kind of message.
        """,
    ),
    Lesson(
        id="cli.runDocker.newDockerCommand.addCommands",
        step=commands.add_commands,
        title="`create` is hung into the tree twice",
        why="""
            Once under `docker container`, once as the short `docker create` of the
            early days. Both are the same code.
        """,
    ),
    Lesson(
        id="cli.runDocker.newDockerCommand.addCommands.newContainerCommand",
        step=cmd.new_container_command,
        title="`docker container` is a shelf, not a tool",
        why="""
            It does nothing on its own but show its help. The commands that work on
            containers hang below it.
        """,
    ),
    Lesson(
        id="cli.runDocker.handleGlobalFlags",
        step=cobra.TopLevelCommand.handle_global_flags,
        title="Read the flags in front of the command",
        why="""
            Reading stops at the first word that is no flag; what follows belongs to the
            command. So `docker -H x create -h y` has two meanings for the letter h.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize",
        step=cobra.TopLevelCommand.initialize,
        title="Complete the options and find the engine",
        why="""
            Defaults for TLS files are filled in, then the client is set up.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli",
        step=cli.DockerCli.initialize,
        title="Config file, endpoint, client, first greeting",
        why="""
            The order matters: the config file may name a context, the context names the
            endpoint, and only with an endpoint can a client be made. At the end the
            engine is greeted with a ping.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.resolveContextName",
        step=cli.resolve_context_name,
        title="Which context is meant?",
        why="""
            A context is a stored address of an engine. A host given by flag or by
            `DOCKER_HOST` wins over every stored one.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.resolveDefaultDockerEndpoint",
        step=cli.resolve_default_docker_endpoint,
        title="The address of the default engine",
        why="""
            The default context is not stored anywhere: it is made from the host flag or
            the environment, each time.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.resolveDefaultDockerEndpoint.getServerHost",
        step=cli.get_server_host,
        title="One host, please",
        why="""
            Docker's -H may be given many times to the daemon, so its type is a list; a
            client can only talk to one. More than one is refused.
        """,
    ),
    Lesson(
        id=(
            "cli.runDocker.initialize.dockerCli.resolveDefaultDockerEndpoint."
            "getServerHost.parseHost"
        ),
        step=hosts.parse_host,
        title="A host text becomes a full address",
        why="""
            No text means the local socket; a text without a scheme means TCP. After
            this nobody has to guess.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.newAPIClient",
        step=cli.new_api_client_from_endpoint,
        title="Make the client for that address",
        why="""
            Extra headers from the config file and the User-Agent are set here; the
            client adds them to every request.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.initializeFromClient",
        step=cli.DockerCli.initialize_from_client,
        title="Greet the engine and learn what it is",
        why="""
            One ping tells the operating system and the API version of the engine. A
            failed ping is no error yet: a command that needs the engine will say so
            more clearly.
        """,
    ),
    Lesson(
        id="cli.processAliases",
        step=docker.process_aliases,
        title="Only one alias exists",
        why="""
            `builder` may be pointed at another program in the config file. Everything
            else passes through untouched.
        """,
    ),
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
        step=command_trust.add_trust_verification_flags,
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
            The text is checked, perhaps rewritten, and appended. The flags do not know
            of each other here.
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
        step=opts_opts.MemBytes.set,
        title="A size for people becomes bytes",
        why="""
            `512m` is easier to write than the number. Units are powers of 1024, as
            memory is sold.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.memSwapBytes",
        step=opts_opts.MemSwapBytes.set,
        title="A size, or -1 for no limit",
        why="""
            Swap alone may be unlimited; that is the one difference from the other
            sizes.
        """,
        show=("value",),
    ),
    Lesson(
        id="cli.newCreateCommand.addFlags.nanoCpus",
        step=opts_opts.parse_cpus,
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
            A name server must be given by number: there is no name server yet to look
            up its name.
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
            `name:alias`. Links are from the time before networks had names.
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
            machine. If it has none, the bare name is sent.
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
            Type, numbers and rights of a device; the text is later handed to the kernel
            as it is.
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
        step=container_opts.parse,
        title="Flags become three objects",
        why="""
            Config is what belongs to the container wherever it runs, HostConfig what it
            gets from this host, NetworkingConfig where it is connected. Here flags are
            also checked against each other.
        """,
        show=("server_os",),
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
            They are sent as they are; the driver itself knows which it takes.
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
            `systempaths=unconfined` sends empty lists for the hidden paths. Empty is
            not the same as nothing: nothing lets the daemon fill in its defaults.
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
        step=container_opts.validate_api_version,
        title="Can the engine do all of this?",
        why="""
            Some options change the meaning of a request if they are ignored. An older
            engine would ignore them, so the client refuses.
        """,
        show=("server_api_version",),
    ),
    Lesson(
        id="cli.createContainer",
        step=create.create_container,
        title="Ask, pull if it is missing, ask once more",
        why="""
            The image is not looked for beforehand. The client asks for the container;
            only if the answer is "not found" does it pull and ask again. Any 404 has
            that effect, an unknown volume driver's too.
        """,
        show=("options",),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.warnOnOomKillDisable",
        step=create._warn_on_oom_kill_disable,
        title="A warning that needs no engine",
        why="""
            Without a memory limit, a container that may not be killed can bring the
            host down.
        """,
    ),
    Lesson(
        id="cli.createContainer.warnOnLocalhostDNS",
        step=create._warn_on_localhost_dns,
        title="localhost is not localhost inside",
        why="""
            In the container 127.0.0.1 is the container itself, so a name server there
            is rarely what was meant.
        """,
    ),
    Lesson(
        id="cli.createContainer.newCIDFile",
        step=cidfile.new_cid_file,
        title="Claim the ID file before anything else",
        why="""
            With --cidfile: if the file exists, nothing is done at all. A create that
            could not report its ID would leave a container that nobody knows.
        """,
        show=("path",),
    ),
    Lesson(
        id="cli.createContainer.closeCIDFile",
        step=cidfile.CidFile.close,
        title="Close the ID file",
        why="""
            If no ID was written, because the create failed, the file that was claimed
            is removed again. Without --cidfile there is none.
        """,
    ),
    Lesson(
        id="cli.createContainer.writeCIDFile",
        step=cidfile.CidFile.write,
        title="The ID goes into the file, without a newline",
        why="""
            So a script can use the content as it is. Without --cidfile nothing is
            written.
        """,
    ),
    Lesson(
        id="cli.createContainer.parseReference.parseAnyReference",
        step=normalize.parse_any_reference,
        title="Is this a name or an ID?",
        why="""
            64 hex digits are an image ID; everything else is taken as a name. An ID
            cannot be pulled.
        """,
        show=("text",),
    ),
    Lesson(
        id="cli.createContainer.parseReference.parseAnyReference.parseNormalizedNamed",
        step=normalize.parse_normalized_named,
        title="A short name becomes a full one",
        why="""
            `busybox` is `docker.io/library/busybox`. The part before the first slash is
            a registry only if it looks like a host: it has a dot or a colon, or is
            `localhost`.
        """,
        show=("text",),
    ),
    Lesson(
        id="cli.createContainer.parseReference.tagNameOnly",
        step=normalize.tag_name_only,
        title="No tag means :latest",
        why="""
            The tag is a name like any other; it does not mean the newest image.
        """,
        show=("ref",),
    ),
    Lesson(
        id="cli.createContainer.trustedReference",
        step=image_trust.trusted_reference,
        title="Ask for the signed digest",
        why="""
            With content trust on, the tag is looked up at a notary, and the image is
            then named by its digest. A changed tag cannot change the image.
        """,
    ),
    Lesson(
        id="cli.createContainer.trustedReference.getImageReferencesAndAuth",
        step=trust_trust.get_image_references_and_auth,
        title="Whom to ask, and as whom",
        why="""
            The registry's host decides which credentials are used.
        """,
    ),
    Lesson(
        id="cli.createContainer.trustedReference.getNotaryRepository",
        step=trust_trust.get_notary_repository,
        title="Find the notary",
        why="""
            Each registry may have one; Docker's own is the default.
        """,
    ),
    Lesson(
        id="cli.createContainer.trustedReference.notaryError",
        step=trust_trust.notary_error,
        title="The notary's errors in plain words",
        why="""
            What went wrong there means little to most; what to do means more.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage",
        step=create.pull_image,
        title="Pull the image through the engine",
        why="""
            The client downloads nothing. It asks the engine, and shows the progress
            that the engine reports, on stderr, since stdout is for the ID.
        """,
        show=("image",),
        section="3",
    ),
    Lesson(
        id="cli.createContainer.pullImage.parseRepositoryInfo",
        step=config.parse_repository_info,
        title="Which registry is that?",
        why="""
            The full name of the image says it.
        """,
        show=("repos_name",),
    ),
    Lesson(
        id="cli.createContainer.pullImage.resolveAuthConfig",
        step=registry.resolve_auth_config,
        title="The credentials for that registry",
        why="""
            They are kept by the client and sent along with the request: the engine
            stores none.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.resolveAuthConfig.electAuthServer",
        step=registry.elect_auth_server,
        title="The key for Docker Hub",
        why="""
            Credentials for the hub are stored under an old URL, which the engine is
            asked for.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.encodeAuth",
        step=registry.encode_auth_to_base64,
        title="Credentials travel in a header",
        why="""
            JSON in base64. That is no encryption; the socket or TLS protects it.
        """,
    ),
    Lesson(
        id="cli.createContainer.pullImage.display",
        step=jsonmessage.display_json_messages_stream,
        title="Progress, message by message",
        why="""
            The engine answers with a stream of JSON objects as long as the pull goes
            on. An error comes in the stream as well, because the status 200 was sent
            long before.
        """,
    ),
    Lesson(
        id="cli.createContainer.tagTrusted",
        step=image_trust.tag_trusted,
        title="Give the digest its name",
        why="""
            The image was pulled by digest; now it gets the tag that the user asked for.
        """,
    ),
)
