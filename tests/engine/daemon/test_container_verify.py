import pytest

from engine import errdefs
from engine.api.types.container.config import Config, HealthConfig
from engine.api.types.container.host_config import HostConfig, RestartPolicy
from engine.api.types.container.modes import Isolation
from engine.api.types.mount.mount import Mount, Type
from engine.daemon.container_verify import validate_container_config, validate_host_config
from engine.golang.errors import GoError
from engine.vendor.docker.go_connections.nat import PortBinding


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"working_dir": "x"},
            "the working directory 'x' is invalid, it needs to be an absolute path",
        ),
        ({"stop_signal": "FOO"}, "Invalid signal: FOO"),
        ({"stop_signal": "0"}, "Invalid signal: 0"),
        ({"env": ["A=b", "=x"]}, "invalid environment variable: =x"),
        (
            {"healthcheck": HealthConfig(interval=999_999)},
            "Interval in Healthcheck cannot be less than 1ms",
        ),
        (
            {"healthcheck": HealthConfig(timeout=-1)},
            "Timeout in Healthcheck cannot be less than 1ms",
        ),
        ({"healthcheck": HealthConfig(retries=-1)}, "Retries in Healthcheck cannot be negative"),
        (
            {"healthcheck": HealthConfig(start_period=1)},
            "StartPeriod in Healthcheck cannot be less than 1ms",
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_setting_is_named(settings, message):
    with pytest.raises(GoError) as caught:
        validate_container_config(Config(**settings), "linux")

    assert str(caught.value) == message


def test_of_two_wrong_times_the_interval_is_named_first():
    health = HealthConfig(interval=1, timeout=1, retries=-1, start_period=1)

    with pytest.raises(GoError, match="Interval"):
        validate_container_config(Config(healthcheck=health), "linux")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"working_dir": "/x/../y", "stop_signal": "99", "env": ["A"]},
        {"healthcheck": HealthConfig(interval=1_000_000, retries=3)},
    ],
    ids=["nothing", "odd but possible", "a millisecond"],
)
def test_what_can_be_passes(settings):
    validate_container_config(Config(**settings), "linux")


def test_where_there_are_no_settings_none_is_wrong():
    validate_container_config(None, "linux")
    validate_host_config(None, "linux")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"auto_remove": True, "restart_policy": RestartPolicy(name="always")},
            "can't create 'AutoRemove' container with restart policy",
        ),
        (
            {"mounts": [Mount(type=Type("foo"), target="/x")]},
            'invalid mount config for type "foo": mount type unknown',
        ),
        ({"extra_hosts": ["a"]}, 'bad format for add-host: "a"'),
        ({"port_bindings": {"x/tcp": None}}, 'invalid port specification: "x"'),
        (
            {"port_bindings": {"80/tcp": [PortBinding(host_port="zz")]}},
            'invalid port specification: "zz"',
        ),
        (
            {"restart_policy": RestartPolicy(name="no", maximum_retry_count=1)},
            "maximum retry count cannot be used with restart policy 'no'",
        ),
        (
            {"restart_policy": RestartPolicy(name="on-failure", maximum_retry_count=-1)},
            "maximum retry count cannot be negative",
        ),
        ({"restart_policy": RestartPolicy(name="foo")}, "invalid restart policy 'foo'"),
        ({"cap_add": ["foo"]}, 'invalid CapAdd: unknown capability: "CAP_FOO"'),
        ({"cap_drop": ["bpf"]}, 'invalid CapDrop: unknown capability: "CAP_BPF"'),
        ({"isolation": Isolation("hyperv")}, "invalid isolation 'hyperv' on linux"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_wrong_setting_of_the_hosts_part_is_named(settings, message):
    with pytest.raises((GoError, errdefs.InvalidParameter)) as caught:
        validate_host_config(HostConfig(**settings), "linux")

    assert str(caught.value) == message


@pytest.mark.parametrize(
    "settings",
    [
        {"restart_policy": RestartPolicy(name="", maximum_retry_count=-7)},
        {"restart_policy": RestartPolicy(name="on-failure", maximum_retry_count=3)},
        {"port_bindings": {"80/sctp": [PortBinding(host_ip="zz"), PortBinding(host_port="1-2")]}},
        {"extra_hosts": ["a:host-gateway"], "cap_add": ["ALL"]},
    ],
    ids=["no policy counts anything", "a count", "ports", "names"],
)
def test_what_can_be_passes_in_the_hosts_part(settings):
    validate_host_config(HostConfig(**settings), "linux")
