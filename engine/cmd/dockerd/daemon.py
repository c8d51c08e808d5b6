"""The composition root: makes the daemon, gives it an API, serves, and ends it all again.

Go: cmd/dockerd/daemon.go
"""

from __future__ import annotations

import logging
import os
import threading
from contextlib import ExitStack

from engine import dockerversion
from engine.api import common
from engine.api.server import middleware
from engine.api.server import server as apiserver
from engine.api.server.backend import build as buildbackend
from engine.api.server.router.build import BuildRouter
from engine.api.server.router.container import ContainerRouter
from engine.api.server.router.distribution import DistributionRouter
from engine.api.server.router.image import ImageRouter
from engine.api.server.router.network import NetworkRouter
from engine.api.server.router.plugin import PluginRouter
from engine.api.server.router.swarm import SwarmRouter
from engine.api.server.router.system import SystemRouter
from engine.api.server.router.volume import VolumeRouter
from engine.builder.builder_next import Builder
from engine.cmd.dockerd import daemon_unix
from engine.daemon import daemon as daemon_
from engine.daemon import listeners
from engine.daemon.config import Config
from engine.golang import errors
from engine.golang.errors import GoError
from engine.opts.hosts import parse_host
from engine.pkg.pidfile import PIDFile
from engine.runconfig import ContainerDecoder

_log = logging.getLogger(__name__)


