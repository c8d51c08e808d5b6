"""What a command line becomes, against what the stock client 20.10 made of the same.

``data/create_requests.json`` was recorded from that client by a daemon that only listens
(tests/clients checks that it still answers so). Each case has the outcome: the flag error, the
option error, or in what the request's body differs from that of ``docker create bb``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cli.command.container.opts import ContainerConfig, add_flags, parse, validate_api_version
from cli.command.container.opts_types import ContainerOptions
from engine.golang.errors import GoError
from engine.golang.struct_tags import marshal
from engine.vendor.sirupsen import logrus
from engine.vendor.spf13.pflag import FlagError, FlagSet

CASES = json.loads(Path(__file__).with_name("data").joinpath("create_requests.json").read_text())
PLAIN_CONFIG = (
    '{"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":true,'
    '"AttachStderr":true,"Tty":false,"OpenStdin":false,"StdinOnce":false,"Env":null,"Cmd":null,'
    '"Image":"bb","Volumes":{},"WorkingDir":"","Entrypoint":null,"OnBuild":null,"Labels":{}}'
)
PLAIN_HOST_CONFIG = (
    '{"Binds":null,"ContainerIDFile":"","LogConfig":{"Type":"","Config":{}},'
    '"NetworkMode":"default","PortBindings":{},"RestartPolicy":{"Name":"no",'
    '"MaximumRetryCount":0},"AutoRemove":false,"VolumeDriver":"","VolumesFrom":null,"CapAdd":null,'
    '"CapDrop":null,"CgroupnsMode":"","Dns":[],"DnsOptions":[],"DnsSearch":[],"ExtraHosts":null,'
    '"GroupAdd":null,"IpcMode":"","Cgroup":"","Links":null,"OomScoreAdj":0,"PidMode":"",'
    '"Privileged":false,"PublishAllPorts":false,"ReadonlyRootfs":false,"SecurityOpt":null,'
    '"UTSMode":"","UsernsMode":"","ShmSize":0,"ConsoleSize":[0,0],"Isolation":"","CpuShares":0,'
    '"Memory":0,"NanoCpus":0,"CgroupParent":"","BlkioWeight":0,"BlkioWeightDevice":[],'
    '"BlkioDeviceReadBps":null,"BlkioDeviceWriteBps":null,"BlkioDeviceReadIOps":null,'
    '"BlkioDeviceWriteIOps":null,"CpuPeriod":0,"CpuQuota":0,"CpuRealtimePeriod":0,'
    '"CpuRealtimeRuntime":0,"CpusetCpus":"","CpusetMems":"","Devices":[],'
    '"DeviceCgroupRules":null,"DeviceRequests":null,"KernelMemory":0,"KernelMemoryTCP":0,'
    '"MemoryReservation":0,"MemorySwap":0,"MemorySwappiness":-1,"OomKillDisable":false,'
    '"PidsLimit":0,"Ulimits":null,"CpuCount":0,"CpuPercent":0,"IOMaximumIOps":0,'
    '"IOMaximumBandwidth":0,"MaskedPaths":null,"ReadonlyPaths":null}'
)


def create_flags() -> tuple[FlagSet, ContainerOptions]:
    """The flags of ``docker create``, those of the command itself included."""
    flags = FlagSet("create")
    flags.set_interspersed(False)
    for name in ("name", "pull", "platform"):
        flags.string_var(None, name, "", "")
    for name in ("help", "disable-content-trust"):
        flags.bool_var(None, name, False, "")
    return flags, add_flags(flags)


def request(*argv: str, server_os: str = "linux") -> ContainerConfig:
    flags, copts = create_flags()
    flags.parse(argv)
    copts.image, *copts.args = flags.args()
    return parse(flags, copts, server_os)


def body(config: ContainerConfig) -> dict[str, Any]:
    top: dict[str, Any] = json.loads(marshal(config.config))
    top["HostConfig"] = json.loads(marshal(config.host_config))
    return top


def differences(ours: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in ours.items() if plain.get(key, ...) != value}


def outcome(argv: Sequence[str]) -> dict[str, Any]:
    """What became of ``argv``, in the form of the recorded cases."""
    try:
        config = request(*argv)
    except FlagError as error:
        return {"flag": str(error)}
    except Exception as error:
        return {"option": str(error)}
    plain = {**json.loads(PLAIN_CONFIG), "HostConfig": json.loads(PLAIN_HOST_CONFIG)}
    ours = body(config)
    changed = differences(ours, plain)
    if "HostConfig" in changed:
        changed["HostConfig"] = differences(ours["HostConfig"], plain["HostConfig"])
    networks = json.loads(marshal(config.networking_config))
    if networks != {"EndpointsConfig": {}}:
        changed["NetworkingConfig"] = networks
    if changed.get("Env"):
        changed["Env"].sort()
    return {"body": changed}


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("argv", "recorded"),
    CASES,
    ids=[f"{i}:{ascii(' '.join(argv))[1:41]}" for i, (argv, _) in enumerate(CASES)],
)
def test_becomes_what_the_stock_client_makes_of_it(
    argv: list[str], recorded: dict[str, Any]
) -> None:
    assert outcome(argv) == recorded


def test_a_plain_request_is_the_stock_clients_to_the_byte() -> None:
    config = request("bb")

    assert marshal(config.config) == PLAIN_CONFIG
    assert marshal(config.host_config) == PLAIN_HOST_CONFIG
    assert marshal(config.networking_config) == '{"EndpointsConfig":{}}'


def test_binds_keep_the_order_of_the_command_line() -> None:
    config = request("-v", "zz:/z", "-v", "/anonymous", "-v", "aa:/a", "-v", "zz:/z", "bb")

    assert config.host_config.binds == ["zz:/z", "aa:/a"]
    assert config.config.volumes == {"/anonymous": {}}


def test_bytes_that_are_no_utf8_travel_as_replacements() -> None:
    config = request("--hostname", "\udcff\udcfe", "-l", "\udcff=1", "bb")

    sent = marshal(config.config)

    assert '"Hostname":"\\ufffd\\ufffd"' in sent
    assert '"Labels":{"\\ufffd":"1"}' in sent


def test_a_source_of_one_letter_is_taken_for_a_windows_drive() -> None:
    config = request("-v", "z:/z", "bb")

    assert config.host_config.binds is None
    assert config.config.volumes == {"z:/z": {}}


def test_of_two_mistakes_the_first_in_gos_order_is_reported() -> None:
    with pytest.raises(GoError, match="--pid: invalid PID mode"):
        request("--rm", "--restart", "always", "--storage-opt", "x", "--pid", "x", "bb")


def test_a_device_of_a_windows_daemon_is_sent_unchecked() -> None:
    config = request("--device", "class/X", "bb", server_os="windows")

    assert [device.path_on_host for device in config.host_config.devices or ()] == ["class/X"]


def test_a_device_needs_a_daemon_that_says_what_it_is() -> None:
    with pytest.raises(GoError) as caught:
        request("--device", "/dev/x", "bb", server_os="")

    assert str(caught.value) == "unknown server OS: "


def test_a_volume_driver_beside_mounts_is_warned_about() -> None:
    told = io.StringIO()
    logrus.set_output(told)

    request("--mount", "target=/a", "--volume-driver", "d", "bb")

    assert told.getvalue().endswith(
        ' level=warning msg="`--volume-driver` is ignored for volumes specified via `--mount`. '
        'Use `--mount type=volume,volume-driver=...` instead."\n'
    )


def test_an_older_daemon_would_bind_recursively_so_it_is_not_asked() -> None:
    config = request("--mount", "type=bind,src=/a,target=/b,bind-nonrecursive", "bb")

    validate_api_version(config, "1.40")
    with pytest.raises(GoError) as caught:
        validate_api_version(config, "1.39")

    assert str(caught.value) == "bind-nonrecursive requires API v1.40 or later"


def test_every_call_defines_flags_of_its_own() -> None:
    request("-e", "A=1", "--label", "a", "--sysctl", "net.a=1", "--ulimit", "core=1", "bb")

    again = request("bb")

    assert marshal(again.config) == PLAIN_CONFIG
    assert marshal(again.host_config) == PLAIN_HOST_CONFIG
