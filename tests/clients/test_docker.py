"""The unmodified docker command lines against our engine."""

from __future__ import annotations

import io
import json
import re
import tarfile
from pathlib import Path

import pytest

from tests.clients.conftest import Client

_ID = re.compile(r"[0-9a-f]{64}\n")


def test_a_create_pulls_what_is_not_there_and_prints_the_id(docker: Client, demo: str) -> None:
    ran = docker.run("create", "--name", "web", demo)

    assert ran.returncode == 0
    assert _ID.fullmatch(ran.stdout.decode())
    assert f"Unable to find image '{demo}' locally".encode() in ran.stderr
    assert f"Status: Downloaded newer image for {demo}".encode() in ran.stderr


def test_a_create_that_may_not_pull_says_what_is_missing(docker: Client, demo: str) -> None:
    ran = docker.run("create", "--pull", "never", demo)

    assert ran.returncode == 1
    assert b"No such image" in ran.stderr


def test_a_pull_shows_the_digest_and_then_that_nothing_is_newer(docker: Client, demo: str) -> None:
    first = docker("pull", demo)
    second = docker("pull", demo)

    assert re.search(r"^Digest: sha256:[0-9a-f]{64}$", first, re.MULTILINE)
    assert f"Status: Image is up to date for {demo}" in second


