import pytest

from engine import errdefs
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import CgroupnsMode, NetworkMode, UsernsMode
from engine.container.container import new_base_container
from engine.daemon.config import Config, Runtime
from engine.daemon.daemon_unix import adapt_container_settings, parse_security_opt
from engine.daemon.daemon_unix_setup import (
    get_cgroup_driver,
    setup_remapped_root,
    verify_daemon_settings,
)
from engine.daemon.daemon_unix_verify import verify_platform_container_settings
from engine.golang.errors import GoError
from engine.vendor.containerd import cgroups


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["no-new-privileges"], {"no_new_privileges": True}),
        (["no-new-privileges=false"], {"no_new_privileges": False}),
        (["no-new-privileges:t"], {"no_new_privileges": True}),
        (["apparmor=mine"], {"app_armor_profile": "mine"}),
        (["seccomp:{a=b}"], {"seccomp_profile": "", "app_armor_profile": ""}),
        (["seccomp={a:b}"], {"seccomp_profile": "{a:b}"}),
        (["disable", "label=type:x"], {"process_label": "", "mount_label": ""}),
    ],
    ids=str,
)
def test_security_options_go_to_the_container(options, found):
    container = new_base_container("c", "")

    try:
        parse_security_opt(container, HostConfig(security_opt=options))
    except GoError:
        # The first separator wins, and so the key is one that nobody knows.
        assert options == ["seccomp:{a=b}"]

    for name, value in found.items():
        assert getattr(container, name) == value


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("foo", 'invalid --security-opt 1: "foo"'),
        ("foo=bar", 'invalid --security-opt 2: "foo=bar"'),
        ("no-new-privileges=maybe", 'invalid --security-opt 2: "no-new-privileges=maybe"'),
    ],
)
def test_an_unknown_security_option_is_refused(option, message):
    with pytest.raises(GoError) as caught:
        parse_security_opt(new_base_container("c", ""), HostConfig(security_opt=[option]))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("shares", "adjusted"), [(1, 2), (2, 2), (999_999, 262_144), (0, 0), (-7, -7)]
)
def test_old_clients_shares_are_bent_into_the_kernels_range(start, shares, adjusted):
    host_config = HostConfig(cpu_shares=shares)

    adapt_container_settings(start(), host_config, True)

    assert host_config.cpu_shares == adjusted


def test_newer_clients_shares_stay_as_they_are(start):
    host_config = HostConfig(cpu_shares=1)

    adapt_container_settings(start(), host_config, False)

    assert host_config.cpu_shares == 1


def test_what_the_user_left_open_is_filled_in(start):
    host_config = HostConfig(memory=10)

    adapt_container_settings(start(shm_size=5, ipc_mode="shareable"), host_config, False)

    assert host_config.memory_swap == 20
    assert host_config.shm_size == 5
    assert host_config.ipc_mode == "shareable"
    assert host_config.oom_kill_disable is False


@pytest.mark.parametrize(("privileged", "configured"), [(False, "private"), (True, "private")])
def test_privileged_containers_see_the_hosts_cgroups_on_version_one(start, privileged, configured):
    host_config = HostConfig(privileged=privileged)
    unified = cgroups.mode() is cgroups.CGMode.UNIFIED

    adapt_container_settings(start(cgroup_namespace_mode=configured), host_config, False)

    expected = "host" if privileged and not unified else "private"
    assert host_config.cgroupns_mode == expected


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"shm_size": -1}, "SHM size can not be less than 0"),
        (
            {"oom_score_adj": 1001},
            "Invalid value 1001, range for oom score adj is [-1000, 1000]",
        ),
        ({"runtime": "foo"}, "Unknown runtime specified foo"),
        ({"tmpfs": {"/": ""}}, "invalid specification: destination can't be '/'"),
        ({"tmpfs": {"x": ""}}, "invalid mount path: 'x' mount path must be absolute"),
        ({"cgroupns_mode": CgroupnsMode("foo")}, "invalid cgroup namespace mode: foo"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_this_host_cannot_do_is_refused(start, settings, message):
    with pytest.raises(GoError) as caught:
        verify_platform_container_settings(start(), HostConfig(**settings), False, [])

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"privileged": True}, "privileged mode is incompatible with user namespaces.  You must"),
        (
            {"network_mode": NetworkMode("host")},
            "cannot share the host's network namespace when user namespaces are enabled",
        ),
    ],
)
def test_remapped_containers_cannot_be_the_hosts(start, settings, message):
    daemon = start()
    daemon.config_store.remapped_root = "someone"
    own = HostConfig(**settings, userns_mode=UsernsMode("host"))

    verify_platform_container_settings(daemon, own, False, [])
    with pytest.raises(GoError) as caught:
        verify_platform_container_settings(daemon, HostConfig(**settings), False, [])

    assert str(caught.value).startswith(message)


