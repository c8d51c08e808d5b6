import io
import json
import os
import shutil
from pathlib import Path

import pytest

from engine.api.types.client import ContainerListOptions
from engine.api.types.container.modes import NetworkMode
from engine.vendor.moby.sys import mount

ID = "ab" * 32


def files_of(daemon, id):
    directory = Path(daemon.repository, id)
    return {
        path.name: (path.read_text(), path.stat().st_ino)
        for path in directory.iterdir()
        if path.is_file()
    }


def test_a_second_daemon_finds_the_containers_and_leaves_their_files_alone(
    daemon, request_for, start
):
    id = daemon.container_create(
        request_for("web", binds=["named:/x"], dns=[], dns_search=[], dns_options=[])
    ).id
    before = files_of(daemon, id)

    second = start()

    assert files_of(second, id) == before
    assert second.container_inspect("web", False, "1.41").id == id
    assert second.state_ctr.get() == (0, 0, 1)
    assert second.containers.get(id).mount_points["/x"].volume.name() == "named"


def test_lists_that_were_null_are_written_as_dockerd_writes_them(daemon, request_for, start):
    id = daemon.container_create(request_for()).id

    second = start()

    host_config = json.loads(Path(second.repository, id, "hostconfig.json").read_text())
    assert host_config["Dns"] == host_config["DnsSearch"] == host_config["DnsOptions"] == []


def test_names_are_taken_after_a_restart(daemon, request_for, start):
    daemon.container_create(request_for("web"))

    with pytest.raises(Exception, match='The container name "/web" is already in use'):
        start().container_create(request_for("web"))


def test_a_container_that_was_to_go_goes_without_its_volumes(daemon, request_for, start):
    daemon.container_create(request_for(auto_remove=True, volumes={"/x": {}}))

    second = start()

    assert second.containers.size() == 0
    assert os.listdir(second.repository) == []
    assert len([p for p in Path(second.root, "volumes").iterdir() if p.is_dir()]) == 1


def test_one_that_runs_elsewhere_is_left_alone(daemon, request_for, start):
    id = daemon.container_create(request_for(auto_remove=True)).id
    config = Path(daemon.repository, id, "config.v2.json")
    config.write_text(config.read_text().replace('"Running":false', '"Running":true', 1))

    second = start()

    assert second.containers_(ContainerListOptions())[0].id == id
    assert second.state_ctr.get() == (1, 0, 0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Driver":"overlay2"', '"Driver":"vfs"'),
        ('"ID":"', '"ID":"x'),
        ('"State":{', '"State":['),
    ],
    ids=["another driver", "another ID", "damaged"],
)
def test_what_cannot_be_loaded_stays_on_disk_untouched(daemon, request_for, start, old, new):
    id = daemon.container_create(request_for()).id
    config = Path(daemon.repository, id, "config.v2.json")
    config.write_text(config.read_text().replace(old, new, 1))
    before = files_of(daemon, id)

    second = start()

    assert second.containers.size() == 0
    assert files_of(second, id) == before


def test_a_container_without_its_layer_is_not_loaded(daemon, request_for, start, caplog):
    id = daemon.container_create(request_for()).id
    shutil.rmtree(Path(daemon.root, "image/overlay2/layerdb/mounts", id))

    second = start()

    assert second.containers.size() == 0
    assert f"failed to load container {id}: mount does not exist" in caplog.text


def test_of_two_with_one_name_one_is_loaded(daemon, request_for, start, caplog):
    daemon.container_create(request_for("one"))
    other = daemon.container_create(request_for("two"))
    config = Path(daemon.repository, other.id, "config.v2.json")
    config.write_text(config.read_text().replace('"Name":"/two"', '"Name":"/one"'))

    second = start()

    assert second.containers.size() == 1
    assert "failed to register container" in caplog.text


def test_a_removal_that_was_cut_off_leaves_a_dead_container(daemon, request_for, start):
    id = daemon.container_create(request_for()).id
    config = Path(daemon.repository, id, "config.v2.json")
    text = config.read_text().replace('"RemovalInProgress":false', '"RemovalInProgress":true')
    config.write_text(text)

    state = start().container_inspect(id, False, "1.41").state

    assert (state.status, state.dead) == ("dead", True)


def test_a_create_that_was_cut_off_late_is_undone(daemon, request_for, start):
    id = daemon.container_create(request_for("web", binds=["named:/x", "/y"])).id
    config = Path(daemon.repository, id, "config.v2.json")
    stored = json.loads(config.read_text())
    stored["NetworkSettings"]["Networks"] = None
    config.write_text(json.dumps(stored))

    second = start()

    assert os.listdir(second.repository) == []
    volumes = [path.name for path in Path(second.root, "volumes").iterdir() if path.is_dir()]
    assert volumes == ["named"]
    assert second.container_create(request_for("web")).id != id


