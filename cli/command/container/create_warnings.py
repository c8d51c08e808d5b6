"""What the client itself warns of before it asks for a container.

Go: cli/command/container/create.go
"""

from __future__ import annotations

import re
from typing import TextIO

from engine.api.types.container.host_config import HostConfig

# 127.0.0.0/8 or ::1, as a piece of text; Go looks no closer.
_LOCALHOST = re.compile(r"(127\.([0-9]{1,3}\.){2}[0-9]{1,3})|(::1)$")


def warn_on_oom_kill_disable(host_config: HostConfig, stderr: TextIO) -> None:
    """Warn of a container that may take all memory and cannot be killed for it.

    Go: warnOnOomKillDisable
    """
    if host_config.oom_kill_disable and host_config.memory == 0:
        print(
            "WARNING: Disabling the OOM killer on containers without setting a '-m/--memory' "
            "limit may be dangerous.",
            file=stderr,
        )


def warn_on_localhost_dns(host_config: HostConfig, stderr: TextIO) -> None:
    """Warn of the first name server that inside the container is the container itself.

    Go: warnOnLocalhostDNS
    """
    for dns_ip in host_config.dns or ():
        if _LOCALHOST.search(dns_ip):
            print(
                f"WARNING: Localhost DNS setting (--dns={dns_ip}) may fail in containers.",
                file=stderr,
            )
            return
