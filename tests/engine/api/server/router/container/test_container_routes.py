"""Create, list, inspect and remove over a real socket, with a daemon that only takes notes."""

import json

import pytest

from engine import errdefs
from engine.api.server.router.container import ContainerRouter
from engine.api.types.container.container_create import ContainerCreateCreatedBody
from engine.pkg.sysinfo import SysInfo
from engine.runconfig import ContainerDecoder


class NotingDaemon:
    def __init__(self):
        self.created = None
        self.removed = None
        self.listed = None
        self.inspected = None

    def container_create(self, config):
        if config.config is None:
            raise errdefs.InvalidParameter("Config cannot be empty in order to create a container")
        self.created = config
        return ContainerCreateCreatedBody(id="f" * 64, warnings=["careful <you>"])

    def container_rm(self, name, config):
        if name == "nope":
            raise errdefs.NotFound(f"No such container: {name}")
        self.removed = (name, config)

    def container_inspect(self, name, size, version):
        self.inspected = (name, size, version)
        return {"Id": name}

    def containers_(self, config):
        self.listed = config
        return []


@pytest.fixture
def daemon():
    return NotingDaemon()


@pytest.fixture(params=[False], ids=["cgroup1"])
def client(serve, daemon, request):
    decoder = ContainerDecoder(lambda: SysInfo(cpu_realtime=True))
    return serve(ContainerRouter(daemon, decoder, request.param))


def test_create_answers_201_with_id_and_warnings(client, daemon):
    answer = client.post_json("/v1.41/containers/create?name=web", {"Image": "bb"})

    assert answer.status == 201
    assert (
        answer.body.decode()
        == json.dumps({"Id": "f" * 64, "Warnings": ["careful <you>"]}, separators=(",", ":")) + "\n"
    )
    assert (daemon.created.name, daemon.created.config.image) == ("web", "bb")
    assert daemon.created.host_config is None


@pytest.mark.parametrize(
    ("body", "content_type", "status", "message"),
    [
        ("", "application/json", 500, "EOF"),
        ('{"Image":', "application/json", 500, "unexpected EOF"),
        (
            '{"Hostname":1}',
            "application/json",
            500,
            "json: cannot unmarshal number into Go struct field "
            "ContainerConfigWrapper.Hostname of type string",
        ),
        ("{}", "text/plain", 400, "Content-Type specified (text/plain) must be 'application/json'"),
        ("{}", "application/json", 400, "Config cannot be empty in order to create a container"),
        ("null", "application/json", 400, "Config cannot be empty in order to create a container"),
    ],
    ids=["empty", "cut-off", "wrong-type", "not-json", "no-config", "null"],
)
def test_create_refuses_a_body_as_dockerd_does(client, body, content_type, status, message):
    answer = client.request("POST", "/containers/create", body, {"Content-Type": content_type})

    assert (answer.status, answer.message) == (status, message)


def test_create_reports_a_bad_query_before_a_bad_content_type(client):
    answer = client.request(
        "POST", "/containers/create?name=%zz", "x", {"Content-Type": "text/plain"}
    )

    assert (answer.status, answer.message) == (400, 'invalid URL escape "%zz"')


def test_create_reports_a_bad_body_before_a_bad_platform(client):
    answer = client.post_json("/containers/create?platform=foo", "{")

    assert answer.message == "unexpected EOF"


def test_create_ignores_what_follows_the_first_json_value(client, daemon):
    answer = client.post_json("/containers/create", '{"image":"bb"} and so on')

    assert answer.status == 201
    assert daemon.created.config.image == "bb"


def test_create_reads_a_body_in_chunks(client, daemon):
    answer = client.request(
        "POST",
        "/containers/create",
        iter([b'{"Ima', b'ge":"bb"}']),
        {"Content-Type": "application/json"},
    )

    assert answer.status == 201
    assert daemon.created.config.image == "bb"


