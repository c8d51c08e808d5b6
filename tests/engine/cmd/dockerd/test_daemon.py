"""A whole engine on a directory of its own, started and stopped inside this process."""

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time

import pytest

from engine.cmd.dockerd.daemon import DaemonCli, configure_daemon_logs
from engine.daemon.config import Config
from engine.golang.errors import GoError

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="the engine makes layers and owners, which only root may"
)


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("docker")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(self.path)


def ask(path, method, url, body=None):
    connection = Connection(path)
    try:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, url, json.dumps(body) if body is not None else None, headers)
        response = connection.getresponse()
        data = response.read()
        return response.status, json.loads(data) if data.startswith((b"{", b"[")) else data
    finally:
        connection.close()


def answers(path):
    try:
        return ask(path, "GET", "/_ping")[0] == 200
    except OSError:
        return False


@pytest.fixture
def make_config(tmp_path):
    def make(**settings):
        settings.setdefault("root", str(tmp_path / "root"))
        settings.setdefault("hosts", [f"unix://{tmp_path}/d.sock"])
        return Config(
            exec_root=str(tmp_path / "exec"),
            pidfile=str(tmp_path / "d.pid"),
            graph_driver="vfs",
            **settings,
        )

    return make


@pytest.fixture
def engine(make_config):
    cli = DaemonCli(make_config())
    cli.start()
    yield cli
    cli.stop()


@pytest.fixture
def sock(tmp_path):
    return str(tmp_path / "d.sock")


def test_it_answers_once_it_has_started(engine, sock):
    status, body = ask(sock, "GET", "/_ping")

    assert (status, body) == (200, b"OK")
    assert stat.S_IMODE(os.stat(sock).st_mode) == 0o660


def test_it_says_what_it_is(engine, sock):
    _, version = ask(sock, "GET", "/version")
    _, info = ask(sock, "GET", "/info")

    assert (version["Version"], version["ApiVersion"]) == ("20.10.13", "1.41")
    assert version["GoVersion"].startswith("python")
    assert (info["Containers"], info["Images"], info["Driver"]) == (0, 0, "vfs")
    assert info["DockerRootDir"] == engine.config.root


def test_an_unknown_image_is_404(engine, sock):
    status, body = ask(sock, "POST", "/containers/create", {"Image": "nope", "Cmd": ["x"]})

    assert (status, body) == (404, {"message": "No such image: nope:latest"})


def test_stopping_leaves_neither_socket_nor_pid_file_nor_lock(make_config, sock, tmp_path):
    cli = DaemonCli(make_config())
    cli.start()
    pid = (tmp_path / "d.pid").read_text()

    cli.stop()

    assert pid == str(os.getpid())
    assert not os.path.exists(sock)
    assert not (tmp_path / "d.pid").exists()
    again = DaemonCli(make_config())
    again.start()
    again.stop()


def test_stopping_twice_does_nothing(make_config):
    cli = DaemonCli(make_config())
    cli.start()
    cli.stop()

    cli.stop()
    cli.wait()


def test_the_umask_of_the_embedding_program_comes_back(make_config):
    before = os.umask(0o027)
    try:
        cli = DaemonCli(make_config())
        cli.start()
        cli.stop()

        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


def test_a_second_engine_on_the_same_data_root_is_refused(engine, make_config, tmp_path):
    config = make_config(hosts=[f"unix://{tmp_path}/other.sock"])
    config.pidfile = ""

    with pytest.raises(GoError, match="another engine is at work on"):
        DaemonCli(config).start()

    assert not os.path.exists(tmp_path / "other.sock")


def test_a_pid_file_of_a_living_process_is_respected(make_config, tmp_path):
    (tmp_path / "d.pid").write_text(str(os.getpid()))

    with pytest.raises(GoError) as refusal:
        DaemonCli(make_config()).start()

    assert str(refusal.value) == (
        f"failed to start daemon: pid file found, ensure docker is not running or delete "
        f"{tmp_path}/d.pid"
    )


def test_a_host_that_is_no_address_is_refused_and_nothing_is_left(make_config, tmp_path):
    with pytest.raises(GoError) as refusal:
        DaemonCli(make_config(hosts=["foo://x"])).start()

    assert str(refusal.value) == ("error parsing -H foo://x: Invalid bind address format: foo://x")
    assert not (tmp_path / "d.pid").exists()


def test_it_listens_on_every_host_once(make_config, tmp_path, caplog):
    one, two = f"unix://{tmp_path}/1.sock", f"unix://{tmp_path}/2.sock"
    cli = DaemonCli(make_config(hosts=[one, two, one, "tcp://127.0.0.1:0"]))

    cli.start()

    try:
        assert len(cli.api.servers) == 3
        assert [ask(f"{tmp_path}/{n}.sock", "GET", "/_ping")[1] for n in (1, 2)] == [b"OK"] * 2
        assert "insecure and gives root access" in caplog.text
    finally:
        cli.stop()


def test_a_log_level_that_is_none_is_refused():
    with pytest.raises(GoError, match="unable to parse logging level: loud"):
        configure_daemon_logs(Config(log_level="loud"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_program_ends_cleanly_on_a_signal(tmp_path, number):
    path = f"{tmp_path}/d.sock"
    argv = ["-H", f"unix://{path}", "--data-root", f"{tmp_path}/root", "-s", "vfs"]
    argv += ["--exec-root", f"{tmp_path}/exec", "-p", f"{tmp_path}/d.pid"]
    process = subprocess.Popen(
        [sys.executable, "-m", "engine.cmd.dockerd.docker", *argv], stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 20
        while not answers(path):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)

        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
        process.communicate()

    assert process.returncode == 0, err
    assert not os.path.exists(path)
    assert not os.path.exists(tmp_path / "d.pid")
