import pytest

from engine.daemon import config
from engine.golang.errors import GoError


def test_a_daemon_that_was_told_nothing_has_dockerds_settings():
    conf = config.new()

    config.validate_platform_config(conf)

    assert (conf.root, conf.shm_size, conf.ipc_mode) == ("/var/lib/docker", 67108864, "private")
    assert conf.log_config == config.LogConfig(type="json-file", config={})
    assert conf.get_default_runtime_name() == "runc"
    assert conf.get_exec_root() == "/var/run/docker"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"ipc_mode": "foo"},
            'Default IPC mode setting (foo) is invalid. Use "shareable" or "private".',
        ),
        (
            {"ipc_mode": "host"},
            'IPC mode "host" is not supported as default value. Use "shareable" or "private".',
        ),
        (
            {"cgroup_namespace_mode": "foo"},
            'Default cgroup namespace mode (foo) is invalid. Use "host" or "private".',
        ),
    ],
)
def test_some_modes_cannot_be_a_default(settings, message):
    with pytest.raises(GoError) as caught:
        config.validate_platform_config(config.Config(**settings))

    assert str(caught.value) == message