def test_many_flags_arrive_where_inspect_shows_them(docker: Client, demo: str) -> None:
    flags = [
        *(
            "--name",
            "web",
            "-e",
            "A=1",
            "-l",
            "k=v",
            "-p",
            "8080:80",
            "--memory",
            "64m",
            "-w",
            "/w",
        ),
        *("-v", "data:/data:ro", "--tmpfs", "/run:size=1m", "--restart", "on-failure:3", "--init"),
        *(
            "--cap-add",
            "NET_ADMIN",
            "--read-only",
            "--entrypoint",
            "/bin/hello",
            "--network",
            "none",
        ),
        *("--health-cmd", "true", "--ulimit", "nofile=64:128", "--mount", "type=volume,dst=/anon"),
    ]

    docker("create", *flags, demo, "one", "two")

    (found,) = json.loads(docker("inspect", "web"))
    assert found["Config"]["Env"][0] == "A=1"
    assert found["Config"]["WorkingDir"] == "/w"
    assert (found["Path"], found["Args"]) == ("/bin/hello", ["one", "two"])
    assert found["HostConfig"]["Memory"] == 64 << 20
    assert found["HostConfig"]["PortBindings"] == {"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}
    assert {mount["Destination"] for mount in found["Mounts"]} == {"/data", "/anon"}


def test_warnings_and_errors_reach_the_user(docker: Client, demo: str) -> None:
    docker("pull", demo)

    warned = docker.run("create", "--kernel-memory", "64m", demo)
    refused = docker.run("create", "--memory", "1m", demo)
    taken = [docker.run("create", "--name", "web", demo) for _ in range(2)][1]

    assert b"WARNING: Specifying a kernel memory limit is deprecated" in warned.stderr
    assert b"Error response from daemon: Minimum memory limit allowed is 6MB" in refused.stderr
    assert b'The container name "/web" is already in use by container' in taken.stderr
    assert (refused.returncode, taken.returncode) == (1, 1)


def test_containers_are_listed_filtered_renamed_and_removed(docker: Client, demo: str) -> None:
    docker("create", "--name", "one", "-l", "which=one", demo)
    docker("create", "--name", "two", demo)

    docker("rename", "two", "three")

    names = ("ps", "-a", "--format", "{{.Names}}")
    assert docker(*names).split() == ["three", "one"]
    assert docker(*names, "--filter", "label=which=one").split() == ["one"]
    assert docker("ps", "-q") == ""
    assert "Created" in docker("ps", "-a", "--size")
    assert docker("rm", "-v", "one", "three").split() == ["one", "three"]
    assert docker(*names) == ""
    assert docker("volume", "ls", "-q") == ""


def test_an_image_is_saved_loaded_tagged_and_removed(
    docker: Client, demo: str, tmp_path: Path
) -> None:
    docker("pull", demo)
    docker("tag", demo, "other:1")
    archive = tmp_path / "saved.tar"

    docker("save", "-o", str(archive), "other:1")
    docker("rmi", "other:1", demo)
    loaded = docker("load", "-i", str(archive))

    assert loaded == "Loaded image: other:1\n"
    assert docker("images", "--format", "{{.Repository}}:{{.Tag}}") == "other:1\n"
    assert "a volume with content" in docker("history", "other:1")
    assert json.loads(docker("image", "inspect", "other:1"))[0]["Architecture"] == "amd64"
    assert "Untagged: other:1" in docker("rmi", "other:1")


def test_files_are_copied_in_and_out_and_change_the_container(
    docker: Client, demo: str, tmp_path: Path
) -> None:
    docker("create", "--name", "web", demo)
    (tmp_path / "new").write_text("new\n")

    docker("cp", str(tmp_path / "new"), "web:/etc/new")
    docker("cp", "web:/data/lessons/.", str(tmp_path / "lessons"))

    assert docker("diff", "web").splitlines() == ["C /etc", "A /etc/new"]
    assert sorted(path.name for path in (tmp_path / "lessons").iterdir()) == [
        *("01.txt", "02.txt", "03.txt"),
    ]
    out = docker.run("cp", "web:/etc/new", "-").stdout
    with tarfile.open(fileobj=io.BytesIO(out)) as tar:
        assert tar.getnames() == ["new"]


def test_an_export_has_all_files_but_those_of_volumes(docker: Client, demo: str) -> None:
    docker("create", "--name", "web", demo)

    out = docker.run("export", "web").stdout

    with tarfile.open(fileobj=io.BytesIO(out)) as tar:
        names = tar.getnames()
    assert {"bin/hello", "etc/hosts", ".dockerenv"} <= {*names}


def test_an_import_makes_an_image_of_an_export(docker: Client, demo: str) -> None:
    docker("create", "--name", "web", demo)
    out = docker.run("export", "web").stdout

    docker("import", "-c", 'CMD ["/bin/hello"]', "-", "flat:1", stdin=out)

    assert docker("images", "-q", "flat:1") != ""
    assert _ID.fullmatch(docker("create", "flat:1"))


def test_events_tell_what_happened(docker: Client, demo: str) -> None:
    docker("create", "--name", "web", "-v", "data:/more", demo)

    told = docker("events", "--since", "5m", "--until", "0s", "--format", "{{.Type}} {{.Action}}")

    for happened in ("image pull", "volume create", "container create"):
        assert happened in told.splitlines()


def test_volumes_are_made_listed_and_cleared_away(docker: Client, demo: str) -> None:
    docker("create", "--name", "web", "-v", "used:/more", demo)

    docker("volume", "create", "--label", "k=v", "idle")

    assert "idle" in docker("volume", "ls", "-q", "--filter", "dangling=true").split()
    assert "used" not in docker("volume", "ls", "-q", "--filter", "dangling=true").split()
    assert json.loads(docker("volume", "inspect", "idle"))[0]["Labels"] == {"k": "v"}
    docker("volume", "rm", "idle")
    assert "idle" not in docker("volume", "ls", "-q").split()


def test_everything_is_cleared_away_at_once(docker: Client, demo: str) -> None:
    docker("create", demo)

    said = docker("system", "prune", "-f")

    assert "Deleted Containers:" in said
    assert docker("ps", "-aq") == ""


@pytest.mark.parametrize(
    "command",
    [
        *(["version"], ["info"], ["system", "df"], ["system", "df", "-v"], ["network", "ls"]),
        *(["network", "inspect", "none", "host"], ["plugin", "ls"]),
    ],
    ids=" ".join,
)
def test_the_engine_tells_about_itself(docker: Client, command: list[str]) -> None:
    assert docker(*command) != ""


def test_what_needs_a_process_says_who_can_go_on_from_here(docker: Client, demo: str) -> None:
    docker("create", "--name", "web", demo)

    ran = docker.run("start", "web")

    assert ran.returncode == 1
    assert b"this engine stops where create ends" in ran.stderr
    assert b"docker start" in ran.stderr
