"""The API server: from an HTTP request to a call of the daemon."""

from __future__ import annotations

from engine.api.server import middleware_, server
from engine.api.server.httputils import httputils, httputils_write_json
from engine.api.server.middleware import debug, experimental, version
from engine.api.server.router.container import container, container_routes
from engine.api.server.router.system import system_routes
from engine.cmd.dockerd import daemon
from engine.errdefs import http_helpers
from engine.runconfig import config, config_unix, hostconfig, hostconfig_unix
from engine.vendor.containerd.platforms import platforms
from walkthrough.lesson import Lesson

LESSONS = (
    Lesson(
        id="api.server",
        step=server.Server.create_mux,
        title="Every route twice",
        why="""
            With and without a version in front. What has no route gets "page not
            found".
        """,
    ),
    Lesson(
        id="api.server.initMiddlewares",
        step=daemon.DaemonCli.init_middlewares,
        title="What happens before every handler",
        why="""
            Layers around the handlers: for experimental features, for the version, and in
            Docker for authorization plugins, which this engine does not have. The last one
            added runs first.
        """,
    ),
    Lesson(
        id="api.server.initRouter",
        step=daemon.init_router,
        title="Routers meet the daemon",
        why="""
            The container router is given the daemon as its backend. It sees an
            interface, not the daemon itself: any object with these methods will do.
        """,
        section="4",
    ),
    Lesson(
        id="api.server.initRoutes",
        step=container.ContainerRouter.init_routes,
        title="The table of container routes",
        why="""
            One line binds POST /containers/create to its handler. This is where a
            request finds the code for it.
        """,
        section="2",
    ),
    Lesson(
        id="api.server.makeHTTPHandler",
        step=server.Server.make_http_handler,
        title="One handler, wrapped",
        why="""
            An error that comes out of a handler becomes an answer here, in one place.
            That is why no handler has to know about statuses.
        """,
    ),
    Lesson(
        id="api.server.makeHTTPHandler.handlerWithGlobalMiddlewares",
        step=middleware_.handler_with_global_middlewares,
        title="Put the layers around it",
        why="""
            Each layer is a function that takes a handler and gives back a handler.
        """,
    ),
    Lesson(
        id="api.server.makeHTTPHandler.debug",
        step=debug.debug_request_middleware,
        title="With --debug, log the request",
        why="""
            Passwords in it are replaced by asterisks.
        """,
    ),
    Lesson(
        id="api.server.makeHTTPHandler.version",
        step=version.VersionMiddleware.wrap_handler,
        title="Is the client's version acceptable?",
        why="""
            Too old and too new are refused. Handlers read the version later, to keep
            promises made to older clients.
        """,
    ),
    Lesson(
        id="api.server.makeHTTPHandler.experimental",
        step=experimental.ExperimentalMiddleware.wrap_handler,
        title="Say whether experimental features are on",
        why="""
            A header in every answer. If they are off, the client refuses flags that need
            them.
        """,
    ),
    Lesson(
        id="api.server.ping",
        step=system_routes.ping_handler,
        title="The answer to a ping",
        why="""
            Nothing is looked up: it must be quick and must work even when the daemon is
            busy.
        """,
    ),
    Lesson(
        id="api.server.makeErrorHandler",
        step=httputils.make_error_handler,
        title="An error becomes an answer",
        why="""
            JSON with the one key `message`. The text is the error's own. Who names API 1.23
            or older in the path gets plain text.
        """,
    ),
    Lesson(
        id="api.server.makeErrorHandler.getHTTPErrorStatusCode",
        step=http_helpers.http_status,
        title="Which status?",
        why="""
            The error's class decides, the outermost one that has a say; without any it is
            500. Who raised it need not know HTTP.
        """,
    ),
    Lesson(
        id="api",
        step=container_routes.post_containers_create,
        title="The handler of POST /containers/create",
        why="""
            It decodes the body, bends it to what older clients meant, and calls the
            daemon. It decides nothing about containers.
        """,
        show=("request",),
        section="4",
    ),
    Lesson(
        id="api.parseForm",
        step=httputils.parse_form,
        title="Read the query",
        why="""
            The container's name and the platform are there, not in the body; for a pull,
            the image and its tag.
        """,
    ),
    Lesson(
        id="api.checkForJSON",
        step=httputils.check_for_json,
        title="Is the body said to be JSON?",
        why="""
            A client that sends a form by mistake gets a clear answer.
        """,
    ),
    Lesson(
        id="api.decodeConfig",
        step=config.ContainerDecoder.decode_config,
        title="Decode the body",
        why="""
            What the host can do is looked up as well, because whether a setting is
            valid may depend on it.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig",
        step=config.decode_container_config,
        title="JSON becomes Config, HostConfig, NetworkingConfig",
        why="""
            Only the first JSON value is read, keys match in any case, unknown ones are
            ignored. Then six checks follow that need no daemon.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.getHostConfig",
        step=config_unix.ContainerConfigWrapper.get_host_config,
        title="Older clients sent it flat",
        why="""
            Before HostConfig existed its fields lay at the top. Such requests still
            work.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.getHostConfig.setDefaultNetMode",
        step=hostconfig.set_default_net_mode_if_blank,
        title='No network mode means "default"',
        why="""
            Empty and default must not be two different things further on.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validateNetMode",
        step=hostconfig_unix.validate_net_mode,
        title="Does the network mode fit the rest?",
        why="""
            Who shares another container's network cannot have a hostname or ports of
            its own.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validateNetMode.container",
        step=hostconfig.validate_net_container_mode,
        title="Sharing another container's network",
        why="""
            `container:NAME` excludes everything that would change that network.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validateIsolation",
        step=hostconfig_unix.validate_isolation,
        title="Isolation is for Windows",
        why="""
            On Linux only the default is accepted.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validateQoS",
        step=hostconfig_unix.validate_qos,
        title="I/O limits of Windows",
        why="""
            Refused here, rather than accepted and not kept.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validateResources",
        step=hostconfig_unix.validate_resources,
        title="Real-time CPU time",
        why="""
            Possible only if the kernel was built with it, and never more time than the
            period has.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validatePrivileged",
        step=hostconfig_unix.validate_privileged,
        title="Nothing to check on Linux",
        why="""
            Windows has no privileged containers, so the function exists for it.
        """,
    ),
    Lesson(
        id="api.decodeConfig.decodeContainerConfig.validateReadonlyRootfs",
        step=hostconfig_unix.validate_readonly_rootfs,
        title="Nothing to check on Linux",
        why="""
            A read-only root works here; on Windows it does not.
        """,
    ),
    Lesson(
        id="api.versionRewrites",
        step=container_routes._rewrite_for_version,
        title="What did a client of that age mean?",
        why="""
            Defaults have changed over time. Before 1.40 no word about IPC meant a
            shareable one; before 1.41, on control groups of version 1, those of the
            host. Fields that came later are cleared.
        """,
        show=("version",),
    ),
    Lesson(
        id="api.platform",
        step=container_routes._platform,
        title="The platform, if the version knows of it",
        why="""
            It stands in the query. A client before 1.41 cannot mean anything by it, so
            it is not even read.
        """,
    ),
    Lesson(
        id="api.platform.parse",
        step=platforms.parse,
        title="Read the platform",
        why="""
            One word may be a system or a processor. Names are made uniform: x86_64 is
            amd64.
        """,
        show=("specifier",),
    ),
    Lesson(
        id="api.pidsLimit",
        step=container_routes._pids_limit,
        title="No limit has one spelling from here on",
        why="""
            Zero and all negative numbers become nothing. The stock client sends a zero
            with every create.
        """,
    ),
    Lesson(
        id="api.backendCall",
        step=container_routes._backend_call,
        title="Here HTTP ends",
        why="""
            All that the request said is packed into one object and handed to the
            daemon, which does not know that there was a request.
        """,
        show=("config",),
        section="4",
    ),
    Lesson(
        id="api.writeJSON",
        step=httputils_write_json.write_json,
        title="The answer, as JSON",
        why="""
            For a container that was made: 201, its ID and the warnings, which is all that
            the client learns. Errors are written in the same way, with their own status.
        """,
        show=("status",),
    ),
)
