"""The daemon as a program of its own: ``python -m engine.cmd.dockerd.docker``.

Go: cmd/dockerd/docker.go
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine import dockerversion
from engine.cmd.dockerd.options import install_flags
from engine.daemon import config
from engine.golang import errors
from engine.vendor.spf13.pflag import FlagError, FlagSet, HelpRequested

if TYPE_CHECKING:
    from engine.cmd.dockerd.daemon import DaemonCli

_USAGE = "\nUsage:  dockerd [OPTIONS]\n\nA self-sufficient runtime for containers.\n\nOptions:\n"


def main(argv: Sequence[str]) -> int:
    """Run the daemon until SIGINT or SIGTERM; return the exit status.

    Go: main, newDaemonCommand
    """
    conf = config.new()
    flags = FlagSet("dockerd")
    install_flags(conf, flags)
    flags.bool_var_p(None, "version", "v", False, "Print version information and quit")
    try:
        flags.parse(argv)
    except HelpRequested:
        sys.stdout.write(_USAGE + flags.flag_usages())
        return 0
    except FlagError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if flags.changed("version"):
        version, commit = dockerversion.VERSION, dockerversion.GIT_COMMIT
        sys.stdout.write(f"Docker version {version}, build {commit}\n")
        return 0
    logging.basicConfig(
        stream=sys.stderr, format='time="%(asctime)s" level=%(levelname)s msg="%(message)s"'
    )
    from engine.cmd.dockerd.daemon import DaemonCli

    try:
        run_daemon(DaemonCli(conf))
    except Exception as error:
        sys.stderr.write(f"{errors.text(error)}\n")
        return 1
    return 0


def run_daemon(cli: DaemonCli) -> None:
    """Serve until a signal comes.

    Differs from Go, which makes ``cli`` here: a caller may bring one that does more.

    Raises:
        GoError, OSError: the daemon cannot start, or a listener failed.

    Go: docker_unix.go runDaemon
    """

    def trap(*_: object) -> None:
        threading.Thread(target=cli.stop, name="trap").start()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, trap)
    cli.start()
    try:
        cli.wait()
    finally:
        cli.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
