import io
import json
import os
import re
import threading
from pathlib import Path

import pytest

from engine import errdefs
from engine.api.types.configs import ContainerCreateConfig, ContainerRmConfig
from engine.api.types.container.config import Config
from engine.api.types.container.host_config import LogConfig
from engine.api.types.container.modes import IpcMode, NetworkMode, PidMode
from engine.api.types.mount.mount import Mount, Type
from engine.api.types.network.network import (
    EndpointIPAMConfig,
    EndpointSettings,
    NetworkingConfig,
)
from engine.daemon.create import merge_and_verify_config
from engine.daemon.errors import NameConflict
from engine.golang.errors import GoError
from engine.pkg.idtools import IdentityMapping
from engine.vendor.opencontainers.image_spec.v1 import Platform

HEX = re.compile("[0-9a-f]{64}")


def stored(daemon, id):
    directory = Path(daemon.repository, id)
    return (
        json.loads((directory / "config.v2.json").read_text()),
        json.loads((directory / "hostconfig.json").read_text()),
    )


def remains(daemon):
    """Everything that a create could have left behind."""
    root = Path(daemon.root)
    driver = daemon.image_service.graph_driver_for_os("linux")
    facts = root / "image" / driver / "layerdb"
    with open("/proc/self/mountinfo") as file:
        mounts = [line for line in file if f" {root}/" in line]
    return {
        "containers": sorted(os.listdir(root / "containers")),
        "layers": sorted(os.listdir(root / driver)),
        "links": sorted(os.listdir(root / driver / "l")),
        "mounts": sorted(path.name for path in (facts / "mounts").glob("*")),
        "volumes": sorted(name for name in os.listdir(root / "volumes") if HEX.match(name)),
        "mounted": mounts,
        "names": daemon.containers_replica.snapshot().get_all_names(),
        "known": daemon.containers.size(),
        "states": daemon.state_ctr.get(),
    }


def test_a_created_container_can_be_found_by_id_name_and_beginning(daemon, request_for):
    created = daemon.container_create(request_for("web"))

    found = [
        daemon.container_inspect(text, False, "1.41").id
        for text in (created.id, "web", "/web", created.id[:6])
    ]
    assert HEX.fullmatch(created.id)
    assert created.warnings == []
    assert found == [created.id] * 4
    assert daemon.state_ctr.get() == (0, 0, 1)


def test_image_and_daemon_complete_what_the_user_said(daemon, request_for):
    created = daemon.container_create(request_for(env=["LANG=de"], labels={"mine": "x"}))

    config, host_config = stored(daemon, created.id)
    assert config["Path"] == "sh"
    assert config["Args"] == []
    assert config["Config"]["Hostname"] == created.id[:12]
    assert config["Config"]["Env"] == ["LANG=de", "PATH=/bin"]
    assert config["Config"]["Labels"] == {"from": "image", "mine": "x"}
    assert list(config["NetworkSettings"]["Networks"]) == ["bridge"]
    assert config["NetworkSettings"]["IsAnonymousEndpoint"] is True
    assert host_config["Runtime"] == "runc"
    assert host_config["ShmSize"] == 67108864
    assert host_config["LogConfig"] == {"Type": "json-file", "Config": {}}
    assert len(host_config["MaskedPaths"]) == 10
    assert host_config["NetworkMode"] == "default"


def test_directories_have_the_modes_that_dockerd_gives_them(daemon, request_for):
    created = daemon.container_create(request_for())

    directory = Path(daemon.repository, created.id)
    modes = {
        name: oct((directory / name).stat().st_mode & 0o7777)
        for name in (".", "checkpoints", "config.v2.json", "hostconfig.json")
    }
    assert modes == {
        ".": "0o710",
        "checkpoints": "0o700",
        "config.v2.json": "0o600",
        "hostconfig.json": "0o644",
    }


def test_nothing_stays_mounted(daemon, request_for):
    daemon.container_create(request_for(working_dir="/new", volumes={"/data": {}}))

    assert remains(daemon)["mounted"] == []


def test_a_container_of_no_image_needs_a_command_only(daemon, request_for):
    created = daemon.container_create(request_for(image="", cmd=["x"]))

    config, _ = stored(daemon, created.id)
    assert config["Image"] == ""
    assert config["Config"]["Labels"] is None


