"""What the container is to run, as the client says and the image completes it.

Go: api/types/container/config.go
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from engine.golang.struct_tags import Duration, GoName, StrSlice, tag
from engine.golang.structs import struct

# Shortest time that a health check may be given, in nanoseconds.
MINIMUM_DURATION = 1_000_000

# Sets, as Go writes them: every key has an empty object for its value.
PortSet = Annotated[dict[str, dict[str, Any]], GoName("nat.PortSet")]
Volumes = dict[str, dict[str, Any]]


@struct(slots=True, kw_only=True)
class HealthConfig:
    """How to find out whether the container is well; times in nanoseconds.

    Go: HealthConfig
    """

    test: list[str] | None = field(default=None, metadata=tag("Test", omitempty=True))
    interval: Duration = field(default=0, metadata=tag("Interval", omitempty=True))
    timeout: Duration = field(default=0, metadata=tag("Timeout", omitempty=True))
    start_period: Duration = field(default=0, metadata=tag("StartPeriod", omitempty=True))
    retries: int = field(default=0, metadata=tag("Retries", omitempty=True))


@struct(slots=True, kw_only=True)
class Config:
    """The part of a container that does not depend on the host.

    Go: Config
    """

    hostname: str = field(default="", metadata=tag("Hostname"))
    domainname: str = field(default="", metadata=tag("Domainname"))
    user: str = field(default="", metadata=tag("User"))
    attach_stdin: bool = field(default=False, metadata=tag("AttachStdin"))
    attach_stdout: bool = field(default=False, metadata=tag("AttachStdout"))
    attach_stderr: bool = field(default=False, metadata=tag("AttachStderr"))
    exposed_ports: PortSet | None = field(
        default=None, metadata=tag("ExposedPorts", omitempty=True)
    )
    tty: bool = field(default=False, metadata=tag("Tty"))
    open_stdin: bool = field(default=False, metadata=tag("OpenStdin"))
    stdin_once: bool = field(default=False, metadata=tag("StdinOnce"))
    env: list[str] | None = field(default=None, metadata=tag("Env"))
    cmd: StrSlice = field(default=None, metadata=tag("Cmd"))
    healthcheck: HealthConfig | None = field(
        default=None, metadata=tag("Healthcheck", omitempty=True)
    )
    args_escaped: bool = field(default=False, metadata=tag("ArgsEscaped", omitempty=True))
    image: str = field(default="", metadata=tag("Image"))
    volumes: Volumes | None = field(default=None, metadata=tag("Volumes"))
    working_dir: str = field(default="", metadata=tag("WorkingDir"))
    entrypoint: StrSlice = field(default=None, metadata=tag("Entrypoint"))
    network_disabled: bool = field(default=False, metadata=tag("NetworkDisabled", omitempty=True))
    mac_address: str = field(default="", metadata=tag("MacAddress", omitempty=True))
    on_build: list[str] | None = field(default=None, metadata=tag("OnBuild"))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    stop_signal: str = field(default="", metadata=tag("StopSignal", omitempty=True))
    stop_timeout: int | None = field(default=None, metadata=tag("StopTimeout", omitempty=True))
    shell: StrSlice = field(default=None, metadata=tag("Shell", omitempty=True))