def test_a_parent_of_systemds_is_a_slice(start):
    daemon = start()
    daemon.config_store.exec_options = ["native.cgroupdriver=systemd"]

    verify_platform_container_settings(daemon, HostConfig(cgroup_parent="a.slice"), False, [])
    with pytest.raises(GoError, match=r'a valid slice named as "xxx\.slice"'):
        verify_platform_container_settings(daemon, HostConfig(cgroup_parent=".slice"), False, [])


def test_ports_mean_nothing_on_the_hosts_network(start):
    warnings = []
    host_config = HostConfig(network_mode=NetworkMode("host"), port_bindings={"80/tcp": []})

    verify_platform_container_settings(start(), host_config, False, warnings)

    assert warnings == ["Published ports are discarded when using host network mode"]


def test_an_old_runtime_is_worth_a_warning(start):
    warnings = []
    host_config = HostConfig(
        runtime="io.containerd.runtime.v1.linux", network_mode=NetworkMode("none")
    )

    verify_platform_container_settings(start(), host_config, False, warnings)

    assert warnings == [
        'Configured runtime "io.containerd.runtime.v1.linux" is deprecated and will be removed '
        "in the next release."
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["native.cgroupdriver=foo"], "native.cgroupdriver option foo not supported"),
        (
            ["x=y", "native.cgroupdriver=none"],
            "native.cgroupdriver option none is internally used and cannot be specified manually",
        ),
    ],
)
def test_an_unknown_cgroup_driver_is_refused(options, message):
    with pytest.raises(GoError) as caught:
        verify_daemon_settings(Config(exec_options=options))

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("settings", "driver"),
    [
        ({"exec_options": ["native.cgroupdriver=systemd"]}, "systemd"),
        ({"exec_options": ["native.cgroupdriver=cgroupfs"]}, "cgroupfs"),
        ({"exec_options": ["native.cgroupdriver=cgroupfs", "junk"], "rootless": True}, "none"),
    ],
)
def test_somebody_makes_the_cgroups(settings, driver):
    assert get_cgroup_driver(Config(**settings)) == driver


def test_the_default_runtime_must_exist():
    with pytest.raises(GoError) as caught:
        verify_daemon_settings(Config(default_runtime="foo"))

    assert str(caught.value) == "specified default runtime 'foo' does not exist"


def test_a_runtime_with_arguments_gets_a_script(start, tmp_path):
    start(runtimes={"mine": Runtime(path="/bin/mine", args=["--debug", "-x"])})

    (script,) = (tmp_path / "root" / "runtimes").iterdir()
    assert script.name == "mine"
    assert script.read_text() == "#!/bin/sh\n/bin/mine --debug -x $@\n"
    assert script.stat().st_mode & 0o777 == 0o700


def test_user_namespaces_are_not_made():
    with pytest.raises(GoError, match="User namespaces are not supported by this engine"):
        setup_remapped_root(Config(remapped_root="default"))


def test_no_settings_need_no_check(start):
    verify_platform_container_settings(start(), None, False, [])


@pytest.mark.parametrize(
    ("networks", "kind"), [(("host", "l"), errdefs.InvalidParameter), (("none", "l"), None)]
)
def test_the_hosts_network_cannot_be_linked_to(daemon, request_for, networks, kind):
    mode, name = networks
    daemon.container_create(request_for(name * 2, network_mode=NetworkMode(mode)))
    wanted = request_for(links=[name * 2])

    if kind is None:
        assert daemon.container_create(wanted).id
        return
    with pytest.raises(kind, match="host type networking can't be used with links"):
        daemon.container_create(wanted)
