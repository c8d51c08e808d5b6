"""What stands around a create: lists, filters, copies, images, volumes, networks, events."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from tests.differential.cases.build import as_query, case, create
from tests.differential.harness import Case, Step
from tests.differential.images import image_id

_V = "/v1.41"
_ID = image_id("plain")
_RICH = create(name="rich", image="rich", Labels={"which": "rich", "kind": "test"})
_PORTS = create(name="ports", ExposedPorts={"80/tcp": {}, "53/udp": {}}, Labels={"which": "ports"},
                HostConfig={"NetworkMode": "none", "Binds": ["data:/data", "/usr/share:/t:ro"],
                            "PortBindings": {"80/tcp": [{"HostPort": "8080"}]}})  # fmt: skip
_HEALTH = create(name="health", Healthcheck={"Test": ["CMD", "x"]}, HostConfig={"Tmpfs": {"/t": ""}})
_SOME = (_RICH, _PORTS, _HEALTH)


def _get(path: str, shown: Callable[[Any], Any] | None = None, **filters: list[str]) -> Step:
    if filters:
        named = {key.replace("_", "-"): value for key, value in filters.items()}
        path += ("&" if "?" in path else "?") + "filters=" + as_query(named)
    return Step(path=_V + path, shown=shown)


def _post(path: str, **filters: list[str]) -> Step:
    return replace(_get(path, None, **filters), method="POST")


def _delete(path: str) -> Step:
    return Step(method="DELETE", path=_V + path)


def _sorted_by(*keys: str) -> Callable[[Any], Any]:
    """Return what puts a list in order, where Go's comes from a map; and the lists in it."""

    def shown(found: Any) -> Any:
        def key(one: Any) -> list[str]:
            return [str(one[name]) for name in keys]

        return sorted(found, key=key) if isinstance(found, list) else found

    return shown


def _names(found: list[dict[str, Any]]) -> list[Any]:
    return [one.get("Names") or one.get("RepoTags") or one.get("Name") for one in found]


