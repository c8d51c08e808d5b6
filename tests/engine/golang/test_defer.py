"""Steps are taken back last in first out, and only on error."""

import pytest

from engine.golang.defer import Undo


def test_undo_runs_last_in_first_out_when_the_block_raises():
    done = []

    with pytest.raises(ValueError, match="first"), Undo() as undo:
        undo.defer(done.append, 1)
        undo.defer(done.append, 2)
        raise ValueError("first")

    assert done == [2, 1]


def test_undo_does_nothing_when_the_block_succeeds():
    done = []

    with Undo() as undo:
        undo.defer(done.append, 1)

    assert done == []


def test_a_failing_step_is_logged_and_hides_neither_the_error_nor_the_other_steps(caplog):
    done = []

    with pytest.raises(ValueError, match="first"), Undo() as undo:
        undo.defer(done.append, 1)
        undo.defer(int, "no number")
        raise ValueError("first")

    assert done == [1]
    assert "no number" in caplog.text


def test_dismiss_keeps_what_was_made():
    done = []

    with pytest.raises(ValueError, match="late"), Undo() as undo:
        undo.defer(done.append, 1)
        undo.dismiss()
        raise ValueError("late")

    assert done == []
