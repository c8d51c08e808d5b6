import pytest

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import NetworkMode
from engine.api.types.network.network import EndpointSettings
from engine.container.container import new_base_container
from engine.daemon.container_operations import update_container_network_settings
from engine.daemon.network_ import find_network
from engine.errdefs import InvalidParameter, NotFound
from engine.vendor.docker.libnetwork import Network

MINE = Network(id="abc123", name="mine", network_type="bridge")


class Networks:
    default_network = "bridge"

    def __init__(self, *networks):
        self._networks = list(networks)

    def networks(self):
        return self._networks


class Daemon:
    """The part of a daemon that looks at networks."""

    def __init__(self, *networks):
        self.net_controller = Networks(*networks)


def noted(daemon, mode, endpoints=None, *, disabled=False):
    container = new_base_container("c", "")
    container.config = Config(network_disabled=disabled)
    container.host_config = HostConfig(network_mode=NetworkMode(mode))
    update_container_network_settings(daemon, container, endpoints)
    networks = container.network_settings.networks
    return None if networks is None else list(networks)


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        ("default", ["bridge"]),
        ("bridge", ["bridge"]),
        ("host", ["host"]),
        ("none", ["none"]),
        ("mine", ["mine"]),
        ("abc", ["mine"]),
        ("unknown", ["unknown"]),
        ("container:x", None),
    ],
)
def test_the_mode_names_the_network(mode, names):
    assert noted(Daemon(MINE), mode) == names


def test_without_networking_there_is_no_network():
    assert noted(Daemon(), "default", disabled=True) is None


@pytest.mark.parametrize(
    ("mode", "asked", "names"),
    [
        ("default", "default", ["bridge"]),
        ("mine", "mine", ["mine"]),
        ("mine", "abc123", ["mine"]),
        ("mine", "other", ["other"]),
        ("unknown", "abc123", ["abc123"]),
        ("host", "other", ["other"]),
    ],
)
def test_endpoints_are_noted_under_the_networks_name(mode, asked, names):
    assert noted(Daemon(MINE), mode, {asked: EndpointSettings()}) == names


@pytest.mark.parametrize(("term", "id"), [("abc123", "abc123"), ("mine", "abc123"), ("ab", "ab9")])
def test_a_network_is_found_by_id_then_by_name_then_by_beginning(term, id):
    networks = [Network(id="ab9", name="other")]
    if term != "ab":
        networks.append(MINE)

    assert find_network(Daemon(*networks), term).id == id


@pytest.mark.parametrize(
    ("term", "message"),
    [
        ("mine", "network mine is ambiguous (2 matches found on name)"),
        ("abc", "network abc is ambiguous (2 matches found based on ID prefix)"),
    ],
)
def test_an_ambiguous_network_is_refused(term, message):
    twin = Network(id="abc999", name="mine")

    with pytest.raises(InvalidParameter) as caught:
        find_network(Daemon(MINE, twin), term)

    assert str(caught.value) == message


def test_an_unknown_network_is_not_found():
    with pytest.raises(NotFound) as caught:
        find_network(Daemon(MINE), "nope")

    assert str(caught.value) == "network nope not found"