def test_the_image_fills_new_volumes(daemon, request_for):
    created = daemon.container_create(
        request_for(volumes={"/data": {}}, binds=["named:/data2", "named2:/etc"])
    )

    mounts = daemon.containers.get(created.id).mount_points
    anonymous = Path(mounts["/data"].volume.path())
    assert (anonymous / "file").read_bytes() == b"from the image"
    assert os.listdir(Path(daemon.root, "volumes/named/_data")) == []
    assert "passwd" in os.listdir(Path(daemon.root, "volumes/named2/_data"))


def test_events_tell_volumes_first_and_the_container_last(daemon, request_for):
    _, listener, cancel = daemon.events_service.subscribe()

    created = daemon.container_create(request_for("web", binds=["named:/data"], labels={"a": "b"}))
    cancel()

    told = [(event.type, event.action, event.actor.id) for event in listener]
    assert told == [("volume", "create", "named"), ("container", "create", created.id)]


def test_labels_cannot_hide_image_and_name_in_an_event(daemon, request_for):
    _, listener, cancel = daemon.events_service.subscribe()

    daemon.container_create(request_for("web", labels={"image": "x", "name": "y", "l": "z"}))
    cancel()

    (event,) = listener
    assert event.actor.attributes == {"image": "bb", "name": "web", "l": "z", "from": "image"}


