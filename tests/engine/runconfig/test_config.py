"""From the body of a create to its three parts."""

import io
import json

import pytest

from engine import errdefs
from engine.golang.errors import GoError
from engine.golang.panic import Panic
from engine.golang.struct_tags import JSONError
from engine.pkg.sysinfo import SysInfo
from engine.runconfig import ContainerDecoder


def decode(body, *, cpu_realtime=True):
    text = body if isinstance(body, str) else json.dumps(body)
    decoder = ContainerDecoder(lambda: SysInfo(cpu_realtime=cpu_realtime))
    return decoder.decode_config(io.BytesIO(text.encode()))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "EOF"),
        ("  \n", "EOF"),
        ('{"Image":"x"', "unexpected EOF"),
        (
            "[]",
            "json: cannot unmarshal array into Go value of type runconfig.ContainerConfigWrapper",
        ),
        (
            '{"Hostname":1}',
            "json: cannot unmarshal number into Go struct field "
            "ContainerConfigWrapper.Hostname of type string",
        ),
        (
            '{"HostConfig":{"Memory":"1g"}}',
            "json: cannot unmarshal string into Go struct field "
            "HostConfig.HostConfig.Memory of type int64",
        ),
        ('{"Image":x}', "invalid character 'x' looking for beginning of value"),
    ],
    ids=["empty", "blank", "cut-off", "array", "hostname", "memory", "malformed"],
)
def test_malformed_bodies_are_told_in_gos_words_and_unclassified(body, message):
    with pytest.raises(JSONError) as refusal:
        decode(body)

    assert str(refusal.value) == message
    assert errdefs.http_status(refusal.value) == 500


def test_without_any_key_there_is_neither_config_nor_host_config():
    assert decode("{}") == (None, None, None)


def test_keys_count_in_any_case_and_unknown_ones_do_not():
    config, host_config, _ = decode('{"iMAGE":"bb","hostconfig":{"binds":["a:/b"]},"Foo":1} rest')

    assert config.image == "bb"
    assert host_config.binds == ["a:/b"]


@pytest.mark.parametrize("key", ["Cmd", "Entrypoint"])
def test_a_command_may_be_one_text(key):
    config, _, _ = decode({key: "ls -l"})

    assert getattr(config, key.lower()) == ["ls -l"]


def test_volumes_are_never_null_beside_a_host_config():
    with_host_config, _, _ = decode({"Image": "bb", "HostConfig": {}})
    without, _, _ = decode({"Image": "bb"})

    assert with_host_config.volumes == {}
    assert without.volumes is None


def test_networks_are_handed_on():
    _, _, networks = decode({"NetworkingConfig": {"EndpointsConfig": {"n": {"Aliases": ["a"]}}}})

    assert networks.endpoints_config["n"].aliases == ["a"]


def test_host_settings_at_top_level_are_the_host_config_where_there_is_none():
    _, host_config, _ = decode({"Image": "bb", "Binds": ["a:/b"], "Memory": 9})

    assert (host_config.binds, host_config.memory) == (["a:/b"], 9)
    assert host_config.network_mode == "default"


def test_host_settings_at_top_level_fill_five_gaps_of_a_host_config_and_no_more():
    legacy = {
        "Memory": 1,
        "MemorySwap": 2,
        "CpuShares": 3,
        "CpusetCpus": "4",
        "VolumeDriver": "five",
        "Binds": ["a:/b"],
    }

    _, filled, _ = decode({**legacy, "HostConfig": {}})
    _, kept, _ = decode({**legacy, "HostConfig": {"Memory": 10, "VolumeDriver": "ten"}})

    assert (filled.memory, filled.memory_swap, filled.cpu_shares) == (1, 2, 3)
    assert (filled.cpuset_cpus, filled.volume_driver, filled.binds) == ("4", "five", None)
    assert (kept.memory, kept.volume_driver, kept.memory_swap) == (10, "ten", 2)


@pytest.mark.parametrize(
    ("body", "cpus"),
    [
        ({"Cpuset": "0", "HostConfig": {}}, "0"),
        ({"Cpuset": "0", "HostConfig": {"CpusetCpus": "1"}}, "1"),
        ({"Cpuset": "0", "CpusetCpus": "2", "HostConfig": {}}, "2"),
    ],
    ids=["alone", "host-config-wins", "newer-name-wins"],
)
def test_the_oldest_name_for_cpus_fills_a_gap(body, cpus):
    _, host_config, _ = decode(body)

    assert host_config.cpuset_cpus == cpus


