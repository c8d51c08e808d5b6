"""The daemon alone, without HTTP: what a create leaves on disk is what dockerd leaves there.

The image comes in through the image service. What a request would be to dockerd is decoded and
handed to the daemon; then both data-roots are compared, path by path and byte by byte.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.api.types.configs import ContainerCreateConfig, ContainerRmConfig
from engine.daemon.config import Config
from engine.daemon.daemon import Daemon, create_daemon_root, new_daemon
from engine.runconfig import ContainerDecoder
from tests.differential.disk import tree
from tests.differential.images import archive
from tests.support import engines
from tests.support.engines import Engine
from tests.support.steady import Steady, first_difference

Body = dict[str, Any]

# Requests in their order, each with the container's name.
CASES: dict[str, list[tuple[str, Body]]] = {
    "plain": [("web", {})],
    "without a name": [("", {})],
    "anonymous volume with copy-up": [("web", {"Volumes": {"/etc": {}}})],
    "anonymous volume without content": [("web", {"Volumes": {"/new/place": {}}})],
    "named volume": [("web", {"HostConfig": {"Binds": ["named:/etc"]}})],
    "named volume, read-only": [("web", {"HostConfig": {"Binds": ["named:/etc:ro"]}})],
    "named volume, not filled": [("web", {"HostConfig": {"Binds": ["named:/etc:nocopy"]}})],
    "volume that is not empty": [
        ("first", {"HostConfig": {"Binds": ["named:/etc"]}}),
        ("second", {"HostConfig": {"Binds": ["named:/bin"]}}),
    ],
    "bind": [("web", {"HostConfig": {"Binds": ["/usr/share:/mnt:ro,rslave"]}})],
    "bind of nothing": [("web", {"HostConfig": {"Binds": ["/no/such/place:/mnt"]}})],
    "tmpfs": [("web", {"HostConfig": {"Tmpfs": {"/run": "size=1m"}}})],
    "mounts": [
        (
            "web",
            {
                "HostConfig": {
                    "Mounts": [
                        {"Type": "bind", "Source": "/usr/share", "Target": "/mnt"},
                        {"Type": "volume", "Target": "/etc"},
                        {
                            "Type": "volume",
                            "Source": "labelled",
                            "Target": "/srv",
                            "VolumeOptions": {"Labels": {"a": "b"}, "DriverConfig": {}},
                        },
                        {"Type": "tmpfs", "Target": "/run", "TmpfsOptions": {"SizeBytes": 4096}},
                    ]
                }
            },
        )
    ],
    "volumes-from": [
        (
            "first",
            {
                "Volumes": {"/anonymous": {}},
                "HostConfig": {"Binds": ["named:/etc", "/usr/share:/mnt"]},
            },
        ),
        ("second", {"HostConfig": {"VolumesFrom": ["first:ro"]}}),
    ],
    "working directory that is missing": [("web", {"WorkingDir": "/srv/a/../b"})],
    "working directory in a volume": [
        ("web", {"WorkingDir": "/data/work", "Volumes": {"/data": {}}})
    ],
    "link": [("first", {}), ("second", {"HostConfig": {"Links": ["first:db"]}})],
    "no image": [("web", {"Image": "", "Cmd": ["/program"]})],
    "limits and namespaces": [
        (
            "web",
            {
                "Env": ["A=b", "EMPTY="],
                "Labels": {"b": "<2>", "a": "1"},
                "ExposedPorts": {"80/tcp": {}},
                "Healthcheck": {"Test": ["CMD", "true"], "Interval": 1000000000},
                "HostConfig": {
                    "Memory": 67108864,
                    "CpuShares": 5,
                    "NetworkMode": "none",
                    "IpcMode": "host",
                    "CapAdd": ["NET_ADMIN"],
                    "PortBindings": {"80/tcp": [{"HostPort": "8080"}]},
                    "RestartPolicy": {"Name": "on-failure", "MaximumRetryCount": 3},
                    "Ulimits": [{"Name": "nofile", "Soft": 1, "Hard": 2}],
                    "MaskedPaths": [],
                },
            },
        )
    ],
    "privileged on a user's network": [
        (
            "web",
            {
                "HostConfig": {"Privileged": True, "NetworkMode": "mine"},
                "NetworkingConfig": {
                    "EndpointsConfig": {"mine": {"IPAMConfig": {"IPv4Address": "10.0.0.2"}}}
                },
            },
        )
    ],
}


@dataclass
class Alone:
    """A daemon without a server, and where it keeps its files."""

    daemon: Daemon
    engine: Engine

    def create(self, name: str, body: Body) -> str:
        """Decode the request as the router would, and create the container."""
        decoder = ContainerDecoder(lambda: self.daemon.raw_sys_info(True))
        config, host_config, networking = decoder.decode_config(
            io.BytesIO(json.dumps(body).encode())
        )
        created = self.daemon.container_create(
            ContainerCreateConfig(
                name=name,
                config=config,
                host_config=host_config,
                networking_config=networking,
            )
        )
        return created.id

    def remove(self, id: str) -> None:
        """Remove the container, and its volumes that have no name."""
        self.daemon.container_rm(id, ContainerRmConfig(force_remove=True, remove_volume=True))


@pytest.fixture(scope="module")
def dockerd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The real thing, with the image."""
    if (reason := engines.why_no_dockerd()) is not None:
        pytest.skip(reason)
    with engines.dockerd(tmp_path_factory.mktemp("dockerd")) as engine:
        engine.load(archive())
        yield engine


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, dockerd: Engine) -> Iterator[Alone]:
    """Our daemon on a fresh data-root, with the image; after the real one, so that both skip."""
    base = tmp_path_factory.mktemp("alone")
    config = Config(root=str(base / "root"), exec_root=str(base / "exec"), bridge="none")
    create_daemon_root(config)
    daemon = new_daemon(config)
    try:
        daemon.image_service.load_image(io.BytesIO(archive()), io.BytesIO(), True)
        yield Alone(daemon, Engine("alone", base / "socket", Path(config.root), base / "exec"))
    finally:
        daemon.shutdown()