@pytest.mark.parametrize(
    ("settings", "kind", "message"),
    [
        ({"image": "nope"}, errdefs.NotFound, "No such image: nope:latest"),
        ({"name": "a"}, errdefs.InvalidParameter, "Invalid container name (a), only "),
        ({"image": "", "cmd": None}, errdefs.InvalidParameter, "No command specified"),
        ({"security_opt": ["foo"]}, None, 'invalid --security-opt 1: "foo"'),
        ({"storage_opt": {"foo": ""}}, errdefs.System, "Unknown option foo"),
        ({"binds": ["/x:rw"]}, None, "invalid volume specification: '/x:rw'"),
        ({"binds": ["one:/b", "two:/b"]}, errdefs.InvalidParameter, "Duplicate mount point: /b"),
        ({"links": ["x"]}, errdefs.InvalidParameter, "could not get container for x: No such con"),
        ({"links": ["a:b:c"]}, None, "bad format for links: a:b:c"),
        ({"working_dir": "/bin/sh"}, None, "Cannot mkdir: /bin/sh is not a directory"),
        ({"volumes": {"/bin/sh": {}}}, None, "cannot mount volume over existing file, file exists"),
        ({"binds": ["one:/bin/sh"]}, None, "is not directory"),
        ({"volumes_from": ["x"]}, errdefs.InvalidParameter, "No such container: x"),
        (
            {"mounts": [Mount(type=Type("volume"), target="/m")], "links": ["x"]},
            errdefs.InvalidParameter,
            "could not get container for x: No such container: x",
        ),
        (
            {"volumes": {"/v": {}, "/bin/sh": {}}},
            None,
            "cannot mount volume over existing file, file exists",
        ),
        (
            {"log_config": LogConfig(type="foo")},
            errdefs.InvalidParameter,
            'error looking up logging plugin foo: plugin "foo" not found',
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_create_that_fails_leaves_nothing_behind(daemon, request_for, settings, kind, message):
    before = remains(daemon)

    with pytest.raises((errdefs.Error, GoError)) as caught:
        daemon.container_create(request_for(**settings))

    assert message in str(caught.value)
    assert errdefs.kind_of(caught.value) is kind
    assert remains(daemon) == before


class FailingLayers:
    """An image service whose disk is full where layers are made or mounted."""

    def __init__(self, service, where):
        self._service = service
        self._where = where

    def __getattr__(self, name):
        return getattr(self._service, name)

    def create_layer(self, container, init):
        if self._where == "create":
            raise OSError(28, "No space left on device")
        layer = self._service.create_layer(container, init)
        return FailingMount(layer)

    def release_layer(self, layer, os):
        self._service.release_layer(layer.layer, os)


class FailingMount:
    def __init__(self, layer):
        self.layer = layer

    def mount(self, label):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("where", ["create", "mount"])
def test_a_full_disk_is_the_hosts_fault_and_leaves_nothing_behind(daemon, request_for, where):
    before = remains(daemon)
    whole = daemon.image_service
    daemon.image_service = FailingLayers(whole, where)

    with pytest.raises((errdefs.Error, OSError)) as caught:
        daemon.container_create(request_for(volumes={"/data": {}}))

    daemon.image_service = whole
    assert errdefs.http_status(caught.value) == 500
    assert remains(daemon) == before


def test_a_container_directory_that_cannot_be_made_leaves_nothing_behind(daemon, request_for):
    before = remains(daemon)

    class Mapping(IdentityMapping):
        """Says who root is until the layer is there, and then nonsense that chown refuses."""

        asked = 0

        def root_pair(self):
            Mapping.asked += 1
            pair = super().root_pair()
            return pair if Mapping.asked < 2 else pair._replace(gid=-5)

    daemon.id_mapping = Mapping()
    with pytest.raises((errdefs.Error, GoError, OSError, OverflowError)):
        daemon.container_create(request_for())

    assert {**remains(daemon), "containers": []} == {**before, "containers": []}
    assert os.listdir(daemon.repository) == []


def test_a_failed_create_says_destroy_but_never_create(daemon, request_for):
    _, listener, cancel = daemon.events_service.subscribe()

    with pytest.raises(GoError):
        daemon.container_create(request_for("web", security_opt=["foo"]))
    cancel()

    assert [(event.type, event.action) for event in listener] == [("container", "destroy")]


def test_named_volumes_that_were_made_on_the_way_stay(daemon, request_for):
    with pytest.raises(errdefs.Error):
        daemon.container_create(request_for(binds=["kept:/x"], links=["nope"]))

    assert os.path.isdir(Path(daemon.root, "volumes/kept"))


def test_a_name_goes_to_the_first_who_asks(daemon, request_for):
    first = daemon.container_create(request_for("web"))

    with pytest.raises(NameConflict) as caught:
        daemon.container_create(request_for("/web"))

    assert str(caught.value) == (
        f'Conflict. The container name "/web" is already in use by container "{first.id}". '
        "You have to remove (or rename) that container to be able to reuse that name."
    )


def test_the_name_of_a_failed_create_is_free(daemon, request_for):
    with pytest.raises(GoError):
        daemon.container_create(request_for("web", security_opt=["foo"]))

    assert daemon.container_create(request_for("web")).id


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"stop_signal": "FOO", "image": "nope"}, "Invalid signal: FOO"),
        ({"image": "nope", "name": "a"}, "No such image: nope:latest"),
        ({"log_config": LogConfig(config={"zz": ""}), "name": "a"}, "unknown log opt 'zz' for"),
        ({"name": "a", "security_opt": ["foo"]}, "Invalid container name (a)"),
        ({"security_opt": ["foo"], "binds": ["/x:rw"]}, 'invalid --security-opt 1: "foo"'),
        ({"storage_opt": {"f": ""}, "binds": ["/x:rw"]}, "Unknown option f"),
        ({"binds": ["/x:rw"], "links": ["nope"]}, "invalid volume specification: '/x:rw'"),
        ({"links": ["nope"], "working_dir": "/bin/sh"}, "could not get container for nope"),
    ],
    ids=lambda value: " before ".join(value) if isinstance(value, dict) else None,
)
def test_of_two_faults_the_one_that_dockerd_names_is_named(daemon, request_for, settings, message):
    with pytest.raises((errdefs.Error, GoError)) as caught:
        daemon.container_create(request_for(**settings))

    assert message in str(caught.value)


def test_a_create_without_settings_is_refused(daemon):
    with pytest.raises(errdefs.InvalidParameter) as caught:
        daemon.container_create(ContainerCreateConfig())

    assert str(caught.value) == "Config cannot be empty in order to create a container"


def test_without_a_host_configuration_there_is_an_empty_one(daemon):
    created = daemon.container_create(ContainerCreateConfig(config=Config(image="bb")))

    _, host_config = stored(daemon, created.id)
    # Verification, which would have filled it in, had nothing to verify.
    assert "Runtime" not in host_config
    assert host_config["IpcMode"] == "private"