SHARED = "container:web"
CONFLICTS = [
    ("container", {}, {}, "Invalid network mode: invalid container format container:<name|id>"),
    ("container:", {}, {}, "Invalid network mode: invalid container format container:<name|id>"),
    (SHARED, {"Hostname": "h"}, {}, "conflicting options: hostname and the network mode"),
    (
        SHARED,
        {},
        {"Links": ["a:b"]},
        "conflicting options: container type network can't be used "
        "with links. This would result in undefined behavior",
    ),
    (SHARED, {}, {"Dns": ["1.1.1.1"]}, "conflicting options: dns and the network mode"),
    (
        SHARED,
        {},
        {"ExtraHosts": ["a:1.1.1.1"]},
        "conflicting options: custom host-to-IP mapping and the network mode",
    ),
    (SHARED, {"MacAddress": "m"}, {}, "conflicting options: mac-address and the network mode"),
    ("host", {"MacAddress": "m"}, {}, "conflicting options: mac-address and the network mode"),
    (
        SHARED,
        {},
        {"PortBindings": {"80/tcp": None}},
        "conflicting options: port publishing and the container type network mode",
    ),
    (
        SHARED,
        {},
        {"PublishAllPorts": True},
        "conflicting options: port publishing and the container type network mode",
    ),
    (
        SHARED,
        {"ExposedPorts": {"80/tcp": {}}},
        {},
        "conflicting options: port exposing and the container type network mode",
    ),
    ("", {"Hostname": "h"}, {"UTSMode": "host"}, "conflicting options: hostname and the UTS mode"),
    (
        "host",
        {},
        {"Links": ["a:b"]},
        "conflicting options: host type networking can't be used "
        "with links. This would result in undefined behavior",
    ),
]


@pytest.mark.parametrize(("mode", "config", "host_config", "message"), CONFLICTS)
def test_settings_that_a_network_excludes_are_the_clients_fault(mode, config, host_config, message):
    with pytest.raises(errdefs.InvalidParameter) as refusal:
        decode({"Image": "bb", **config, "HostConfig": {"NetworkMode": mode, **host_config}})

    assert str(refusal.value) == message


def test_conflicts_are_told_in_gos_order():
    host_config = {"NetworkMode": SHARED, "Links": ["a"], "Dns": ["1"], "Isolation": "hyperv"}

    with pytest.raises(errdefs.InvalidParameter, match="can't be used with links"):
        decode({"Image": "bb", "MacAddress": "m", "HostConfig": host_config})


@pytest.mark.parametrize("mode", ["bridge", "none", "mynet", "containerx", "default"])
def test_other_networks_exclude_nothing(mode):
    decode({"Hostname": "h", "MacAddress": "m", "HostConfig": {"NetworkMode": mode, "Dns": ["1"]}})


@pytest.mark.parametrize("settings", [{"NetworkMode": "container:x"}, {"UTSMode": "host"}])
def test_without_a_config_the_checks_panic_as_in_go(settings):
    with pytest.raises(Panic, match="nil pointer dereference"):
        decode({"HostConfig": settings})


@pytest.mark.parametrize(
    ("host_config", "message"),
    [
        ({"Isolation": "hyperv"}, "Invalid isolation: \"hyperv\" - linux only supports 'default'"),
        (
            {"IOMaximumBandwidth": 1},
            "Invalid QoS settings: linux does not support configuration of maximum bandwidth",
        ),
        (
            {"IOMaximumIOps": 1},
            "Invalid QoS settings: linux does not support configuration of maximum IOPs",
        ),
        (
            {"CpuRealtimePeriod": 1, "CpuRealtimeRuntime": 2},
            "cpu real-time runtime cannot be higher than cpu real-time period",
        ),
    ],
    ids=["isolation", "bandwidth", "iops", "realtime"],
)
def test_what_linux_cannot_do_is_refused_and_unclassified(host_config, message):
    with pytest.raises(GoError) as refusal:
        decode({"Image": "bb", "HostConfig": host_config})

    assert str(refusal.value) == message
    assert errdefs.http_status(refusal.value) == 500


@pytest.mark.parametrize("setting", ["CpuRealtimePeriod", "CpuRealtimeRuntime"])
def test_real_time_needs_a_kernel_that_schedules_so(setting):
    body = {"Image": "bb", "HostConfig": {setting: 1}}

    decode(body, cpu_realtime=True)
    with pytest.raises(GoError, match="Your kernel does not support CPU real-time scheduler"):
        decode(body, cpu_realtime=False)


@pytest.mark.parametrize("isolation", ["", "default", "DEFAULT"])
def test_the_default_isolation_is_accepted_in_any_case(isolation):
    decode({"Image": "bb", "HostConfig": {"Isolation": isolation}})


def test_the_host_config_alone_is_decoded_unchecked():
    decoder = ContainerDecoder(SysInfo)

    found = decoder.decode_host_config(io.BytesIO(b'{"Binds":["a:/b"],"Isolation":"hyperv"}'))

    assert (found.binds, found.isolation) == (["a:/b"], "hyperv")


def test_without_a_source_the_host_itself_is_looked_at():
    config, _, _ = ContainerDecoder().decode_config(io.BytesIO(b'{"Image":"bb"}'))

    assert config.image == "bb"
