"""Copies over a real socket, with a daemon that has one file."""

import base64
import gzip
import io
import json
import zlib

import pytest

from engine import errdefs
from engine.api.server.router.container import ContainerRouter
from engine.api.types.container_path_stat import ContainerPathStat
from engine.pkg.archive import Change, ChangeType
from engine.pkg.sysinfo import SysInfo
from engine.runconfig import ContainerDecoder

CONTENT = b"an archive, or so" * 500


class Archive(io.BytesIO):
    closed_once = False

    def close(self):
        self.closed_once = True
        super().close()


class OneFile:
    def __init__(self):
        self.archive = Archive(CONTENT)
        self.unpacked = None

    def container_stat_path(self, name, path):
        if path != "/file":
            raise errdefs.NotFound(f"Could not find the file {path} in container {name}")
        return ContainerPathStat(name="file", size=7, link_target="<&>")

    def container_archive_path(self, name, path):
        return self.archive, self.container_stat_path(name, path)

    def container_copy(self, name, resource):
        return self.archive

    def container_extract_to_dir(self, name, path, copy_uid_gid, no_overwrite, content):
        self.unpacked = (name, path, copy_uid_gid, no_overwrite, content.read())

    def container_export(self, name, out):
        out.write(CONTENT)

    def container_changes(self, name):
        return [Change("/new", ChangeType.ADD)] if name == "box" else []

    def container_rename(self, old_name, new_name):
        self.renamed = (old_name, new_name)

    def containers_prune(self, prune_filters):
        return {"ContainersDeleted": None, "SpaceReclaimed": 0}


@pytest.fixture
def daemon():
    return OneFile()


@pytest.fixture
def client(serve, daemon):
    return serve(ContainerRouter(daemon, ContainerDecoder(SysInfo), False))


def test_a_head_tells_what_is_there_in_a_header_alone(client):
    answer = client.request("HEAD", "/containers/box/archive?path=/file")

    said = base64.b64decode(answer.headers["X-Docker-Container-Path-Stat"])
    assert json.loads(said)["size"] == 7
    assert b"\\u003c\\u0026\\u003e" in said
    assert "Transfer-Encoding" not in answer.headers


@pytest.mark.parametrize("method", ["HEAD", "GET", "PUT"])
def test_a_copy_wants_a_path(client, method):
    answer = client.request(method, "/containers/box/archive")

    assert answer.status == 400
    if method != "HEAD":
        assert answer.message == "bad parameter: pathcannot be empty"


def test_an_archive_is_sent_and_closed(client, daemon):
    answer = client.request("GET", "/containers/box/archive?path=/file")

    assert answer.headers["Content-Type"] == "application/x-tar"
    assert answer.body == CONTENT
    assert daemon.archive.closed_once


@pytest.mark.parametrize(
    ("accepted", "unpack"),
    [
        ("gzip", gzip.decompress),
        ("gzip;q=0.5, deflate", lambda data: zlib.decompress(data, wbits=-15)),
        ("gzip;q=0", lambda data: data),
        ("*", gzip.decompress),
        ("br", lambda data: data),
        ("gzip;q=x", lambda data: data),
    ],
)
def test_an_archive_is_compressed_as_the_client_likes(client, accepted, unpack):
    answer = client.request(
        "GET", "/containers/box/archive?path=/file", headers={"Accept-Encoding": accepted}
    )

    assert unpack(answer.body) == CONTENT


def test_what_is_not_there_is_not_found(client):
    answer = client.request("GET", "/containers/box/archive?path=/nope")

    assert (answer.status, answer.message) == (
        404,
        "Could not find the file /nope in container box",
    )


def test_a_body_is_unpacked_as_asked(client, daemon):
    path = "/containers/box/archive?path=/etc&copyUIDGID=1&noOverwriteDirNonDir=true"

    answer = client.request("PUT", path, b"tar")

    assert answer.status == 200
    assert daemon.unpacked == ("box", "/etc", True, True, b"tar")


def test_clients_of_old_copy_by_post(client, daemon):
    asked = json.dumps({"Resource": "/etc"})
    header = {"Content-Type": "application/json"}

    old = client.request("POST", "/v1.23/containers/box/copy", asked, header)
    new = client.request("POST", "/v1.24/containers/box/copy", asked, header)

    assert (old.status, old.body) == (200, CONTENT)
    assert (new.status, new.body) == (404, b"")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{}", b"Path cannot be empty\n"),
        ("", b"got EOF while reading request body\n"),
        ("{", b"unexpected EOF\n"),
    ],
)
def test_clients_of_old_are_told_what_is_missing(client, body, message):
    answer = client.request(
        "POST", "/v1.20/containers/box/copy", body, {"Content-Type": "application/json"}
    )

    assert (answer.status, answer.body) == (400, message)


def test_changes_are_listed_and_none_is_null(client):
    assert client.request("GET", "/containers/box/changes").json == [{"Path": "/new", "Kind": 1}]
    assert client.request("GET", "/containers/other/changes").body == b"null\n"


def test_an_export_is_sent_as_it_comes(client):
    assert client.request("GET", "/containers/box/export").body == CONTENT


def test_a_rename_answers_204(client, daemon):
    answer = client.request("POST", "/containers/box/rename?name=new")

    assert answer.status == 204
    assert daemon.renamed == ("box", "new")


def test_pruning_wants_filters_that_can_be_read(client):
    assert client.request("POST", "/containers/prune").status == 200
    assert client.request("POST", "/containers/prune?filters=%7B").status == 400