def _containers() -> list[Case]:
    lists: dict[str, dict[str, Any]] = {
        "all": {}, "by name": {"name": ["por"]}, "by name with slash": {"name": ["/rich"]},
        "by name as a pattern": {"name": ["^/r.*h$"]}, "by a bad pattern": {"name": ["["]},
        "by two names": {"name": ["rich", "health"]}, "by ID": {"id": ["<id of rich>"]}, "by short ID": {"id": ["<short of rich>", "<id of ports>"]}, "by ID and name": {"id": ["<id of rich>"], "name": ["ports"]},
        "by ID of nobody": {"id": ["0" * 64]},
        "by label": {"label": ["which"]}, "by label and value": {"label": ["which=rich"]}, "by two labels": {"label": ["which=rich", "kind"]},
        "by label of the image": {"label": ["a=image"]}, "by status": {"status": ["created"]}, "by other status": {"status": ["running", "exited"]},
        "by wrong status": {"status": ["foo"]}, "by health none": {"health": ["none"]}, "by health starting": {"health": ["starting"]},
        "by wrong health": {"health": ["foo"]}, "by volume": {"volume": ["data"]}, "by volume target": {"volume": ["/data"]},
        "by bind source": {"volume": ["/usr/share"]}, "by ancestor": {"ancestor": ["rich"]}, "by ancestor ID": {"ancestor": [_ID]},
        "by unknown ancestor": {"ancestor": ["nosuch"]}, "by network": {"network": ["none"]}, "by other network": {"network": ["bridge"]},
        "by exposed port": {"expose": ["80"]}, "by exposed range": {"expose": ["50-60/udp"]}, "by wrong port": {"expose": ["x"]},
        "by published port": {"publish": ["8080"]}, "by port with colon": {"publish": ["1:2"]}, "by exit code": {"exited": ["0"]},
        "by wrong exit code": {"exited": ["x"]}, "by task": {"is_task": ["true"]}, "by no task": {"is_task": ["false"]},
        "by wrong task": {"is_task": ["x"]}, "since": {"since": ["rich"]}, "before": {"before": ["health"]}, "before nobody": {"before": ["nope"]},
        "by isolation": {"isolation": ["default"]}, "by unknown filter": {"foo": ["bar"]}, "by nothing": {"name": []},
        "by name in upper case": {"name": ["RICH"]}, "by name in any case": {"name": ["(?i)RICH"]}, "by volume with slash": {"volume": ["/data/"]},
        "by ancestor in full": {"ancestor": ["docker.io/library/rich"]}, "by ancestor digest": {"ancestor": ["sha256:" + image_id("rich")]},
        "by ancestor and nothing": {"ancestor": ["nosuch", "rich"]}, "by exposed port and protocol": {"expose": ["53/UDP"]}, "by wrong protocol": {"expose": ["80/foo"]},
        "by port range turned": {"expose": ["80-70"]}, "by port beyond": {"expose": ["65536"]}, "by status in upper case": {"status": ["Created"]},
        "by hexadecimal exit code": {"exited": ["0x0"]}, "by task twice": {"is-task": ["true", "false"]}, "since two": {"since": ["rich", "ports"]},
    }  # fmt: skip
    found = [
        case(f"list {name}", *_SOME, _get("/containers/json?all=1", **filters))
        for name, filters in lists.items()
    ]
    queries = {
        "running only": "", "limit": "?limit=2", "limit zero": "?limit=0", "limit negative": "?limit=-1",
        "limit wrong": "?limit=x", "size": "?all=1&size=1", "before by query": "?all=1&before=health",
        "since by query": "?all=1&since=rich", "filters broken": "?filters=%7B", "filters of old": "?all=1&filters=" + quote('{"name":["rich"]}'),
        "filters as maps": "?all=1&filters=" + quote('{"name":{"rich":true}}'), "filters wrong": "?filters=" + quote('{"name":1}'),
    }  # fmt: skip
    found += [
        case(f"list {name}", *_SOME, _get(f"/containers/json{query}"))
        for name, query in queries.items()
    ]
    wanted = {"name": "rich", "slash": "/rich", "ID": "<id of rich>", "short ID": "<short of rich>",
              "nobody": "nope", "size": "rich", "empty": "", "encoded slash": "%2Frich"}  # fmt: skip
    found += [
        case(f"inspect by {name}", _RICH, _get(f"/containers/{text}/json" + ("?size=1" if name == "size" else "")))
        for name, text in wanted.items()
    ]
    return found


def _removal() -> list[Case]:
    return [
        case("remove", _RICH, _delete("/containers/rich")),
        case("remove by short ID", _RICH, _delete("/containers/<short of rich>")),
        case("remove with volumes", _RICH, _delete("/containers/rich?v=1"), _get("/volumes")),
        case("remove by force", _RICH, _delete("/containers/rich?force=1")),
        case("remove twice", _RICH, _delete("/containers/rich"), _delete("/containers/rich")),
        case("remove nobody", _delete("/containers/nope")),
        case("prune containers", *_SOME, Step(method="POST", path=f"{_V}/containers/prune", shown=lambda r: sorted(
            r.pop("ContainersDeleted")) and r)),
        case("prune no containers", _post("/containers/prune")),
        case("prune containers by label", *_SOME, _post("/containers/prune", label=["which=rich"])),
        case("prune containers by missing label", *_SOME, _post("/containers/prune", **{"label!": ["which"]})),
        case("prune containers until long ago", *_SOME, _post("/containers/prune", until=["2020-01-01T00:00:00"])),
        case("prune containers until the empty moment", *_SOME, _post("/containers/prune", until=[""])),
        case("prune images until the empty moment", _post("/images/prune", until=[""])),
        case("prune containers until nonsense", _post("/containers/prune", until=["x"])),
        case("prune containers until twice", _post("/containers/prune", until=["1h", "2h"])),
        case("prune containers by unknown filter", _post("/containers/prune", foo=["x"])),
        case("prune containers, filters broken", Step(method="POST", path="/containers/prune?filters=%7B")),
    ]  # fmt: skip


def _tar(*names: str, **about: Any) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name in names:
            entry = tarfile.TarInfo(name)
            entry.mtime, entry.mode = 1646933555, 0o640
            for key, value in about.items():
                setattr(entry, key, value)
            if name.endswith("/"):
                entry.type, entry.mode = tarfile.DIRTYPE, 0o750
            tar.addfile(entry, io.BytesIO(b"x" * entry.size))
    return buffer.getvalue()


