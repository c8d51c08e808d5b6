"""Networks as data."""

from __future__ import annotations

import pytest

from engine import errdefs
from engine.api.types.filters import Args
from engine.api.types.network.resource import NetworkListConfig
from engine.daemon.daemon import Daemon
from engine.daemon.network_ import find_network
from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.vendor.docker.libnetwork import IPAMData, IpamInfo, Network
from tests.engine.daemon.conftest import Start


def names(daemon: Daemon, **filters: str) -> list[str]:
    wanted = Args()
    for key, value in filters.items():
        wanted.add(key, value)
    return sorted(one.name for one in daemon.get_networks(wanted, NetworkListConfig()))


def test_a_new_daemon_has_the_networks_that_dockerd_has(daemon: Daemon) -> None:
    assert names(daemon) == ["bridge", "host", "none"]


def test_without_a_bridge_there_are_two(start: Start) -> None:
    assert names(start(bridge="none")) == ["host", "none"]


def test_a_restart_keeps_the_ids_of_those_that_are_kept(start: Start) -> None:
    before = {one.name: one.id for one in start().net_controller.networks()}
    after = {one.name: one.id for one in start().net_controller.networks()}

    assert {name for name in before if before[name] == after[name]} == {"host", "none"}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"driver": "null"}, ["none"]),
        ({"name": "o"}, ["host", "none"]),
        ({"type": "custom"}, []),
        ({"type": "builtin"}, ["bridge", "host", "none"]),
        ({"dangling": "true"}, []),
        ({"dangling": "0"}, ["bridge", "host", "none"]),
        ({"scope": "swarm"}, []),
        ({"label": "a"}, []),
    ],
    ids=str,
)
def test_filters_choose(daemon: Daemon, filters: dict[str, str], found: list[str]) -> None:
    assert names(daemon, **filters) == found


@pytest.mark.parametrize(
    ("filters", "kind", "reason"),
    [
        ({"dangling": "x"}, errdefs.InvalidParameter, "invalid value for filter 'dangling'"),
        ({"type": "x"}, GoError, "invalid filter: 'type'='x'"),
    ],
    ids=str,
)
def test_values_that_make_no_sense_are_refused(
    daemon: Daemon, filters: dict[str, str], kind: type[Exception], reason: str
) -> None:
    with pytest.raises(kind) as caught:
        names(daemon, **filters)

    assert str(caught.value).startswith(reason)


def test_a_network_is_found_by_id_name_and_the_start_of_an_id(daemon: Daemon) -> None:
    host = find_network(daemon, "host")

    assert find_network(daemon, host.id).name == "host"
    assert find_network(daemon, host.id[:20]).name == "host"
    with pytest.raises(errdefs.NotFound, match="network nope not found"):
        find_network(daemon, "nope")


def test_addresses_that_were_given_are_shown_where_none_were_asked_for(daemon: Daemon) -> None:
    data = IPAMData(address_space="LocalDefault", gateway="10.0.0.1/8", pool="10.0.0.0/8")
    info = IpamInfo(ipam_data=struct_tags.marshal(data))
    daemon.net_controller.add(
        Network(id="f" * 64, name="mine", ipam_v4_info=struct_tags.marshal([info]))
    )
    wanted = Args()
    wanted.add("name", "mine")

    (found,) = daemon.get_networks(wanted, NetworkListConfig(detailed=True, verbose=True))

    assert [(one.subnet, one.gateway) for one in found.ipam.config or ()] == [
        ("10.0.0.0/8", "10.0.0.1"),
    ]
    assert found.services == {}
