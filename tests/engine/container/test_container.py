import json
import os

import pytest

from engine.api.types.container.config import Config
from engine.api.types.container.host_config import HostConfig
from engine.api.types.container.modes import NetworkMode
from engine.container.container import new_base_container
from engine.container.view import new_view_db
from engine.golang.errors import GoError
from engine.golang.struct_tags import JSONError
from engine.pkg import idtools
from engine.pkg.containerfs import Local

ME = idtools.current_identity()


@pytest.fixture(autouse=True)
def daemons_umask():
    old = os.umask(0o022)
    yield
    os.umask(old)


@pytest.fixture
def container(tmp_path):
    root = tmp_path / "containers" / "c1"
    root.mkdir(parents=True)
    made = new_base_container("c1", str(root))
    made.name = "/web"
    made.created = "2022-03-10T17:32:35.123456789Z"
    made.config = Config(hostname="c1", cmd=["<sh>"], labels={})
    made.host_config = HostConfig(network_mode=NetworkMode("none"), dns=["1.1.1.1"])
    return made


def test_a_checkpoint_writes_both_files_and_nothing_else(container, tmp_path):
    store = new_view_db()

    container.checkpoint_to(store)

    root = tmp_path / "containers" / "c1"
    modes = {entry.name: oct(entry.stat().st_mode)[-3:] for entry in root.iterdir()}
    assert modes == {"config.v2.json": "600", "hostconfig.json": "644"}
    text = (root / "config.v2.json").read_text()
    assert text.startswith('{"StreamConfig":{},"State":{"Running":false,')
    assert text.endswith('"LocalLogCacheMeta":{"HaveNotifyEnabled":false}}\n')
    assert '"Cmd":["\\u003csh\\u003e"]' in text
    assert "HostConfig" not in text


def test_readers_see_the_container_as_it_was_at_the_checkpoint(container):
    store = new_view_db()
    container.checkpoint_to(store)

    container.config.labels["later"] = "x"
    seen = store.snapshot().get("c1")

    assert seen.container.labels == {}
    assert seen.container.host_config.network_mode == "none"


def test_what_was_written_comes_back(container):
    container.to_disk()
    again = new_base_container("c1", container.root)

    again.from_disk()

    assert again.name == "/web"
    assert again.created == "2022-03-10T17:32:35.123456789Z"
    assert again.config == container.config
    assert (again.os, again.host_config.network_mode) == ("linux", "none")
    # A daemon that reads gives old containers lists where they had none.
    assert (again.host_config.dns, again.host_config.dns_search) == (["1.1.1.1"], [])


def test_the_host_configuration_may_be_missing(container):
    container.to_disk()
    os.unlink(container.host_config_path())
    again = new_base_container("c1", container.root)

    again.from_disk()

    assert again.host_config == HostConfig()


def test_a_damaged_file_is_not_taken_for_a_container(container):
    container.to_disk()
    with open(container.config_path(), "w") as file:
        file.write('{"ID":')

    with pytest.raises(JSONError, match="unexpected EOF"):
        new_base_container("c1", container.root).from_disk()


def test_a_missing_file_is_named(container):
    with pytest.raises(OSError, match="no such file or directory") as caught:
        container.from_disk()

    assert str(caught.value).startswith(f"open {container.root}/config.v2.json: ")


def test_files_that_say_so_already_are_left_alone(container):
    container.to_disk()
    before = os.stat(container.config_path()).st_ino

    container.checkpoint_changes_to(new_view_db())
    unchanged = os.stat(container.config_path()).st_ino
    container.name = "/other"
    container.checkpoint_changes_to(new_view_db())

    assert unchanged == before
    with open(container.config_path()) as file:
        assert json.load(file)["Name"] == "/other"


def test_a_write_that_fails_leaves_the_old_files(container):
    container.to_disk()
    with open(container.config_path()) as file:
        before = file.read()
    container.name = "/other"
    os.rename(container.host_config_path(), container.root + "/kept")
    os.mkdir(container.host_config_path())

    with pytest.raises(OSError, match=r"is a directory|file exists"):
        container.to_disk()

    with open(container.config_path()) as file:
        assert file.read() == before
    assert not [name for name in os.listdir(container.root) if name.startswith(".tmp-")]


@pytest.mark.parametrize(("asked", "cleaned"), [("/a/b/../c", "/a/c"), ("/etc/", "/etc"), ("", "")])
def test_the_working_directory_is_made_and_cleaned(container, tmp_path, asked, cleaned):
    rootfs = tmp_path / "rootfs"
    (rootfs / "etc").mkdir(parents=True, mode=0o700)
    container.base_fs = Local(str(rootfs))
    container.config.working_dir = asked

    container.setup_working_directory(ME)

    assert container.config.working_dir == cleaned
    assert (rootfs / cleaned.lstrip("/")).is_dir()
    # What was there keeps its mode.
    assert (rootfs / "etc").stat().st_mode & 0o777 == 0o700


def test_a_link_cannot_lead_the_working_directory_out_of_the_container(container, tmp_path):
    rootfs = tmp_path / "rootfs"
    rootfs.mkdir()
    (rootfs / "link").symlink_to("/elsewhere")
    container.base_fs = Local(str(rootfs))
    container.config.working_dir = "/link/dir"

    container.setup_working_directory(ME)

    assert (rootfs / "elsewhere" / "dir").is_dir()
    assert not os.path.exists("/elsewhere")


def test_a_file_in_the_way_of_the_working_directory_is_told(container, tmp_path):
    rootfs = tmp_path / "rootfs"
    rootfs.mkdir()
    (rootfs / "file").write_text("")
    container.base_fs = Local(str(rootfs))
    container.config.working_dir = "/file"

    with pytest.raises(GoError) as caught:
        container.setup_working_directory(ME)

    assert str(caught.value) == "Cannot mkdir: /file is not a directory"


def test_paths_need_a_mounted_file_system(container):
    with pytest.raises(GoError) as caught:
        container.get_resource_path("/x")

    assert str(caught.value) == "GetResourcePath: BaseFS of container c1 is unexpectedly nil"


@pytest.mark.parametrize(("asked", "seconds"), [(None, 10), (0, 0), (3, 3)])
def test_a_container_has_ten_seconds_to_stop_unless_it_says_otherwise(container, asked, seconds):
    container.config.stop_timeout = asked

    assert container.stop_timeout() == seconds