def _copies() -> list[Case]:
    paths = {
        "file": "/odd/plain", "directory": "/odd/deep", "link": "/odd/soft", "link with slash": "/odd/soft/",
        "dangling link": "/odd/dangling", "directory with slash": "/odd/deep/", "contents": "/odd/deep/.", "root": "/",
        "root dot": "/.", "missing": "/nope", "below a file": "/odd/plain/x", "file with slash": "/odd/plain/", "relative": "odd/plain",
        "dots": "/odd/../../odd/plain", "device": "/odd/null", "anonymous volume": "/new/volume", "link to directory": "/bin/sh",
        "init file": "/etc/hosts", "unicode": "/odd/n\u00e4me with <&>", "empty": "",
    }  # fmt: skip
    found = []
    for name, path in paths.items():
        where = f"{_V}/containers/rich/archive?path={quote(path)}"
        found.append(case(f"copy out: {name}", _RICH, Step(method="HEAD", path=where), Step(path=where)))
    where = f"{_V}/containers/rich/archive?path="
    found += [
        case("copy out of nobody", Step(path=f"{_V}/containers/nope/archive?path=/")),
        case("copy out without a path", _RICH, Step(path=f"{_V}/containers/rich/archive")),
        case("copy out of a bind", _PORTS, Step(method="HEAD", path=f"{_V}/containers/ports/archive?path=/t")),
        case("copy out of a bind of a file", create(name="ports", HostConfig={"Binds": ["/etc/debian_version:/file"]}),
             Step(path=f"{_V}/containers/ports/archive?path=/file")),
        case("copy out of a bind over a network file", create(name="ports", HostConfig={"Binds": ["/etc/debian_version:/etc/hosts:ro"]}),
             Step(path=f"{_V}/containers/ports/archive?path=/etc/hosts"), Step(path=f"{_V}/containers/ports/json")),
        case("copy out of a missing source", create(name="ports", HostConfig={"Mounts": [{"Type": "volume", "Target": "/a", "VolumeOptions": {
            "DriverConfig": {"Options": {"type": "ext4", "device": "/no/such"}, "Name": "local"}, "NoCopy": True}}]}),
             Step(path=f"{_V}/containers/ports/archive?path=/etc/hosts")),
        case("copy out of a tmpfs", _HEALTH, Step(path=f"{_V}/containers/health/archive?path=/t")),
        case("copy out of nested mounts", create(name="ports", HostConfig={"Binds": ["v:/a", "w:/a/b", "x:/a/b/c:ro"]}),
             Step(path=f"{_V}/containers/ports/archive?path=/a")),
        case("copy out of a volume", _PORTS, Step(path=f"{_V}/containers/ports/archive?path=/data")),
        case("old copy of a directory", _RICH, Step(method="POST", path="/v1.23/containers/rich/copy", body={"Resource": "/etc"})),
        case("old copy of a file", _RICH, Step(method="POST", path="/v1.23/containers/rich/copy", body={"Resource": "odd/plain"})),
        case("old copy of nothing", _RICH, Step(method="POST", path="/v1.23/containers/rich/copy", body={})),
        case("old copy, new client", _RICH, Step(method="POST", path="/v1.41/containers/rich/copy", body={"Resource": "/etc"})),
    ]  # fmt: skip
    tar = {"Content-Type": "application/x-tar"}

    def put(path: str, body: bytes, container: str = "rich") -> Step:
        return Step(method="PUT", path=f"{_V}/containers/{container}/archive?path={path}", body=body, headers=tar)

    files = _tar("a", "dir/", "dir/b", size=3, uid=7, gid=8)
    read_only = create(name="rich", image="rich", HostConfig={"ReadonlyRootfs": True, "Binds": ["v:/vol", "w:/ro:ro"]})
    look = Step(method="HEAD", path=where + "/etc/a")
    found += [
        case("copy in", _RICH, put("/etc", files), look),
        case("copy in, as the container's user", create(name="rich", User="nobody"), put("/etc&copyUIDGID=1", files), look),
        case("copy in, as a user of no host", create(name="rich", User="nosuch"), put("/etc&copyUIDGID=1", files)),
        case("copy in to nowhere", _RICH, put("/nope", files)),
        case("copy in to a file", _RICH, put("/odd/plain", files)),
        case("copy in to a link to a directory", _RICH, put("/odd/../tmp", files)),
        case("copy in over a directory", _RICH, put("/", _tar("odd", size=1))),
        case("copy in over a directory, forbidden", _RICH, put("/&noOverwriteDirNonDir=true", _tar("etc", size=1))),
        case("copy in over a file, forbidden", _RICH, put("/etc&noOverwriteDirNonDir=1", _tar("hostname/"))),
        case("copy in to a volume", _RICH, put("/odd", files)),
        case("copy in to a read-only root", read_only, put("/etc", files)),
        case("copy in to a volume of a read-only root", read_only, put("/vol", files)),
        case("copy in to a read-only volume", read_only, put("/ro", files)),
        case("copy in of no archive", _RICH, put("/etc", b"this is not an archive" * 100)),
        case("copy in of nothing", _RICH, put("/etc", b"")),
        case("copy in of a way out", _RICH, put("/etc", _tar("../../out", size=1))),
        case("copy in without a path", _RICH, Step(method="PUT", path=f"{_V}/containers/rich/archive", body=files, headers=tar)),
        case("copy in to nobody", put("/", files, container="nope")),
        case("changes of nothing", _RICH, _get("/containers/rich/changes", _sorted_by("Path"))),
        case("changes", _RICH, put("/", files), put("/etc", _tar("new", size=1)),
             _get("/containers/rich/changes", _sorted_by("Path"))),
        case("changes of nobody", _get("/containers/nope/changes")),
        case("size after a copy", _RICH, put("/", files), _get("/containers/json?all=1&size=1")),
        case("export", _RICH, put("/", files), _get("/containers/rich/export")),
        case("export of nobody", _get("/containers/nope/export")),
    ]  # fmt: skip
    return found


