import copy

import pytest

from engine.api.types.container.config import Config, HealthConfig
from engine.daemon.commit import merge

IMAGE = Config(
    user="1000",
    exposed_ports={"80/tcp": {}},
    env=["PATH=/bin", "LANG=C", "PATH=/again"],
    cmd=["sh"],
    entrypoint=["init"],
    labels={"a": "image", "b": "image"},
    volumes={"/data": {}},
    working_dir="/work",
    stop_signal="SIGUSR1",
    healthcheck=HealthConfig(test=["CMD", "x"], interval=5, timeout=6, start_period=7, retries=8),
    hostname="never",
    tty=True,
    on_build=["never"],
    shell=["never"],
    stop_timeout=9,
)


def merged(**settings):
    config = Config(**settings)
    merge(config, copy.deepcopy(IMAGE))
    return config


def test_a_user_who_says_nothing_gets_the_images_settings_but_not_all():
    config = merged()

    assert config == Config(
        user="1000",
        exposed_ports={"80/tcp": {}},
        env=IMAGE.env,
        cmd=["sh"],
        entrypoint=["init"],
        labels={"a": "image", "b": "image"},
        volumes={"/data": {}},
        working_dir="/work",
        stop_signal="SIGUSR1",
        healthcheck=IMAGE.healthcheck,
    )


def test_what_the_user_says_stays():
    mine = {"user": "me", "working_dir": "/", "stop_signal": "9", "labels": {"a": "mine"}}

    config = merged(**mine)

    assert (config.user, config.working_dir, config.stop_signal) == ("me", "/", "9")
    assert config.labels == {"a": "mine", "b": "image"}


def test_sets_grow():
    config = merged(exposed_ports={"90/udp": {}}, volumes={"/mine": {}})

    assert set(config.exposed_ports) == {"80/tcp", "90/udp"}
    assert set(config.volumes) == {"/data", "/mine"}


@pytest.mark.parametrize(
    ("env", "result"),
    [
        (["LANG=de"], ["LANG=de", "PATH=/bin"]),
        (["PATH"], ["PATH", "LANG=C"]),
        ([], ["PATH=/bin", "LANG=C", "PATH=/again"]),
    ],
    ids=["another value", "a bare name", "nothing"],
)
def test_the_images_variables_follow_unless_the_user_names_them(env, result):
    config = merged(env=env)

    assert config.env == result


@pytest.mark.parametrize(
    ("entrypoint", "cmd", "result"),
    [
        (None, None, (["init"], ["sh"])),
        (None, ["mine"], (["init"], ["mine"])),
        ([], None, ([], ["sh"])),
        (["mine"], None, (["mine"], None)),
        ([""], None, ([""], None)),
    ],
    ids=["nothing", "a command", "no entrypoint", "an entrypoint", "one empty word"],
)
def test_an_entrypoint_of_the_users_keeps_the_images_command_away(entrypoint, cmd, result):
    config = merged(entrypoint=entrypoint, cmd=cmd)

    assert (config.entrypoint, config.cmd) == result


def test_a_health_check_is_completed_field_by_field():
    config = merged(healthcheck=HealthConfig(test=["NONE"], timeout=1))

    assert config.healthcheck == HealthConfig(
        test=["NONE"], interval=5, timeout=1, start_period=7, retries=8
    )


def test_an_image_without_volumes_turns_an_empty_set_into_none():
    config = Config(volumes={}, labels=None)

    merge(config, Config())

    assert config.volumes is None
    assert config.labels == {}
    assert config.healthcheck is None


def test_containers_of_one_image_share_nothing_that_they_change():
    image = copy.deepcopy(IMAGE)
    config = Config()
    merge(config, image)

    config.env.append("X=1")
    config.volumes["/x"] = {}
    config.labels["x"] = "1"
    config.exposed_ports["1/tcp"] = {}

    assert image == IMAGE
