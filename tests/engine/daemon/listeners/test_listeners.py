"""Sockets, by address."""

import os
import socket
import stat

import pytest

from engine.daemon import listeners
from engine.daemon.listeners.group_unix import lookup_gid
from engine.golang.errors import GoError


def test_a_unix_socket_is_for_root_and_its_group_whatever_the_umask(tmp_path):
    path = str(tmp_path / "d.sock")
    group = str(os.getgid())

    (listener,) = listeners.init("unix", path, group)

    with listener:
        found = os.stat(path)
        assert stat.S_ISSOCK(found.st_mode)
        assert (stat.S_IMODE(found.st_mode), found.st_gid) == (0o660, os.getgid())


def test_a_socket_left_behind_is_replaced(tmp_path):
    path = str(tmp_path / "d.sock")
    listeners.init("unix", path, "")[0].close()

    (listener,) = listeners.init("unix", path, "")

    with listener, socket.socket(socket.AF_UNIX) as client:
        client.connect(path)


def test_a_missing_default_group_is_forgiven(tmp_path, caplog):
    try:
        gid = lookup_gid("docker")
    except GoError:
        listeners.init("unix", str(tmp_path / "d.sock"), "docker")[0].close()
        assert "could not change group" in caplog.text
    else:
        if os.geteuid() != 0 and gid not in os.getgroups():
            pytest.skip("there is a group docker, and this user is not in it")
        listeners.init("unix", str(tmp_path / "d.sock"), "docker")[0].close()


def test_any_other_missing_group_is_not(tmp_path):
    with pytest.raises(GoError, match="group no-such-group not found"):
        listeners.init("unix", str(tmp_path / "d.sock"), "no-such-group")


def test_a_path_that_cannot_be_used_is_named(tmp_path):
    path = str(tmp_path / "missing" / "d.sock")

    with pytest.raises(GoError) as refusal:
        listeners.init("unix", path, "")

    assert str(refusal.value) == (
        f"can't create unix socket {path}: listen unix {path}: no such file or directory"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_tcp_listens_where_told(host):
    (listener,) = listeners.init("tcp", f"{host}:0", "")

    with listener:
        assert listener.getsockname()[0] == host.strip("[]")


def test_other_protocols_are_refused():
    with pytest.raises(GoError, match='invalid protocol format: "fd"'):
        listeners.init("fd", "", "")
