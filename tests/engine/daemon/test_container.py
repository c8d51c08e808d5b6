import socket

import pytest

from engine import errdefs
from engine.api.types.container.modes import NetworkMode
from engine.daemon.container import get_container
from engine.daemon.errors import ContainerNotModified
from engine.pkg import truncindex


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("", errdefs.InvalidParameter, 'invalid name or ID supplied: ""'),
        ("nope", errdefs.NotFound, "No such container: nope"),
    ],
)
def test_what_leads_to_no_container_is_refused(start, text, kind, message):
    with pytest.raises(kind) as caught:
        get_container(start(), text)

    assert str(caught.value) == message


def test_a_beginning_that_two_share_is_an_error_of_the_system(daemon, request_for):
    daemon.id_index = truncindex.TruncIndex(["ab1", "ab2"])

    with pytest.raises(errdefs.System) as caught:
        get_container(daemon, "ab")

    assert str(caught.value) == "Multiple IDs found with provided prefix: ab"


def test_a_name_wins_over_a_beginning_of_an_id(daemon, request_for):
    first = daemon.container_create(request_for("web"))
    beginning = first.id[:4]
    second = daemon.container_create(request_for(beginning))

    assert get_container(daemon, beginning).id == second.id


def test_a_container_that_went_meanwhile_is_not_there(daemon, request_for):
    made = daemon.container_create(request_for())
    daemon.containers.delete(made.id)

    with pytest.raises(errdefs.NotFound):
        get_container(daemon, made.id[:8])


def test_on_the_hosts_network_a_container_is_called_like_the_host(daemon, request_for):
    made = daemon.container_create(request_for(network_mode=NetworkMode("host")))

    assert daemon.containers.get(made.id).config.hostname == socket.gethostname()


def test_with_standard_input_there_is_a_pipe_to_it(daemon, request_for):
    with_input = daemon.container_create(request_for(open_stdin=True))
    without = daemon.container_create(request_for())

    assert daemon.containers.get(with_input.id).stream_config.stdin() is not None
    assert daemon.containers.get(without.id).stream_config.stdin() is None


@pytest.mark.parametrize(("running", "word"), [(True, "started"), (False, "stopped")])
def test_a_container_may_be_as_asked_already(running, word):
    error = ContainerNotModified(running)

    assert str(error) == f"Container is already {word}"
    assert errdefs.http_status(error) == 304
