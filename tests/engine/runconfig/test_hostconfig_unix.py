"""Networks that every host has."""

import pytest

from engine.runconfig import default_daemon_network_mode, is_pre_defined_network


@pytest.mark.parametrize(
    ("network", "known"),
    [
        ("bridge", True),
        ("host", True),
        ("none", True),
        ("default", True),
        ("mynet", False),
        ("", False),
    ],
)
def test_four_networks_are_always_there(network, known):
    assert is_pre_defined_network(network) is known


def test_a_container_that_asks_for_no_network_gets_the_bridge():
    assert default_daemon_network_mode() == "bridge"