def _archive(*entries: tuple[str, str]) -> bytes:
    """Return an archive of links, ``h>`` for hard ones; what leads nowhere is a file, ``/`` a directory."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, target in entries:
            entry = tarfile.TarInfo(name)
            entry.mtime, entry.mode, entry.uid = 1646933555, 0o640, 7
            if target == "/":
                entry.type = tarfile.DIRTYPE
            elif target:
                entry.type = tarfile.LNKTYPE if target.startswith("h>") else tarfile.SYMTYPE
                entry.linkname = target.removeprefix("h>")
            tar.addfile(entry)
    return buffer.getvalue()


def _copies_of_odd_archives() -> list[Case]:
    archives = {
        "a hard link": [("a", ""), ("h", "h>a")], "a hard link to nothing": [("h", "h>nope")], "a hard link by path": [("h", "h>/etc/hostname")],
        "a hard link out": [("h", "h>../../etc/passwd")], "a hard link to a link": [("l", "/etc"), ("h", "h>l")], "a hard link to itself": [("h", "h>h")],
        "a link": [("l", "hostname")], "a link out": [("l", "../../../../etc/passwd")], "a link by path": [("l", "/etc/passwd")],
        "a way through a link": [("l", "/tmp"), ("l/x", "")], "the place itself": [("", "")], "the place as a directory": [(".", "/")],
        "the root": [("/", "/")], "a nested file": [("p/q/r", "")], "dots": [("a/../../b", "")], "one file twice": [("a", ""), ("a", "h>a")],
        "a link over a directory": [("deep", "x")], "a directory over a link": [("soft", "/")], "a file over a directory": [("deep", "")],
    }  # fmt: skip

    def put(path: str, body: bytes, more: str = "") -> Step:
        where = f"{_V}/containers/rich/archive?path={quote(path)}{more}"
        return Step(method="PUT", path=where, body=body, headers={"Content-Type": "application/x-tar"})

    changes = _get("/containers/rich/changes", _sorted_by("Path"))
    no_kinds = "&noOverwriteDirNonDir=1"
    found = []
    for name, entries in archives.items():
        body = _archive(*entries)
        found += [
            case(f"copy in of {name}", _RICH, put("/srv", body), put("/odd", body), changes, _get("/containers/rich/export")),
            case(f"copy in of {name}, kinds kept", _RICH, put("/srv", body, no_kinds), put("/odd", body, no_kinds), changes),
        ]
    file = _archive(("a", ""))
    for path in ("/etc\0x", "/etc/hostname/..", "/odd/deep/er/../..", "/" + "x" * 300, "/etc/mtab", "/dev/console", "/.dockerenv", "/bin/sh/.."):
        where = f"{_V}/containers/rich/archive?path={quote(path)}"
        shown = path[:20].replace("\0", "NUL")
        found.append(case(f"copies at {shown}", _RICH, put(path, file), changes, Step(method="HEAD", path=where), Step(path=where)))
    users = ("1000", "1000:1001", "7:", ":", "-1", "4294967296", "root:nobody", "0:x")
    found += [
        case(f"copy in as user {user}", create(name="rich", image="rich", User=user), put("/etc", file, "&copyUIDGID=1"), changes)
        for user in users
    ]
    return found


def _images() -> list[Case]:
    by_id = _sorted_by("Id")
    filters: dict[str, dict[str, Any]] = {
        "all": {}, "dangling": {"dangling": ["true"]}, "not dangling": {"dangling": ["false"]}, "dangling wrong": {"dangling": ["x"]},
        "by reference": {"reference": ["rich"]}, "by reference with tag": {"reference": ["rich:latest"]}, "by pattern": {"reference": ["r*"]},
        "by two patterns": {"reference": ["p*", "rich:*"]}, "by bad pattern": {"reference": ["["]}, "by pattern with slash": {"reference": ["*/*"]},
        "by label": {"label": ["a=image"]}, "by missing label": {"label": ["nope"]}, "before": {"before": ["rich"]}, "since": {"since": ["rich"]},
        "before nothing": {"before": ["nosuch"]}, "by unknown filter": {"foo": ["x"]},
    }  # fmt: skip
    found = [case(f"images {name}", _get("/images/json", by_id, **wanted)) for name, wanted in filters.items()]
    found += [
        case("images with all", _get("/images/json?all=1", by_id)),
        case("images, filter of old", Step(path="/v1.40/images/json?filter=rich")),
        case("images, filter of old, new client", Step(path="/v1.41/images/json?filter=rich", shown=by_id)),
    ]
    for name in ("rich", "plain", "arm", "null", "empty", "demo", "deep", "workdir", "nosuch", _ID[:12], f"sha256:{_ID}", "RICH", "rich@x"):
        found += [
            case(f"image inspect {name[:12]}", _get(f"/images/{name}/json")),
            case(f"image history {name[:12]}", _get(f"/images/{name}/history")),
        ]

    def tag(image: str, query: str) -> Step:
        return Step(method="POST", path=f"{_V}/images/{image}/tag{query}")

    untag = _delete("/images/other:1")
    listed = _get("/images/json", _names, reference=["other"])
    tags = {"plain": "?repo=other&tag=1", "no tag": "?repo=other", "no repo": "?tag=1", "nothing": "", "upper case": "?repo=Other&tag=1",
            "bad tag": "?repo=other&tag=a/b", "registry": "?repo=a.test:5000/x/y&tag=1", "digest": "?repo=other@sha256:" + "0" * 64,
            "tag in repo": "?repo=other:2&tag=1", "ID like": "?repo=" + "a" * 64,
            "longest": "?repo=other&tag=" + "x" * 128, "too long": "?repo=other&tag=" + "x" * 129, "long name": "?repo=" + "x" * 256, "dash": "?repo=a-&tag=1",
            "two slashes": "?repo=a//b", "upper case host": "?repo=LOCALHOST/b&tag=1", "two underscores": "?repo=a__b&tag=1", "IPv6": "?repo=[::1]:5/b",
            "URL": "?repo=http://x/y", "scratch": "?repo=scratch&tag=1", "sha256": "?repo=sha256&tag=1"}  # fmt: skip
    undo = [_delete(f"/images/{name}") for name in ("other:1", "other:latest", "a.test:5000/x/y:1", "other:2",
            "other:" + "x" * 128, "LOCALHOST/b:1", "a__b:1", "scratch:1", "sha256:1")]
    found += [case(f"tag {name}", tag("plain", query), *undo) for name, query in tags.items()]
    found += [
        case("tag of nothing", tag("nosuch", "?repo=x")),
        case("tag by ID", tag(_ID, "?repo=other&tag=1"), listed, untag),
        case("tag twice, remove one", tag("plain", "?repo=other&tag=1"), tag("plain", "?repo=other&tag=2"), untag, listed,
             _delete("/images/other:2")),
        case("remove nothing", _delete("/images/nosuch")),
        case("remove without a name", _delete("/images/")),
        case("remove by ID with two names", tag("plain", "?repo=other&tag=1"), _delete(f"/images/{_ID}"), untag),
        case("remove an image of a container", create(), _delete("/images/plain")),
        case("remove an image of a container by ID", create(), _delete(f"/images/{_ID}")),
        case("remove another name of an image of a container", create(), tag("plain", "?repo=other&tag=1"), untag),
        case("save nothing", _get("/images/nosuch/get")),
        case("save two, one missing", _get("/images/get?names=plain&names=nosuch")),
        case("push", Step(method="POST", path=f"{_V}/images/nosuch/push"), known=_STOPS),
        case("prune images", _post("/images/prune")),
        case("prune images, dangling wrong", _post("/images/prune", dangling=["x"])),
        case("prune images by unknown filter", _post("/images/prune", foo=["x"])),
        case("prune all images with a label that none has", _post("/images/prune", dangling=["false"], label=["nope"])),
        case("load nothing", Step(method="POST", path=f"{_V}/images/load", body=b"", headers={"Content-Type": "application/x-tar"})),
        case("load no archive", Step(method="POST", path=f"{_V}/images/load", body=b"x" * 2000, headers={})),
        case("import from nobody", Step(method="POST", path=f"{_V}/images/create?fromSrc=http://127.0.0.1:1/x")),
        case("import with an unknown change", Step(method="POST", path=f"{_V}/images/create?fromSrc=-&changes=RUN%20x")),
        case("pull of a bad name", Step(method="POST", path=f"{_V}/images/create?fromImage=BAD")),
        case("pull of a bad platform", Step(method="POST", path=f"{_V}/images/create?fromImage=x&platform=$")),
        case("pull of scratch", Step(method="POST", path=f"{_V}/images/create?fromImage=scratch")),
        case("pull from nobody", Step(method="POST", path=f"{_V}/images/create?fromImage=127.0.0.1:1/x&tag=y")),
    ]  # fmt: skip
    return found


def _volumes() -> list[Case]:
    def make(body: Any, **more: Any) -> Step:
        return Step(method="POST", path=f"{_V}/volumes/create", body=body, **more)

    def listed(found: Any) -> Any:
        return {**found, "Volumes": sorted(found["Volumes"] or (), key=lambda one: str(one["Name"]))}

    one, two = make({"Name": "one", "Labels": {"a": "b"}}), make({"Name": "two"})
    bodies: dict[str, Any] = {
        "plain": {"Name": "one"}, "labels": {"Name": "one", "Labels": {"a": "b", "": ""}}, "driver": {"Name": "one", "Driver": "local"},
        "driver unknown option": {"Name": "one", "DriverOpts": {"foo": "x"}}, "type without device": {"Name": "one", "DriverOpts": {"type": "nfs"}},
        "tmpfs": {"Name": "one", "DriverOpts": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}}, "size": {"Name": "one", "DriverOpts": {"size": "1m"}},
        "name of one": {"Name": "o"}, "name odd": {"Name": "o$e"}, "name with slash": {"Name": "a/b"}, "wrong type": {"Name": 1}, "list": [], "empty body": b"",
        "null": None, "options null": {"Name": "one", "DriverOpts": None, "Labels": None}, "long": {"Name": "x" * 300}, "dots": {"Name": ".."},
        "broken": b"{", "unicode": {"Name": "\u00e4\u00e4"},
    }  # fmt: skip
    found = [case(f"volume create: {name}", make(body, headers={"Content-Type": "application/json"}), _get("/volumes", listed))
             for name, body in bodies.items()]  # fmt: skip
    lists: dict[str, dict[str, Any]] = {
        "all": {}, "by name": {"name": ["on"]}, "by label": {"label": ["a"]}, "by label value": {"label": ["a=c"]}, "by driver": {"driver": ["local"]},
        "by other driver": {"driver": ["x"]}, "dangling": {"dangling": ["true"]}, "not dangling": {"dangling": ["0"]}, "dangling wrong": {"dangling": ["x"]},
        "unknown filter": {"foo": ["x"]},
    }  # fmt: skip
    found += [case(f"volumes {name}", one, two, create(HostConfig={"Binds": ["two:/t"]}), _get("/volumes", listed, **wanted))
              for name, wanted in lists.items()]  # fmt: skip
    return [
        *found,
        case("volume create twice", one, one),
        case("volume create twice with other labels", one, make({"Name": "one", "Labels": {"z": "z"}})),
        case("volume without a name", Step(method="POST", path=f"{_V}/volumes/create", body={}, shown=lambda v: [len(v.pop("Name")), len(v.pop("Mountpoint")) > 70, v.pop("CreatedAt")[:3], v])),
        case("volume inspect", one, _get("/volumes/one")),
        case("volume inspect nothing", _get("/volumes/nope")),
        case("volume with options, inspect", make(bodies["tmpfs"]), _get("/volumes/one")),
        case("volume remove", one, _delete("/volumes/one"), _delete("/volumes/one")),
        case("volume remove by force", _delete("/volumes/nope?force=1")),
        case("volume remove, in use", create(HostConfig={"Binds": ["one:/t"]}), _delete("/volumes/one"), _delete("/volumes/one?force=1")),
        case("prune volumes", one, create(HostConfig={"Binds": ["two:/etc"]}), make(bodies["tmpfs"] | {"Name": "mem"}), _post("/volumes/prune")),
        case("prune volumes by label", one, two, _post("/volumes/prune", label=["a=b"])),
        case("prune volumes by missing label", one, two, _post("/volumes/prune", **{"label!": ["a"]})),
        case("prune volumes by unknown filter", _post("/volumes/prune", dangling=["true"])),
        case("prune no volumes", _post("/volumes/prune")),
    ]  # fmt: skip


def _networks() -> list[Case]:
    by_name = _sorted_by("Name")

    def steady(found: Any) -> Any:
        for one in found if isinstance(found, list) else [found]:
            one["Id"] = f"{len(one['Id'])} digits"
        return by_name(found)

    lists: dict[str, dict[str, Any]] = {
        "all": {}, "by driver": {"driver": ["null"]}, "by name": {"name": ["o"]}, "by type": {"type": ["builtin"]}, "by custom type": {"type": ["custom"]},
        "by wrong type": {"type": ["x"]}, "by scope": {"scope": ["local"]}, "by other scope": {"scope": ["swarm"]}, "dangling": {"dangling": ["true"]},
        "not dangling": {"dangling": ["false"]}, "dangling wrong": {"dangling": ["x"]}, "dangling twice": {"dangling": ["1", "0"]}, "by label": {"label": ["a"]},
        "unknown filter": {"foo": ["x"]},
    }  # fmt: skip
    found = [case(f"networks {name}", _get("/networks", steady, **wanted)) for name, wanted in lists.items()]
    for name, path in {"none": "none", "host": "host", "nothing": "nope", "verbose": "none?verbose=1", "verbose wrong": "none?verbose=x",
                       "scope": "none?scope=swarm", "part of a name": "hos"}.items():  # fmt: skip
        found.append(case(f"network {name}", _get(f"/networks/{path}", steady)))
    return [
        *found,
        case("networks with a slash", _get("/networks/", steady)),
        case("networks of an old client", Step(path="/v1.27/networks", shown=steady)),
        case("prune networks", _post("/networks/prune")),
        case("prune networks by unknown filter", _post("/networks/prune", foo=["x"])),
    ]


def _system() -> list[Case]:
    def version(found: dict[str, Any]) -> Any:
        ours = {key: found[key] for key in ("ApiVersion", "MinAPIVersion", "Os", "Arch", "KernelVersion")}
        return [ours, found["Components"][0]["Name"], sorted(found["Components"][0]["Details"])]

    def info(found: dict[str, Any]) -> Any:
        for own in ("ID", "NFd", "NGoroutines", "SystemTime", "ServerVersion", "ContainerdCommit", "RuncCommit", "InitCommit", "Plugins"):
            found.pop(own)
        return found

    def usage(found: dict[str, Any]) -> Any:
        for key, name in (("Images", "Id"), ("Containers", "Names"), ("Volumes", "Name")):
            found[key] = sorted(found[key] or (), key=lambda one, name=name: str(one[name]))
        return found

    json_type = {"Content-Type": "application/json"}

    def auth(body: bytes) -> Step:
        return Step(method="POST", path="/v1.41/auth", body=body, headers=json_type)

    return [
        case("ping", Step(path="/_ping"), Step(path="/v1.24/_ping"), Step(method="HEAD", path="/_ping")),
        case("version", Step(path="/v1.41/version", shown=version)),
        case("version of old", Step(path="/v1.12/version", shown=version)),
        case("info", Step(path="/v1.41/info", shown=info)),
        case("info with containers", *_SOME, Step(path="/v1.41/info", shown=info)),
        case("disk usage", *_SOME, Step(path="/v1.41/system/df", shown=usage)),
        case("disk usage of nothing", Step(path="/v1.41/system/df", shown=usage)),
        case("auth without a body", auth(b"")),
        case("auth of no JSON", auth(b"x")),
        case("auth at nobody", auth(b'{"serveraddress": "127.0.0.1:1"}')),
        case("auth at no address", auth(b'{"serveraddress": "http://a b"}')),
        case("events since and until, wrong order", Step(path="/v1.41/events?since=2&until=1")),
        case("events since nonsense", Step(path="/v1.41/events?since=x")),
        *(case(f"events until {moment}", _get(f"/events?until={moment}", type=["node"])) for moment in ("0", "-5", "-5.5", "1.9999999999")),
        case("events since before 1970", _get("/events?since=-5&until=1", type=["node"])),
        case("events, filters broken", Step(path="/v1.41/events?until=1&filters=%7B")),
        case("start", create(), Step(method="POST", path="/v1.41/containers/nope/start"), known=_STOPS),
        case("commit", Step(method="POST", path="/v1.41/commit?container=nope"), known=_STOPS),
        case("exec", Step(method="POST", path="/v1.41/containers/nope/exec", body={}), known=_STOPS),
    ]  # fmt: skip


def _beyond() -> list[Case]:
    paths = ("swarm", "swarm/unlockkey", "plugins", "plugins/x/json", "plugins?filters=x")
    kinds = ("nodes", "services", "tasks", "secrets", "configs")
    empty = {"Content-Type": "application/json"}

    def post(path: str, method: str = "POST") -> Step:
        return Step(method=method, path=f"{_V}/{path}", body=b"{}", headers=empty)

    return [
        *(case(f"beyond create: {path}", _get(f"/{path}")) for path in (*paths, *kinds)),
        *(case(f"beyond create: {kind} by ID", _get(f"/{kind}/x")) for kind in kinds),
        case("beyond create: leave a swarm", post("swarm/leave")),
        case("beyond create: make a service", post("services/create")),
        case("beyond create: remove a node", _delete("/nodes/x")),
        case("prune builds", _post("/build/prune")),
        case("prune builds, keep nonsense", _post("/build/prune?keep-storage=x")),
        case("prune builds, filters broken", _post("/build/prune?filters=x")),
        case("plugins by unknown filter", _get("/plugins", foo=["x"])),
    ]


_STOPS = "this engine stops where create ends, and says so with 501"

TITLE = "What surrounds create: lists, copies, images, volumes, networks, system"
CASES = [
    *_containers(),
    *_removal(),
    *_copies(),
    *_copies_of_odd_archives(),
    *_images(),
    *_volumes(),
    *_networks(),
    *_system(),
    *_beyond(),
]