class DaemonCli:
    """One engine. `start` returns once it serves, `stop` when it has ended; both may be a test's.

    Go's start blocks until the end; here `wait` does, so that a program can hold an engine.

    Go: DaemonCli
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.api = apiserver.Server(apiserver.Config())
        self.d: daemon_.Daemon | None = None
        self._cleanup = ExitStack()
        self._serving: threading.Thread | None = None
        self._stopping = threading.Lock()
        self._error: OSError | None = None

    def start(self) -> None:
        """Bring the engine up; clients can connect when this returns.

        Makes the data root and the run-time directory (0700), locks the former against a second
        engine, writes the pid file, listens, loads what is on disk.

        Raises:
            GoError: not root, or another engine is at work here.
            OSError: a directory or an address cannot be used.

        Go: DaemonCli.start
        """
        with ExitStack() as cleanup:
            self._prepare_host(cleanup)
            cleanup.callback(self._shutdown_daemon)
            self.api = apiserver.Server(new_api_server_config(self))
            cleanup.callback(self._close_api)
            hosts = load_listeners(self, cleanup)
            self.init_middlewares(self.api)
            self.d = self._new_daemon()
            _log.info("Daemon has completed initialization")
            init_router(self.api, self.d)
            self._serving = threading.Thread(target=self._serve, name="serve-api")
            self._serving.start()
            _log.debug("listening on %s", hosts)
            self._cleanup = cleanup.pop_all()

    def wait(self) -> None:
        """Return when the engine no longer serves.

        Raises:
            GoError: a listener failed.

        Go: DaemonCli.start (its last part)
        """
        if self._serving is not None:
            self._serving.join()
        if self._error is not None:
            raise errors.wrap(self._error, "shutting down due to ServeAPI error")

    def stop(self) -> None:
        """End the engine: no new requests, wait for running ones, unmount, unlock.

        Sockets and pid file are gone afterwards. Stopping twice does nothing.

        Go: DaemonCli.stop
        """
        with self._stopping:
            self._cleanup.close()
        if self._serving is not None:
            self._serving.join()

    def init_middlewares(self, server: apiserver.Server) -> None:
        """Put version and experimental headers before every handler; last comes first.

        Authorization plugins and CORS need settings that this engine does not have.

        Go: DaemonCli.initMiddlewares
        """
        server.use_middleware(middleware.ExperimentalMiddleware(self.config.experimental))
        server.use_middleware(
            middleware.VersionMiddleware(
                server.cfg.version, common.DEFAULT_VERSION, common.MIN_VERSION
            )
        )

    def _prepare_host(self, cleanup: ExitStack) -> None:
        """Make and lock what the engine works on.

        Go: DaemonCli.start (its middle part)
        """
        configure_daemon_logs(self.config)
        _log.info("Starting up")
        if os.geteuid() != 0:
            raise GoError(
                "dockerd needs to be started with root privileges. To run dockerd in rootless "
                "mode as an unprivileged user, see https://docs.docker.com/go/rootless/"
            )
        cleanup.callback(os.umask, daemon_unix.set_default_umask())
        daemon_.create_daemon_root(self.config)
        cleanup.callback(os.close, daemon_unix.lock_daemon_root(self.config.root))
        os.makedirs(self.config.exec_root, 0o700, exist_ok=True)
        if self.config.pidfile:
            try:
                pidfile = PIDFile(self.config.pidfile)
            except Exception as error:
                raise errors.wrap(error, "failed to start daemon") from error
            cleanup.callback(_remove_pidfile, pidfile)

    def _new_daemon(self) -> daemon_.Daemon:
        try:
            return daemon_.new_daemon(self.config)
        except Exception as error:
            raise errors.wrap(error, "failed to start daemon") from error

    def _serve(self) -> None:
        try:
            self.api.wait()
        except OSError as error:
            self._error = error

    def _shutdown_daemon(self) -> None:
        if self.d is not None:
            shutdown_daemon(self.d)

    def _close_api(self) -> None:
        self.api.close()
        self.api.shutdown(self.config.shutdown_timeout)


def new_api_server_config(cli: DaemonCli) -> apiserver.Config:
    """Return how the API server is to behave; without hosts it listens where clients look.

    Go: newAPIServerConfig
    """
    if not cli.config.hosts:
        cli.config.hosts = [""]
    return apiserver.Config(
        logging=True, socket_group=cli.config.socket_group, version=dockerversion.VERSION
    )


def load_listeners(cli: DaemonCli, cleanup: ExitStack) -> list[str]:
    """Listen on every host of the settings, once each; return their addresses.

    Unlike dockerd, which waits 16 seconds before it listens on TCP without TLS, this only warns.

    Raises:
        GoError: an address is malformed.
        OSError: an address cannot be used.

    Go: loadListeners
    """
    hosts: dict[str, None] = {}
    for i, given in enumerate(cli.config.hosts):
        try:
            host = cli.config.hosts[i] = parse_host(given)
        except GoError as error:
            raise errors.wrap(error, f"error parsing -H {given}") from error
        if host in hosts:
            continue
        hosts[host] = None
        proto, _, address = host.partition("://")
        if proto == "tcp":
            _log.warning(
                "Binding to IP address without --tlsverify is insecure and gives root access on "
                "this machine to everyone who has access to your network. host=%s",
                host,
            )
        try:
            found = listeners.init(proto, address, cli.api.cfg.socket_group)
        except Exception as error:
            raise errors.wrap(error, "failed to load listeners") from error
        if proto == "unix":
            cleanup.callback(daemon_unix.remove_socket, address)
        _log.debug("Listener created for HTTP on %s (%s)", proto, address)
        cli.api.accept(address, *found)
    return [host.partition("://")[2] for host in hosts]


def init_router(api: apiserver.Server, daemon: daemon_.Daemon) -> None:
    """Offer what the daemon can do; the host is looked at anew for each request.

    Go: initRouter
    """
    decoder = ContainerDecoder(lambda: daemon.raw_sys_info(True))
    api.init_router(
        ContainerRouter(daemon, decoder, daemon.raw_sys_info(True).cgroup_unified),
        ImageRouter(daemon.image_service),
        SystemRouter(daemon),
        VolumeRouter(daemon.volumes),
        BuildRouter(buildbackend.Backend(Builder(), daemon.events_service)),
        SwarmRouter(),
        PluginRouter(),
        DistributionRouter(),
        NetworkRouter(daemon),
    )


def shutdown_daemon(daemon: daemon_.Daemon) -> None:
    """Let the daemon unmount and close what it holds.

    Go: shutdownDaemon
    """
    daemon.shutdown()
    _log.debug("Clean shutdown succeeded")


def configure_daemon_logs(config: Config) -> None:
    """Log from the level that the settings name; where to is the program's business.

    Raises:
        GoError: no such level.

    Go: configureDaemonLogs
    """
    levels = {"fatal": 50, "error": 40, "warn": 30, "warning": 30, "info": 20, "debug": 10}
    level = levels.get(config.log_level.lower() or "info")
    if level is None:
        raise GoError(f"unable to parse logging level: {config.log_level}")
    logging.getLogger("engine").setLevel(logging.DEBUG if config.debug else level)


def _remove_pidfile(pidfile: PIDFile) -> None:
    try:
        pidfile.remove()
    except OSError as error:
        _log.error("%s", errors.text(error))