def test_a_guest_of_another_containers_network_has_no_networks_and_stays(
    daemon, request_for, start
):
    daemon.container_create(request_for("host"))
    guest = daemon.container_create(request_for(network_mode=NetworkMode("container:host")))

    assert start().containers.get(guest.id) is not None


def half_made_container(daemon):
    directory = Path(daemon.repository, ID)
    (directory / "checkpoints").mkdir(parents=True)
    (directory / ".tmp-config.v2.json123").write_text("{")
    return directory


def half_registered_layer(daemon):
    directory = Path(daemon.root, "image/overlay2/layerdb/tmp/write-set-1")
    directory.mkdir(parents=True)
    (directory / "diff").write_text("")
    return directory


def layer_without_facts(daemon):
    daemon.image_service.layer_stores["linux"].driver.create(ID, "")
    return Path(daemon.root, "overlay2", ID)


def short_name_to_nowhere(daemon):
    link = Path(daemon.root, "overlay2/l/ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    link.symlink_to("../nowhere/diff")
    return link


def trial_of_the_kernel(daemon):
    directory = Path(daemon.root, "overlay2/opaque-bug-check146277254")
    (directory / "l3/d").mkdir(parents=True)
    return directory


def facts_without_layer(daemon):
    directory = Path(daemon.root, "image/overlay2/layerdb/mounts", ID)
    directory.mkdir(parents=True)
    return directory


@pytest.mark.parametrize(
    "leave",
    [
        half_made_container,
        half_registered_layer,
        layer_without_facts,
        short_name_to_nowhere,
        trial_of_the_kernel,
        facts_without_layer,
    ],
    ids=lambda make: make.__name__,
)
def test_what_a_killed_engine_left_is_swept_up(daemon, request_for, start, leave):
    whole = daemon.container_create(request_for()).id
    path = leave(daemon)

    second = start()

    assert not os.path.lexists(path)
    assert [ctr.id for ctr in second.containers.list()] == [whole]
    assert second.container_create(request_for()).id


def test_a_layer_of_a_container_that_was_never_made_is_swept_up(daemon, request_for, start):
    id = daemon.container_create(request_for()).id
    mount_id = daemon.image_service.get_layer_mount_id(id, "linux")
    shutil.rmtree(Path(daemon.repository, id))

    second = start()

    root = Path(second.root)
    assert not (root / "overlay2" / mount_id).exists()
    assert not (root / "overlay2" / f"{mount_id}-init").exists()
    assert not (root / "image/overlay2/layerdb/mounts" / id).exists()


def test_a_mount_that_was_left_is_taken_away(daemon, request_for, start):
    id = daemon.container_create(request_for()).id
    container = daemon.containers.get(id)
    daemon.mount(container)
    merged = str(container.base_fs)
    daemon.image_service.layer_stores.clear()  # A killed engine unmounts nothing.

    start()

    assert not os.path.exists(merged)


def test_temporary_files_of_a_whole_container_go(daemon, request_for, start):
    id = daemon.container_create(request_for()).id
    leftover = Path(daemon.repository, id, ".tmp-hostconfig.json42")
    leftover.write_text("{")

    second = start()

    assert not leftover.exists()
    assert second.containers.get(id) is not None


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (f"containers/{ID}/hosts", "127.0.0.1"),
        ("overlay2/abcdefghijklmnopqrstuvwxy/link", "BUILDKITSOWNBUILDKITSOWNBU"),
        ("containers/lost+found/x", ""),
    ],
    ids=["somebody's container", "BuildKit's layer", "no container at all"],
)
def test_what_others_may_have_left_is_not_touched(daemon, start, path, content):
    file = Path(daemon.root, path)
    file.parent.mkdir(parents=True)
    file.write_text(content)

    start()

    assert file.read_text() == content


def test_images_are_whole_after_sweeping(daemon, start, image_archive, request_for):
    start()

    second = start()
    second.image_service.load_image(image_archive(), io.BytesIO(), True)
    made = second.container_create(request_for(volumes={"/data": {}}))

    path = second.containers.get(made.id).mount_points["/data"].volume.path()
    assert os.listdir(path) == ["file"]


def test_nothing_is_mounted_after_all_this(daemon, start):
    second = start()

    mount.recursive_unmount(second.root)

    with open("/proc/self/mountinfo") as file:
        assert second.root not in file.read()
