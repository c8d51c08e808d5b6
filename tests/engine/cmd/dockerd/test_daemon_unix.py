"""What the daemon asks of its host."""

import os

import pytest

from engine.cmd.dockerd.daemon_unix import lock_daemon_root, remove_socket, set_default_umask
from engine.golang.errors import GoError


def test_a_data_root_is_locked_without_leaving_a_file(tmp_path):
    lock = lock_daemon_root(str(tmp_path))

    try:
        with pytest.raises(GoError, match="another engine is at work on"):
            lock_daemon_root(str(tmp_path))
        assert list(tmp_path.iterdir()) == []
    finally:
        os.close(lock)


def test_a_lock_ends_with_its_descriptor(tmp_path):
    os.close(lock_daemon_root(str(tmp_path)))

    os.close(lock_daemon_root(str(tmp_path)))


def test_a_data_root_that_is_not_there_is_named(tmp_path):
    path = str(tmp_path / "nope")

    with pytest.raises(OSError, match=r"open .*nope: no such file or directory"):
        lock_daemon_root(path)


def test_the_umask_of_the_caller_comes_back(tmp_path):
    before = os.umask(0o077)
    try:
        returned = set_default_umask()

        assert (returned, os.umask(0o077)) == (0o077, 0o022)
    finally:
        os.umask(before)


def test_a_socket_that_is_gone_is_no_error(tmp_path):
    path = tmp_path / "d.sock"
    path.touch()

    remove_socket(str(path))
    remove_socket(str(path))

    assert not path.exists()
