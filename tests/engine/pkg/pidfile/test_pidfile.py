"""One process at a time."""

import os

import pytest

from engine.golang.errors import GoError
from engine.pkg.pidfile import PIDFile


def test_it_holds_this_processs_number_and_goes_again(tmp_path):
    path = tmp_path / "run" / "d.pid"

    pidfile = PIDFile(str(path))

    assert path.read_text() == str(os.getpid())
    pidfile.remove()
    assert not path.exists()


def test_a_living_process_is_respected(tmp_path):
    path = tmp_path / "d.pid"
    path.write_text(f"{os.getpid()}\n")

    with pytest.raises(GoError) as refusal:
        PIDFile(str(path))

    assert str(refusal.value) == f"pid file found, ensure docker is not running or delete {path}"


@pytest.mark.parametrize("text", ["", "no number", "99999999"])
def test_what_a_dead_process_left_is_replaced(tmp_path, text):
    path = tmp_path / "d.pid"
    path.write_text(text)

    PIDFile(str(path))

    assert path.read_text() == str(os.getpid())


def test_removing_it_twice_is_told(tmp_path):
    pidfile = PIDFile(str(tmp_path / "d.pid"))
    pidfile.remove()

    with pytest.raises(OSError, match=r"remove .*d\.pid: no such file or directory"):
        pidfile.remove()
