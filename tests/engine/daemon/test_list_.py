import io

import pytest

from engine import errdefs
from engine.api.types.client import ContainerListOptions
from engine.api.types.container.modes import NetworkMode
from engine.api.types.filters import Args
from engine.api.types.network.network import EndpointSettings, NetworkingConfig
from engine.golang.errors import GoError


@pytest.fixture
def some(daemon, request_for):
    """Three containers, made one after the other."""
    with_network = request_for("web", labels={"tier": "front"}, network_mode=NetworkMode("mine"))
    with_network.networking_config = NetworkingConfig(
        endpoints_config={"mine": EndpointSettings(network_id="f00d")}
    )
    daemon.container_create(request_for("db", binds=["named:/data"], cmd=["a", "b", "c d"]))
    daemon.container_create(with_network)
    daemon.container_create(request_for("scratch", image="", cmd=["x"]))
    return daemon


def names(daemon, **filters):
    options = ContainerListOptions(
        all=True,
        filters=Args({key.replace("_", "-"): {value: True} for key, value in filters.items()}),
    )
    return [line.names[0] for line in daemon.containers_(options)]


def test_the_newest_is_listed_first(some):
    assert names(some) == ["/scratch", "/web", "/db"]


def test_without_all_only_running_ones_are_listed(some):
    assert some.containers_(ContainerListOptions()) == []


def test_a_limit_counts_stopped_ones_too(some):
    listed = some.containers_(ContainerListOptions(limit=2))

    assert [line.names for line in listed] == [["/scratch"], ["/web"]]


def test_a_line_tells_what_is_worth_knowing(some):
    line = some.containers_(ContainerListOptions(all=True))[2]

    assert line.command == "a b 'c d'"
    assert (line.image, line.state, line.status) == ("bb", "created", "Created")
    assert line.host_config.network_mode == "default"
    assert list(line.network_settings.networks) == ["bridge"]
    assert [(m.name, m.destination) for m in line.mounts] == [("named", "/data")]
    assert line.ports == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"name": "^/?we"}, ["/web"]),
        ({"name": "nope"}, []),
        ({"label": "tier=front"}, ["/web"]),
        ({"label": "tier"}, ["/web"]),
        ({"status": "created"}, ["/scratch", "/web", "/db"]),
        ({"status": "running"}, []),
        ({"health": "none"}, ["/scratch", "/web", "/db"]),
        ({"exited": "0"}, []),
        ({"volume": "named"}, ["/db"]),
        ({"volume": "/data"}, ["/db"]),
        ({"network": "mine"}, ["/web"]),
        ({"network": "f00"}, ["/web"]),
        ({"ancestor": "bb"}, ["/web", "/db"]),
        ({"ancestor": "nope"}, []),
        ({"is_task": "true"}, []),
        ({"is_task": "false"}, ["/scratch", "/web", "/db"]),
        ({"before": "web"}, ["/db"]),
        ({"since": "web"}, ["/scratch"]),
        ({"publish": "80"}, []),
        ({"expose": "80-81/udp"}, []),
    ],
    ids=str,
)
def test_a_filter_lets_pass_what_it_names(some, filters, found):
    assert names(some, **filters) == found


def test_an_id_can_be_a_filter(some):
    id = some.container_inspect("db", False, "1.41").id

    assert names(some, id=id[:8]) == ["/db"]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"foo": "x"}, "Invalid filter 'foo'"),
        ({"status": "foo"}, "Invalid filter 'status=foo'"),
        ({"is_task": "maybe"}, "Invalid filter 'is-task=[maybe]'"),
        ({"health": "foo"}, "Unrecognised filter value for health: foo"),
        ({"exited": "x"}, 'strconv.Atoi: parsing "x": invalid syntax'),
        ({"before": "nope"}, "no such container nope"),
        ({"publish": "1:2"}, "filter for 'publish' should not contain ':': 1:2"),
        ({"expose": "x"}, "error while looking up for expose x: "),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_filter_that_makes_no_sense_is_refused(some, filters, message):
    with pytest.raises((errdefs.Error, GoError)) as caught:
        names(some, **filters)

    assert str(caught.value).startswith(message)


def test_the_image_is_shown_by_id_once_its_name_is_anothers(some, image_archive):
    other = image_archive(files={"other": b""})
    some.image_service.load_image(other, io.BytesIO(), True)

    line = some.containers_(ContainerListOptions(all=True))[2]

    assert line.image == line.image_id != "bb"
