import pytest

from engine.container.health import Health
from engine.container.state import ExitStatus, State, is_valid_state_string, new_state
from engine.golang import struct_tags, times
from engine.golang.errors import GoError

LONG_AGO = times.rfc3339_nano(0)


@pytest.mark.parametrize(
    ("state", "word", "words"),
    [
        ({}, "created", "Created"),
        ({"running": True}, "running", "Up "),
        ({"running": True, "paused": True}, "paused", " (Paused)"),
        ({"running": True, "restarting": True}, "restarting", "Restarting (0) "),
        ({"running": True, "health": Health(raw_status="starting")}, "running", " (health: star"),
        ({"removal_in_progress": True}, "removing", "Removal In Progress"),
        ({"dead": True}, "dead", "Dead"),
        ({"finished_at": LONG_AGO, "exit_code_value": 3}, "exited", "Exited (3) "),
    ],
)
def test_a_state_is_told_in_one_word_and_in_some(state, word, words):
    if state:
        state = {"started_at": LONG_AGO, **state}

    told = State(**state)

    assert told.state_string() == word
    assert words in str(told)
    assert is_valid_state_string(word)


def test_a_state_goes_to_disk_as_dockerd_writes_it():
    text = struct_tags.marshal(new_state())

    assert text == (
        '{"Running":false,"Paused":false,"Restarting":false,"OOMKilled":false,'
        '"RemovalInProgress":false,"Dead":false,"Pid":0,"ExitCode":0,"Error":"",'
        '"StartedAt":"0001-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z","Health":null}'
    )


def test_a_removal_begins_once():
    state = new_state()

    assert [state.set_removal_in_progress(), state.set_removal_in_progress()] == [False, True]

    state.reset_removal_in_progress()

    assert state.set_removal_in_progress() is False


def test_the_last_error_of_a_removal_is_kept():
    state = new_state()

    state.set_removal_error(GoError("busy"))
    failed = state.error_msg
    state.set_removed()

    assert (failed, state.error_msg) == ("busy", "")


def test_a_stopped_container_has_no_process_any_more():
    state = State(running=True, paused=True, pid=7)

    state.set_stopped(ExitStatus(exit_code=2, exited_at=LONG_AGO))

    assert (state.is_running(), state.is_paused(), state.is_restarting()) == (False,) * 3
    assert (state.pid, state.exit_code(), state.finished_at) == (0, 2, LONG_AGO)


def test_health_that_nobody_knows_is_bad():
    health = Health()

    assert str(health) == "unhealthy"

    health.set_status("healthy")

    assert str(health) == "healthy"
