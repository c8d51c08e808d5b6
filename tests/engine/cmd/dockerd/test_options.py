"""Settings from flags."""

import pytest

from engine.cmd.dockerd import docker
from engine.cmd.dockerd.options import install_flags
from engine.daemon import config
from engine.vendor.spf13.pflag import FlagSet


def parse(*argv):
    conf = config.new()
    flags = FlagSet("dockerd")
    install_flags(conf, flags)
    flags.parse(argv)
    return conf


def test_flags_fill_the_settings():
    conf = parse(
        "-D", "-H", "unix:///a", "--host=tcp://b", "--data-root", "/r", "--exec-root=/e",
        "-p", "/p.pid", "-s", "vfs", "--insecure-registry", "x:5000", "--registry-mirror=http://m",
    )  # fmt: skip

    assert (conf.debug, conf.hosts, conf.root) == (True, ["unix:///a", "tcp://b"], "/r")
    assert (conf.exec_root, conf.pidfile, conf.graph_driver) == ("/e", "/p.pid", "vfs")
    assert (conf.insecure_registries, conf.registry_mirrors) == (["x:5000"], ["http://m"])


def test_without_flags_they_are_those_of_dockerd():
    conf = parse()

    assert (conf.root, conf.exec_root) == ("/var/lib/docker", "/var/run/docker")
    assert (conf.pidfile, conf.hosts, conf.socket_group) == ("/var/run/docker.pid", [], "docker")


def test_help_lists_the_flags(capsys):
    status = docker.main(["--help"])

    out = capsys.readouterr().out
    assert status == 0
    assert "Usage:  dockerd [OPTIONS]" in out
    assert "--data-root string" in out


def test_version_names_the_engine_it_answers_as(capsys):
    status = docker.main(["--version"])

    assert (status, capsys.readouterr().out) == (0, "Docker version 20.10.13, build 906f57f\n")


@pytest.mark.parametrize("flag", ["--nope", "-Z"])
def test_an_unknown_flag_is_refused(capsys, flag):
    status = docker.main([flag])

    assert status == 1
    assert "unknown" in capsys.readouterr().err
