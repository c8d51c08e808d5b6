import json

import pytest

from engine import errdefs
from engine.golang import struct_tags


def shown(daemon, name, size=False):
    return json.loads(struct_tags.marshal(daemon.container_inspect(name, size, "1.41")))


def test_keys_stand_in_dockerds_order(daemon, request_for):
    daemon.container_create(request_for("web"))

    keys = list(shown(daemon, "web"))

    assert keys == [
        "Id",
        "Created",
        "Path",
        "Args",
        "State",
        "Image",
        "ResolvConfPath",
        "HostnamePath",
        "HostsPath",
        "LogPath",
        "Name",
        "RestartCount",
        "Driver",
        "Platform",
        "MountLabel",
        "ProcessLabel",
        "AppArmorProfile",
        "ExecIDs",
        "HostConfig",
        "GraphDriver",
        "Mounts",
        "Config",
        "NetworkSettings",
    ]


def test_layers_and_mounts_are_told(daemon, request_for):
    daemon.container_create(request_for("web", binds=["named:/x:ro"]))

    container = shown(daemon, "web")

    assert container["GraphDriver"]["Name"] == "overlay2"
    assert container["GraphDriver"]["Data"]["UpperDir"].endswith("/diff")
    assert container["Mounts"] == [
        {
            "Type": "volume",
            "Name": "named",
            "Source": f"{daemon.root}/volumes/named/_data",
            "Destination": "/x",
            "Driver": "local",
            "Mode": "ro",
            "RW": False,
            "Propagation": "",
        }
    ]


def test_networks_are_told_where_old_clients_look_as_well(daemon, request_for):
    daemon.container_create(request_for("web"))

    settings = shown(daemon, "web")["NetworkSettings"]

    assert settings["Ports"] == {}
    assert settings["IPAddress"] == ""
    assert settings["Networks"]["bridge"]["IPAMConfig"] is None


def test_the_size_is_told_if_it_is_asked_for(daemon, request_for):
    daemon.container_create(request_for("web"))

    assert "SizeRw" not in shown(daemon, "web")
    assert shown(daemon, "web", size=True)["SizeRootFs"] > 0


def test_an_unknown_container_cannot_be_shown(daemon):
    with pytest.raises(errdefs.NotFound):
        daemon.container_inspect("nope", False, "1.41")


@pytest.mark.parametrize("dead", [True, False])
def test_only_a_dead_container_may_miss_its_layer(daemon, request_for, dead):
    id = daemon.container_create(request_for()).id
    container = daemon.containers.get(id)
    container.rw_layer, container.state.dead = None, dead

    if dead:
        assert daemon.container_inspect(id, False, "1.41").graph_driver.data is None
        return
    with pytest.raises(errdefs.System) as caught:
        daemon.container_inspect(id, False, "1.41")
    assert str(caught.value) == f"RWLayer of container {id} is unexpectedly nil"