def test_create_with_a_network_but_no_config_ends_the_connection_as_dockerd_does(client):
    body = b'{"HostConfig":{"NetworkMode":"container:x"}}'

    answer = client.raw(
        b"POST /containers/create HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    )

    assert answer == b""


OLD_HOST_CONFIG = {
    "AutoRemove": True,
    "KernelMemoryTCP": 5,
    "CpuShares": 1,
    "Mounts": [{"Type": "bind", "BindOptions": {"NonRecursive": True}}, {"Type": "volume"}],
}


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.18", (True, False, "shareable", 0, False, "host")),
        ("1.19", (False, False, "shareable", 0, False, "host")),
        ("1.24", (False, False, "shareable", 0, False, "host")),
        ("1.25", (False, True, "shareable", 0, False, "host")),
        ("1.39", (False, True, "shareable", 0, False, "host")),
        ("1.40", (False, True, "", 5, True, "host")),
        ("1.41", (False, True, "", 5, True, "")),
    ],
)
def test_create_means_what_a_client_of_that_version_means(client, daemon, version, expected):
    client.post_json(
        f"/v{version}/containers/create", {"Image": "bb", "HostConfig": OLD_HOST_CONFIG}
    )

    host_config = daemon.created.host_config
    assert (
        daemon.created.adjust_cpu_shares,
        host_config.auto_remove,
        host_config.ipc_mode,
        host_config.kernel_memory_tcp,
        host_config.mounts[0].bind_options.non_recursive,
        host_config.cgroupns_mode,
    ) == expected


@pytest.mark.parametrize("client", [True], indirect=True, ids=["cgroup2"])
def test_create_leaves_the_cgroup_namespace_to_the_daemon_on_cgroup_v2(client, daemon):
    client.post_json("/v1.30/containers/create", {"Image": "bb", "HostConfig": {}})

    assert daemon.created.host_config.cgroupns_mode == ""


def test_create_keeps_what_an_old_client_says(client, daemon):
    client.post_json(
        "/v1.30/containers/create",
        {"Image": "bb", "HostConfig": {"IpcMode": "host", "CgroupnsMode": "private"}},
    )

    assert daemon.created.host_config.ipc_mode == "host"
    assert daemon.created.host_config.cgroupns_mode == "private"


@pytest.mark.parametrize(("given", "kept"), [(0, None), (-1, None), (None, None), (7, 7)])
def test_create_turns_no_limit_on_processes_into_none(client, daemon, given, kept):
    client.post_json("/containers/create", {"Image": "bb", "HostConfig": {"PidsLimit": given}})

    assert daemon.created.host_config.pids_limit == kept


def test_create_reads_the_platform_from_1_41_on(client, daemon):
    platforms = []
    for version in ("1.40", "1.41"):
        client.post_json(f"/v{version}/containers/create?platform=linux/x86_64", {"Image": "bb"})
        platforms.append(daemon.created.platform)

    assert platforms[0] is None
    assert (platforms[1].os, platforms[1].architecture) == ("linux", "amd64")


@pytest.mark.parametrize(
    ("platform", "message"),
    [
        ("foo", '"foo": unknown operating system or architecture: invalid argument'),
        ("linux/*", '"linux/*": wildcards not yet supported: invalid argument'),
    ],
)
def test_create_refuses_a_platform_that_is_none(client, platform, message):
    answer = client.post_json(f"/containers/create?platform={platform}", {"Image": "bb"})

    assert (answer.status, answer.message) == (400, message)


def test_delete_answers_204_and_hands_on_every_option(client, daemon):
    answer = client.request("DELETE", "/v1.41/containers/web?v=1&force=true&link=0")

    assert (answer.status, answer.body) == (204, b"")
    assert "Content-Length" not in answer.headers
    name, config = daemon.removed
    assert (name, config.remove_volume, config.force_remove, config.remove_link) == (
        "web",
        True,
        True,
        False,
    )


def test_delete_of_an_unknown_container_is_404(client):
    answer = client.request("DELETE", "/containers/nope")

    assert (answer.status, answer.message) == (404, "No such container: nope")


def test_a_name_may_hold_slashes(client, daemon):
    client.request("GET", "/containers/a%2Fb/json?size=1")

    assert daemon.inspected == ("a/b", True, "1.41")


def test_list_hands_on_every_option(client, daemon):
    answer = client.request(
        "GET",
        '/containers/json?all=1&limit=3&before=b&filters={"name":{"x":true}}'.replace('"', "%22"),
    )

    assert (answer.status, answer.body) == (200, b"[]\n")
    assert (daemon.listed.all, daemon.listed.limit, daemon.listed.before) == (True, 3, "b")
    assert daemon.listed.filters.get("name") == ["x"]


def test_list_refuses_a_limit_that_is_no_number(client):
    answer = client.request("GET", "/containers/json?limit=x")

    assert (answer.status, answer.message) == (500, 'strconv.Atoi: parsing "x": invalid syntax')


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/containers/x/start"),
        ("POST", "/containers/x/exec"),
        ("GET", "/containers/x/logs"),
        ("POST", "/commit"),
        ("POST", "/containers/x/attach"),
    ],
)
def test_what_needs_a_running_process_answers_501_and_says_who_can(client, method, path):
    answer = client.request(method, path)

    assert answer.status == 501
    assert "stops where create ends" in answer.message
    assert "dockerd" in answer.message