@pytest.mark.parametrize("requests", CASES.values(), ids=CASES.keys())
def test_a_create_leaves_on_disk_what_dockerd_leaves(
    alone: Alone, dockerd: Engine, requests: list[tuple[str, Body]]
) -> None:
    theirs = []
    for name, body in requests:
        query = f"?name={name}" if name else ""
        body = {"Image": _image(dockerd), "Cmd": ["sh"], "HostConfig": {}, **body}
        theirs.append(dockerd.call("POST", f"/v1.41/containers/create{query}", body)["Id"])

    ours = [
        alone.create(name, {"Image": _image(dockerd), "Cmd": ["sh"], "HostConfig": {}, **body})
        for name, body in requests
    ]

    made = _disks(dockerd, alone)
    for id in theirs:
        dockerd.send("DELETE", f"/v1.41/containers/{id}?force=1&v=1")
    for id in ours:
        alone.remove(id)
    for volume in ("named", "labelled"):
        dockerd.send("DELETE", f"/v1.41/volumes/{volume}?force=1")
        if (alone.engine.root / "volumes" / volume).exists():
            alone.daemon.volumes.remove(volume)
    left = _disks(dockerd, alone)
    assert first_difference(*made) is None
    assert first_difference(*left) is None


def _image(dockerd: Engine) -> str:
    images = dockerd.call("GET", "/v1.41/images/json")
    return min(str(tag) for image in images for tag in image["RepoTags"] or ())


def _disks(dockerd: Engine, alone: Alone) -> tuple[object, object]:
    real, ours = (tree(engine.root, Steady(engine)) for engine in (dockerd, alone.engine))
    return real, ours


def test_dockerd_takes_over_what_our_daemon_made(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    if (reason := engines.why_no_dockerd()) is not None:
        pytest.skip(reason)
    base = tmp_path_factory.mktemp("taken")  # Sockets need short paths.
    root = base / "dockerd"
    config = Config(root=str(root), exec_root=str(base / "exec"), bridge="none")
    create_daemon_root(config)
    daemon = new_daemon(config)
    daemon.image_service.load_image(io.BytesIO(archive()), io.BytesIO(), True)
    (image,) = list(daemon.image_service.image_store.map())[:1]
    ours = Alone(daemon, Engine("alone", base / "socket", root, base / "exec"))
    id = ours.create(
        "web", {"Image": image, "Cmd": ["sh"], "HostConfig": {"Binds": ["named:/etc"]}}
    )
    daemon.shutdown()

    with engines.dockerd(base) as real:
        shown = real.call("GET", "/v1.41/containers/web/json")
        removed = real.send("DELETE", "/v1.41/containers/web")

    assert shown["Id"] == id
    assert [m["Name"] for m in shown["Mounts"]] == ["named"]
    assert removed.status == 204
    assert list((root / "containers").iterdir()) == []