def test_an_image_for_another_machine_is_worth_a_warning(start, image_archive, request_for):
    daemon = start()
    foreign = image_archive(name="foreign:latest", architecture="s390x")
    daemon.image_service.load_image(foreign, io.BytesIO(), True)

    created = daemon.container_create(request_for(image="foreign"))

    (warning,) = created.warnings
    assert warning.startswith("The requested image's platform (linux/s390x) does not match the ")
    assert warning.endswith(" and no specific platform was requested")


def test_an_image_for_another_platform_than_asked_for_is_none(daemon, request_for):
    wanted = request_for()
    wanted.platform = Platform(os="linux", architecture="arm64")

    with pytest.raises(errdefs.NotFound) as caught:
        daemon.container_create(wanted)

    assert str(caught.value) == (
        "image with reference bb was found but does not match the specified platform: "
        "wanted linux/arm64, actual: linux/amd64"
    )


@pytest.mark.parametrize(
    ("endpoints", "message"),
    [
        (
            {"a": EndpointSettings(), "b": EndpointSettings()},
            "Container cannot be connected to network endpoints: a, b",
        ),
        ({"a": None}, "no EndpointSettings for a"),
        (
            {"a": EndpointSettings(ipam_config=EndpointIPAMConfig(ipv4_address="::1"))},
            "invalid IPv4 address: ::1",
        ),
        (
            {"a": EndpointSettings(ipam_config=EndpointIPAMConfig(ipv6_address="1.2.3.4"))},
            "invalid IPv6 address: 1.2.3.4",
        ),
    ],
    ids=["two", "nothing", "no IPv4", "no IPv6"],
)
def test_one_network_with_good_addresses_can_be_asked_for(daemon, request_for, endpoints, message):
    wanted = request_for()
    wanted.networking_config = NetworkingConfig(endpoints_config=endpoints)

    with pytest.raises(errdefs.InvalidParameter) as caught:
        daemon.container_create(wanted)

    assert str(caught.value) == message


def test_shared_namespaces_name_the_other_container_by_its_id(daemon, request_for):
    other = daemon.container_create(request_for("other"))

    created = daemon.container_create(
        request_for(
            network_mode=NetworkMode("container:other"),
            ipc_mode=IpcMode("container:other"),
            pid_mode=PidMode(f"container:{other.id[:8]}"),
        )
    )

    config, host_config = stored(daemon, created.id)
    for key in ("NetworkMode", "IpcMode", "PidMode"):
        assert host_config[key] == f"container:{other.id}"
    assert config["NetworkSettings"]["Networks"] is None


@pytest.mark.parametrize(
    ("settings", "options"),
    [
        ({"privileged": True}, ["label=disable"]),
        ({"pid_mode": PidMode("host")}, ["label=disable"]),
        ({"ipc_mode": IpcMode("host"), "security_opt": ["label=x"]}, ["label=x"]),
        ({}, None),
    ],
)
def test_who_sees_the_whole_host_gets_no_label(daemon, request_for, settings, options):
    created = daemon.container_create(request_for(**settings))

    _, host_config = stored(daemon, created.id)
    assert host_config["SecurityOpt"] == options


def test_an_unknown_owner_of_a_namespace_is_refused(daemon, request_for):
    with pytest.raises(errdefs.InvalidParameter) as caught:
        daemon.container_create(request_for(ipc_mode=IpcMode("container:nope")))

    assert str(caught.value) == "No such container: nope"


def test_an_entrypoint_of_one_empty_word_is_none():
    config = Config(entrypoint=[""], cmd=["a", "b"])

    merge_and_verify_config(config, None)

    assert config.entrypoint is None


def test_many_threads_make_as_many_containers(daemon, request_for):
    made, failed = [], []

    def create(number):
        try:
            made.append(daemon.container_create(request_for(f"web{number % 4}", cmd=["x"])).id)
        except NameConflict:
            failed.append(number)

    threads = [threading.Thread(target=create, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 4
    assert len(failed) == 4
    assert sorted(os.listdir(daemon.repository)) == sorted(made)
    for id in made:
        daemon.container_rm(id, ContainerRmConfig(force_remove=True))
    assert remains(daemon)["known"] == 0
