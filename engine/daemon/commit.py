"""Completes a user's settings with those of the image.

The other half of Go's file makes an image from a container and has no place here.

Go: daemon/commit.go
"""

from __future__ import annotations

from engine.api.types.container.config import Config, HealthConfig


def merge(user_conf: Config, image_conf: Config) -> None:
    """Fill into ``user_conf`` what the user left open and the image knows.

    Sets grow by the image's entries; a variable or label that the user gave stays the user's.

    Go: merge
    """
    user_conf.user = user_conf.user or image_conf.user
    _merge_exposed_ports(user_conf, image_conf)
    _merge_env(user_conf, image_conf)
    user_conf.labels = {**(image_conf.labels or {}), **(user_conf.labels or {})}
    if not user_conf.entrypoint:
        if not user_conf.cmd:
            user_conf.cmd = image_conf.cmd
        # An empty list is not the same as none: it takes the image's entrypoint away.
        if user_conf.entrypoint is None:
            user_conf.entrypoint = image_conf.entrypoint
    user_conf.healthcheck = _merge_healthcheck(user_conf.healthcheck, image_conf.healthcheck)
    user_conf.working_dir = user_conf.working_dir or image_conf.working_dir
    if not user_conf.volumes:
        user_conf.volumes = _copied(image_conf.volumes)
    else:
        user_conf.volumes |= image_conf.volumes or {}
    user_conf.stop_signal = user_conf.stop_signal or image_conf.stop_signal


def _merge_exposed_ports(user_conf: Config, image_conf: Config) -> None:
    if not user_conf.exposed_ports:
        user_conf.exposed_ports = _copied(image_conf.exposed_ports)
        return
    for port in image_conf.exposed_ports or {}:
        user_conf.exposed_ports.setdefault(port, {})


def _merge_env(user_conf: Config, image_conf: Config) -> None:
    if not user_conf.env:
        user_conf.env = None if image_conf.env is None else list(image_conf.env)
        return
    # A bare name counts: it says that the variable is not wanted.
    named = {entry.split("=", 1)[0] for entry in user_conf.env}
    for entry in image_conf.env or ():
        name = entry.split("=", 1)[0]
        if name not in named:
            named.add(name)
            user_conf.env.append(entry)


def _merge_healthcheck(
    user: HealthConfig | None, image: HealthConfig | None
) -> HealthConfig | None:
    if image is None or user is None:
        return user if image is None else image
    user.test = user.test or image.test
    user.interval = user.interval or image.interval
    user.timeout = user.timeout or image.timeout
    user.start_period = user.start_period or image.start_period
    user.retries = user.retries or image.retries
    return user


def _copied(table: dict[str, dict[str, object]] | None) -> dict[str, dict[str, object]] | None:
    """Return a copy, for images are shared and containers change theirs."""
    return None if table is None else dict(table)
