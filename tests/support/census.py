"""An engine inside this process, on a small disk of its own, and everything that it holds."""

from __future__ import annotations

import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engine.cmd.dockerd.daemon import DaemonCli
from engine.daemon.config import Config
from engine.daemon.daemon import Daemon
from engine.vendor.moby.sys import mount

_PATIENCE = 5.0  # seconds for threads to end
# What the engine holds: the name of a thing, and what is known of it.
Census = dict[str, str]


class Answer:
    """What the engine said; ``status`` is 0 if it hung up."""

    def __init__(self, status: int, body: bytes) -> None:
        self.status = status
        self.body = body

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)

    @property
    def message(self) -> str:
        """The error that the body tells of, wherever it stands."""
        last = self.body.splitlines()[-1] if self.body.strip() else b"{}"
        told = json.loads(last)
        return str(told.get("message") or told.get("error") or "")

    def __repr__(self) -> str:
        return f"{self.status} {self.body[-300:].decode(errors='replace').strip()}"


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("docker")
        self._path = str(path)
        self._timeout = timeout

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self._timeout)
        self.sock.connect(self._path)


def ask(path: Path, method: str, url: str, body: object = None, *, timeout: float = 60) -> Answer:
    """Send one request over the unix socket ``path``, on a connection of its own."""
    connection = _Connection(path, timeout)
    headers = {} if body is None else {"Content-Type": "application/json"}
    try:
        connection.request(method, url, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        return Answer(response.status, response.read())
    except (http.client.HTTPException, ConnectionError):
        return Answer(0, b"")
    finally:
        connection.close()


def answers(path: Path) -> bool:
    """Tell whether an engine serves there."""
    try:
        return ask(path, "GET", "/_ping").status == 200
    except OSError:
        return False


@contextmanager
def disk(place: Path, size: str = "64m") -> Iterator[Path]:
    """Mount a small disk in memory while the block runs: quick to sync, and it can be full."""
    place.mkdir()
    mount.mount("disk", str(place), "tmpfs", f"size={size}")
    try:
        yield place
    finally:
        mount.recursive_unmount(str(place))


class Engine:
    """A running engine below ``place``, and how to look at it from inside and outside."""

    def __init__(self, place: Path, graph_driver: str = "overlay2") -> None:
        self.root = place / "root"
        self.socket = place / "engine.sock"
        self._cli = DaemonCli(
            Config(
                root=str(self.root),
                exec_root=str(place / "exec"),
                hosts=[f"unix://{self.socket}"],
                graph_driver=graph_driver,
            )
        )

    @contextmanager
    def running(self) -> Iterator[Engine]:
        """Serve while the block runs."""
        self._cli.start()
        try:
            yield self
        finally:
            self._cli.stop()

    @property
    def daemon(self) -> Daemon:
        """The daemon inside."""
        assert self._cli.d is not None
        return self._cli.d

    def ask(self, method: str, url: str, body: object = None) -> Answer:
        """Send one request."""
        return ask(self.socket, method, url, body)

    def create(self, name: str, body: object) -> Answer:
        """Create a container."""
        return self.ask("POST", f"/v1.41/containers/create?name={name}", body)

    def pull(self, reference: str) -> Answer:
        """Pull an image."""
        name, _, tag = reference.rpartition(":")
        return self.ask("POST", f"/v1.41/images/create?fromImage={name}&tag={tag}")

    def clear(self, *, keep: str = "", volumes: Iterable[str] = ()) -> None:
        """Remove all containers but one, with their volumes, and the volumes that are named."""
        for container in self.ask("GET", "/containers/json?all=1").json:
            if f"/{keep}" not in container["Names"]:
                self.ask("DELETE", f"/containers/{container['Id']}?v=1")
        for name in volumes:
            self.ask("DELETE", f"/volumes/{name}")

    def census(self) -> Census:
        """Count what the engine holds, on disk, in memory and in the kernel."""
        _wait_for_threads()
        daemon = self.daemon
        return {
            **files(self.root),
            **mounts(self.root),
            **_layers(daemon),
            **_containers(daemon),
            **_volumes(daemon),
            **_images(daemon),
            **_process(),
        }


def files(root: Path) -> Census:
    """Return every file below ``root``."""
    found = {}
    for folder, directories, names in os.walk(root):
        inside = os.path.relpath(folder, root)
        for name in (*directories, *names):
            found[f"file {inside}/{name}"] = ""
    return found


def mounts(root: Path) -> Census:
    """Return what is mounted below ``root``."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    places = [line.split()[4] for line in lines]
    return {f"mount {place}": "" for place in places if place.startswith(f"{root}/")}


def whole(engine: Engine) -> list[str]:
    """Tell of containers that the engine shows, but that are not all there."""
    told = []
    for found in engine.ask("GET", "/containers/json?all=1").json:
        id = found["Id"]
        shown = engine.ask("GET", f"/containers/{id}/json").json
        if not shown["NetworkSettings"]["Networks"]:
            told.append(f"{id} is in no network")
        for place in (
            f"containers/{id}/config.v2.json",
            f"containers/{id}/hostconfig.json",
            f"image/overlay2/layerdb/mounts/{id}/parent",
            *(path for path in shown["GraphDriver"]["Data"]["LowerDir"].split(":")),
            shown["GraphDriver"]["Data"]["UpperDir"],
            *(mounted["Source"] for mounted in shown["Mounts"]),
        ):
            if not (engine.root / place).exists():
                told.append(f"{id} lacks {place}")
    return told


def _layers(daemon: Daemon) -> Census:
    store = daemon.image_service.layer_stores["linux"]
    driver: Any = store.driver
    found = {
        f"layer {id}": f"{layer.reference_count} users, {len(layer.references)} references"
        for id, layer in store.layer_map.items()
    }
    for name, mounted in store.mounts.items():
        found[f"writable layer {name}"] = f"{len(mounted.references)} references"
    for path, count in getattr(getattr(driver, "ctr", None), "_counts", {}).items():
        found[f"mount count {path}"] = str(count)
    for locker in (store.locker, getattr(driver, "locker", None)):
        found.update({f"layer lock {name}": "" for name in getattr(locker, "_locks", ())})
    for lock in ("layer_lock", "mount_lock"):
        if getattr(store, lock).locked():
            found[lock] = "held"
    return found


def _containers(daemon: Daemon) -> Census:
    replica, links = daemon.containers_replica, daemon.link_index
    found = {f"container {ctr.id}": "" for ctr in daemon.containers.list()}
    found.update({f"name {name}": id for name, id in replica._names.items()})
    found.update({f"names of {id}": str(n) for id, n in replica._by_container.items() if n})
    found.update({f"saved {id}": "" for id in replica._saved})
    daemon.id_index.iterate(lambda id: found.update({f"index {id}": ""}))
    for parent, known in links._children.items():
        found[f"links from {parent.id}"] = str(sorted(known))
    for child, parents in links._parents.items():
        if parents:
            found[f"links to {child.id}"] = str(sorted(parent.id for parent in parents))
    found.update({f"state {id}": state for id, state in daemon.state_ctr._states.items()})
    return found


def _volumes(daemon: Daemon) -> Census:
    store = daemon.volumes._vs
    found = {f"volume {name}": "" for name in store.names}
    found.update({f"users of {name}": str(sorted(refs)) for name, refs in store.refs.items()})
    found.update({f"labels of {name}": str(labels) for name, labels in store.labels.items()})
    found.update({f"options of {name}": str(opts) for name, opts in store.options.items()})
    found.update({f"volume lock {name}": "" for name in store._locks._locks})
    if store.global_lock.locked():
        found["global_lock"] = "held"
    for driver in store.drivers.get_all_drivers():
        for volume in driver.list():
            active = getattr(volume, "active", 0)
            found[f"{driver.name()} volume {volume.name()}"] = f"{active} active"
    with store.db.view() as tx:
        bucket = tx.bucket(b"volumes")
        if bucket is not None:
            found.update({f"on record {key.decode()}": "" for key, _ in bucket.items()})
    return found


def _images(daemon: Daemon) -> Census:
    service = daemon.image_service
    found = {f"image {id}": "" for id in service.image_store.map()}
    for id in service.image_store.map():
        for reference in service.reference_store.references(id):
            found[f"tag {reference}"] = id
    return found


def _process() -> Census:
    found = {f"thread {thread.name}": "" for thread in threading.enumerate()}
    for number in os.listdir("/proc/self/fd"):
        try:
            found[f"descriptor {number}"] = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
    return found


def _busy() -> bool:
    """Tell whether somebody serves, pulls, or is the registry that is pulled from."""
    names = ("http", "http-watch", "transfer", "image-config", "pull-progress")
    return any(
        thread.name in names or "process_request_thread" in thread.name
        for thread in threading.enumerate()
    )


def _wait_for_threads() -> None:
    """Requests end a little after their answer."""
    deadline = time.monotonic() + _PATIENCE
    while _busy() and time.monotonic() < deadline:
        time.sleep(0.0005)


def differences(before: Census, after: Census) -> list[str]:
    """Tell what is there now and was not, what was and is not, and what has changed."""
    told = [f"{name} {after[name]}".strip() for name in sorted(after.keys() - before.keys())]
    told += [f"no {name} {before[name]}".strip() for name in sorted(before.keys() - after.keys())]
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            told.append(f"{name}: {before[name]} became {after[name]}")
    return told
