"""The command line: from the words that were typed to an engine that answers."""

from __future__ import annotations

from cli import cobra
from cli.cmd import docker
from cli.command import cli, cli_options, endpoint
from cli.command.commands import commands
from cli.command.container import cmd
from cli.opts import hosts
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
            command. So in `docker -c x create -c 2 y` the first -c names a context, the
            second gives CPU shares.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize",
        step=cobra.TopLevelCommand.initialize,
        title="Settle the options and find the engine",
        why="""
            Now that the global flags are read, it is settled whether TLS is used; a
            default certificate or key that does not exist is not asked for. Then the
            client is set up.
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
        step=endpoint.resolve_context_name,
        title="Which context is meant?",
        why="""
            A context is a stored address of an engine. `--context` comes first. Without
            it, `-H` or `DOCKER_HOST` gives an address itself, as in scripts that are
            older than contexts. Else `DOCKER_CONTEXT` decides, then the config file.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.resolveDefaultDockerEndpoint",
        step=endpoint.resolve_default_docker_endpoint,
        title="The address of the default engine",
        why="""
            The default context is not stored anywhere: it is made from the host flag or
            the environment, each time.
        """,
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.resolveDefaultDockerEndpoint.getServerHost",
        step=endpoint.get_server_host,
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
            No text means the local socket, or with TLS a TCP port of this host; a text
            without a scheme means TCP. After this nobody has to guess.
        """,
        show=("val",),
    ),
    Lesson(
        id="cli.runDocker.initialize.dockerCli.newAPIClient",
        step=endpoint.new_api_client_from_endpoint,
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
            In the config file `builder` may be pointed at a plugin, and `docker build`
            goes there with it. Any other alias is an error, so no config file changes
            what `docker create` does.
        """,
    ),
)
