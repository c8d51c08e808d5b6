import pytest

from engine.api.types.events import Actor
from engine.api.types.filters import Args
from engine.daemon.events import Events, Filter


@pytest.fixture
def events():
    return Events()


def log(events, action="create", kind="container", id="c1", **attributes):
    events.log(action, kind, Actor(id=id, attributes=attributes))


def test_a_listener_hears_what_happens(events):
    _, listener, cancel = events.subscribe()

    log(events, image="bb", name="x")
    message = listener.get(timeout=1)
    cancel()

    assert (message.type, message.action, message.scope) == ("container", "create", "local")
    assert message.actor == Actor(id="c1", attributes={"image": "bb", "name": "x"})
    assert message.time == message.time_nano // 10**9
    assert events.subscribers_count() == 0


@pytest.mark.parametrize(
    ("kind", "old"),
    [
        ("container", ("create", "c1", "bb")),
        ("image", ("create", "c1", "")),
        ("volume", ("", "", "")),
    ],
)
def test_clients_of_old_find_what_they_know(events, kind, old):
    _, listener, _ = events.subscribe()

    log(events, kind=kind, image="bb")
    message = listener.get(timeout=1)

    assert (message.status, message.id, message.from_) == old


def test_the_last_256_are_kept(events):
    for number in range(300):
        log(events, id=str(number))

    kept, _, _ = events.subscribe()

    assert [message.actor.id for message in kept] == [str(number) for number in range(44, 300)]


def test_kept_ones_are_given_between_two_times(events):
    for number in range(3):
        log(events, id=str(number))
    kept, _, _ = events.subscribe()
    moment = kept[1].time_nano

    between, _ = events.subscribe_topic(moment, moment, None)
    later, _ = events.subscribe_topic(moment + 1, None, None)
    none, _ = events.subscribe_topic(None, None, None)

    assert [message.actor.id for message in between] == ["1"]
    assert [message.actor.id for message in later] == ["2"]
    assert none == []


def filtered(**fields):
    return Filter(Args({name.replace("_", "-"): {value: True} for name, value in fields.items()}))


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        ({"type": "container"}, True),
        ({"type": "volume"}, False),
        ({"event": "create"}, True),
        ({"event": "crea"}, False),
        ({"container": "c"}, True),
        ({"container": "web"}, True),
        ({"container": "db"}, False),
        ({"image": "bb:latest"}, True),
        ({"image": "bb"}, True),
        ({"image": "aa"}, False),
        ({"label": "tier=front"}, True),
        ({"label": "tier=back"}, False),
        ({"scope": "local"}, True),
        ({"scope": "swarm"}, False),
        ({"volume": "v"}, False),
    ],
)
def test_a_filter_lets_pass_what_it_names(events, wanted, passes):
    _, listener = events.subscribe_topic(None, None, filtered(**wanted))

    log(events, image="bb:latest", name="web1", tier="front")
    events.evict(listener)

    assert bool(list(listener)) is passes


def test_an_action_with_detail_is_compared_by_its_beginning(events):
    _, listener = events.subscribe_topic(None, None, filtered(event="exec_create"))

    log(events, action="exec_create: sh")
    events.close()

    assert [message.action for message in listener] == ["exec_create: sh"]
