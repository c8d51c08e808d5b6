"""Calls in a row, drawn at random, and what is to agree of the answers."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from hypothesis import strategies as st

from tests.differential.cases.build import as_query, create
from tests.differential.harness import Step
from tests.differential.images import archive, image_id

_V = "/v1.41"
_NAMES = ("one", "two", "three", "four")
VOLUMES = ("vol", "tome", "band")
_TAGS = ("t1:a", "t1:b", "t2:latest", "t3/x:a")
_IMAGES = ("plain", "rich", *_TAGS, "health", "noentry", "volumefile", "workdir", "deep", "empty")


# What is shown of answers whose order is chance, or that speak of what has no name.


def nameless(volume: str) -> bool:
    return len(volume) == 64


def _volumes(found: Any) -> Any:
    volumes = found["Volumes"] or ()
    named = [one for one in volumes if not nameless(one["Name"])]
    return [sorted(named, key=lambda one: str(one["Name"])), len(volumes)]


def _by_id(found: Any) -> Any:
    return sorted(found, key=lambda one: str(one["Id"])) if isinstance(found, list) else found


def _usage(found: Any) -> Any:
    def unnamed(one: Any) -> Any:
        return {**one, "Name": "", "Mountpoint": ""} if nameless(one["Name"]) else one

    found["Images"] = _by_id(found["Images"] or [])
    found["Containers"] = sorted(found["Containers"] or (), key=lambda one: str(one["Names"]))
    found["Volumes"] = sorted(map(unnamed, found["Volumes"] or ()), key=str)
    return found


def _networks(found: Any) -> Any:
    for one in found if isinstance(found, list) else [found]:
        one["Id"] = ""
    return sorted(found, key=lambda one: str(one["Name"])) if isinstance(found, list) else found


def _pruned(found: Any) -> Any:
    space = found.pop("SpaceReclaimed")
    (deleted,) = found.values()
    if "ContainersDeleted" in found:
        return [deleted is None, len(deleted or ()), space]
    named = [str(one) for one in deleted or () if not nameless(one)]
    return [deleted is None, sorted(named), space]


def _events(found: Any) -> Any:
    shown = []
    for event in found:
        attributes = event["Actor"]["Attributes"]
        attributes.pop("container", None)
        if event["Type"] == "container":
            event["id"] = event["Actor"]["ID"] = ""
        # Of failed creates they differ: docs/agreement.md says so.
        if not nameless(event["Actor"]["ID"]) or event["Type"] == "image":
            shown.append({**event, "time": 0, "timeNano": 0})
    told = [event for event in shown if event["Type"] == "container"]
    return told + sorted((event for event in shown if event not in told), key=str)


def _pulled(lines: Any) -> Any:
    """Return what was said of the whole, not how far each layer had come."""
    return [line for line in lines if "progressDetail" not in line]


# What is asked.


def _get(path: str, shown: Callable[[Any], Any] | None = None) -> Step:
    return Step(path=_V + path, shown=shown)


def _post(path: str, body: Any = None, shown: Callable[[Any], Any] | None = None) -> Step:
    kind = "application/x-tar" if callable(body) else "application/json"
    return Step(
        method="POST", path=_V + path, body=body, headers={"Content-Type": kind}, shown=shown
    )


def _delete(path: str) -> Step:
    return Step(method="DELETE", path=_V + path)


def _tar(*names: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.mtime, entry.mode, entry.uid = 1646933555, 0o640, 7
            if name.endswith("/"):
                entry.type, entry.mode = tarfile.DIRTYPE, 0o750
            elif ">" in name:
                entry.name, _, entry.linkname = name.partition(">")
                entry.type = tarfile.SYMTYPE
            else:
                entry.size = 3
            tar.addfile(entry, io.BytesIO(b"abc"))
    return buffer.getvalue()


_one = st.sampled_from
_container = _one((*_NAMES, *_NAMES, "nobody"))
_image = _one((*_IMAGES, "nothing", image_id("plain")[:12], "sha256:" + image_id("rich")))
_volume = _one(VOLUMES)
_path = _one(
    ("/", "/etc", "/etc/hostname", "/odd", "/odd/soft", "/t", "/m", "/srv", "/nope", "/bin/sh")
)
_ways_into = _one(("", "&noOverwriteDirNonDir=1", "&copyUIDGID=1"))


def _fields(key: str) -> st.SearchStrategy[Any]:
    """Return what a create may say under ``key``."""
    volume = st.builds(lambda name: {"Type": "volume", "Source": name, "Target": "/m"}, _volume)
    return {
        "VolumesFrom": st.builds("{}{}".format, _container, _one(("", ":ro"))).map(lambda v: [v]),
        "Links": st.builds("{}{}".format, _container, _one(("", ":al", ":one"))).map(lambda v: [v]),
        "NetworkMode": _one(("none", "host", "container:one", "container:two", "default")),
        "IpcMode": _one(("container:one", "host", "private", "shareable")),
        "Binds": st.builds(
            lambda name, at, how: [f"{name}:{at}{how}"],
            *(_volume, _one(("/t", "/etc", "/odd", "/srv")), _one(("", ":ro", ":nocopy"))),
        ),
        "Mounts": st.lists(
            volume | _one(({"Type": "volume", "Target": "/m"}, {"Type": "tmpfs", "Target": "/m"})),
            min_size=1,
            max_size=1,
        ),
        "RestartPolicy": _one(({"Name": "always"}, {"Name": "on-failure"})),
        "AutoRemove": st.booleans(),
        "LogConfig": _one(({"Type": "none"}, {"Type": "local"})),
        "PortBindings": st.just({"80/tcp": [{"HostPort": "8080"}]}),
        "Volumes": _one(({"/t": {}}, {"/odd": {}}, {"/etc/x": {}})),
        "Labels": _one(({"a": "1"}, {"a": "2", "b": ""})),
        "ExposedPorts": st.just({"80/tcp": {}}),
        "WorkingDir": _one(("/bin/true", "/new", "/odd/x")),
        "Healthcheck": st.just({"Test": ["CMD", "x"]}),
    }[key]


_OWN = ("Volumes", "Labels", "ExposedPorts", "WorkingDir", "Healthcheck")
_HOSTS = (
    *("VolumesFrom", "Links", "NetworkMode", "IpcMode", "Binds", "Mounts", "RestartPolicy"),
    *("AutoRemove", "LogConfig", "PortBindings"),
)


@st.composite
def _creates(draw: st.DrawFn) -> Step:
    keys = draw(st.lists(_one(_OWN + _HOSTS), max_size=3, unique=True))
    own = {key: draw(_fields(key)) for key in keys if key in _OWN}
    host = {key: draw(_fields(key)) for key in keys if key in _HOSTS}
    if host:
        own["HostConfig"] = host
    return create(own, image=draw(_image), name=draw(_one(_NAMES)))


_ASKED_OF_CONTAINERS: Sequence[dict[str, list[str]]] = (
    *({}, {"name": ["o"]}, {"name": ["^/two$"]}, {"label": ["a"]}, {"label": ["a=1"]}),
    *({"volume": ["vol"]}, {"volume": ["/m", "/t"]}, {"ancestor": ["plain"]}),
    *({"ancestor": ["t1:a"]}, {"status": ["created"]}, {"before": ["two"]}, {"since": ["one"]}),
    *({"health": ["starting"]}, {"network": ["host", "none"]}, {"publish": ["8080"]}),
)
_ASKED_OF_IMAGES: Sequence[dict[str, list[str]]] = (
    *({}, {"dangling": ["true"]}, {"reference": ["t*"]}, {"reference": ["*:a", "rich"]}),
    *({"label": ["a"]}, {"before": ["rich"]}, {"since": ["plain"]}),
)
_ASKED_OF_EVENTS: Sequence[dict[str, list[str]]] = (
    *({}, {"type": ["container"]}, {"event": ["create", "destroy", "tag", "untag"]}),
    *({"container": ["one"]}, {"image": ["plain"]}, {"label": ["a=1"]}, {"volume": ["vol"]}),
)
_PRUNED: Sequence[dict[str, list[str]]] = (
    *({}, {"label": ["a"]}, {"label!": ["a=1"]}, {"until": ["1h"]}),
)


def _asked(of: Sequence[dict[str, list[str]]]) -> st.SearchStrategy[str]:
    return _one(of).map(as_query)


def _tagged(image: str, tag: str) -> Step:
    repository, _, name = tag.partition(":")
    return _post(f"/images/{image}/tag?repo={repository}&tag={name}")


_of_containers = (
    st.builds(
        lambda name, new: _post(f"/containers/{name}/rename?name={new}"),
        *(_container, _one((*_NAMES, "", "/two", "n$", "one/al"))),
    ),
    st.builds(
        lambda name, how: _delete(f"/containers/{name}?{how}"),
        *(_container, _one(("", "v=1", "force=1", "v=1&force=1", "link=1"))),
    ),
    st.builds(lambda name: _get(f"/containers/{name}/json?size=1"), _container),
    st.builds(lambda name: _get(f"/containers/{name}/changes", sorted_by_path), _container),
    st.builds(lambda name: _get(f"/containers/{name}/export"), _container),
    st.builds(lambda name, at: _get(f"/containers/{name}/archive?path={at}"), _container, _path),
    st.builds(
        lambda name, at: Step(method="HEAD", path=f"{_V}/containers/{name}/archive?path={at}"),
        *(_container, _path),
    ),
    *[
        st.builds(
            lambda name, at, how, files: Step(
                method="PUT",
                path=f"{_V}/containers/{name}/archive?path={at}{how}",
                body=partial(_tar, *files),
                headers={"Content-Type": "application/x-tar"},
            ),
            *(_container, _path, _ways_into),
            _one((("f1",), ("d/", "d/f2"), ("etc/f3",), ("hostname/",), ("s>/etc", "s/f4"))),
        )
    ]
    * 2,
    st.builds(
        lambda asked: _get(f"/containers/json?all=1&filters={asked}"), _asked(_ASKED_OF_CONTAINERS)
    ),
    st.builds(
        lambda asked: _post(f"/containers/prune?filters={asked}", shown=_pruned), _asked(_PRUNED)
    ),
)
_of_volumes = (
    st.builds(
        lambda name, more: _post("/volumes/create", {"Name": name, **more}),
        *(_volume, _one(({}, {"Labels": {"a": "1"}}, {"Labels": {"a": "2"}}))),
    ),
    st.builds(lambda name, how: _delete(f"/volumes/{name}{how}"), _volume, _one(("", "?force=1"))),
    st.builds(lambda name: _get(f"/volumes/{name}"), _volume),
    st.builds(
        lambda asked: _post(f"/volumes/prune?filters={asked}", shown=_pruned),
        _asked(_PRUNED[:3]),
    ),
    st.builds(
        lambda asked: _get(f"/volumes?filters={asked}", _volumes),
        _asked(({}, {"dangling": ["1"]}, {"dangling": ["0"]}, {"label": ["a"]}, {"name": ["o"]})),
    ),
)
_of_images = (
    *[st.builds(_tagged, _image, _one((*_TAGS, "T:a", "t1:!", "plain:a")))] * 2,
    st.builds(
        lambda name, how: _delete(f"/images/{name}{how}"),
        *(_one((*_TAGS, "noentry", "deep", "workdir", image_id("noentry")[:12], "nothing")),),
        _one(("", "?force=1", "?noprune=1")),
    ),
    st.builds(lambda name, what: _get(f"/images/{name}/{what}"), _image, _one(("json", "history"))),
    st.builds(lambda name: _get(f"/images/{name}/get"), _image),
    st.builds(
        lambda asked: _get(f"/images/json?digests=1&filters={asked}", _by_id),
        _asked(_ASKED_OF_IMAGES),
    ),
    st.builds(
        lambda asked: _post(f"/images/prune?filters={asked}", shown=_pruned),
        _asked((*_PRUNED, {"dangling": ["false"], "label": ["a"]}, {"dangling": ["0"]})),
    ),
    st.builds(
        lambda names: _post("/images/load?quiet=1", partial(archive, *names)),
        _one((("noentry",), ("deep", "workdir"), ("plain", "rich"))),
    ),
    st.builds(
        lambda tag: _post(f"/images/create?fromImage=<registry>/demo&tag={tag}", shown=_pulled),
        _one(("latest", "nope")),
    ),
    st.just(_delete("/images/<registry>/demo:latest")),
)
_of_the_engine = (
    st.builds(
        lambda asked: _get(f"/events?since=<began>&until=<now>&filters={asked}", _events),
        _asked(_ASKED_OF_EVENTS),
    ),
    st.just(_get("/system/df", _usage)),
    st.builds(lambda name: _get(f"/networks{name}", _networks), _one(("", "/none", "/nope"))),
)


def sorted_by_path(found: Any) -> Any:
    """Return changes in one order: Go takes them from a map."""
    return sorted(found, key=lambda one: str(one["Path"])) if isinstance(found, list) else found


def walks(least: int, most: int) -> st.SearchStrategy[list[Step]]:
    """Draw the calls of a walk; it begins with creates, since most calls need a container."""
    step = st.one_of(*[_creates()] * 8, *_of_containers, *_of_volumes, *_of_images, *_of_the_engine)
    begin = st.lists(_creates(), min_size=2, max_size=3)
    rest = st.lists(step, min_size=least, max_size=most)
    walk = st.builds(lambda first, then: first + then, begin, rest)
    # The shortest draw repeats one call.
    return walk.filter(lambda steps: len({step.path for step in steps}) > least // 2)


def told(steps: Iterable[Step]) -> str:
    """Return a walk as a reader of a failure wants it."""
    return "\n".join(f"{step.method} {step.path} {step.body!r}"[:600] for step in steps)


# What to ask for at the end of a walk.
LOOK = (
    _get("/containers/json?all=1&size=1"),
    _get("/volumes", _volumes),
    _get("/images/json?all=1&digests=1", _by_id),
    _get("/system/df", _usage),
    _get("/networks", _networks),
)
