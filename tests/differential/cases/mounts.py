"""Binds, Mounts, Volumes, VolumesFrom: every form, every error, and what is on disk afterwards."""

from __future__ import annotations

from typing import Any

from tests.differential.cases.build import case, config, create, host
from tests.differential.harness import Case, Step

_BINDS = {
    "bind": "/tmp:/t",
    "bind read-only": "/tmp:/t:ro",
    "bind read-write": "/tmp:/t:rw",
    "bind with label modes": "/tmp:/t:z",
    "bind with two modes": "/tmp:/t:ro,Z",
    "bind with propagation": "/tmp:/t:rslave",
    "bind with propagation private": "/tmp:/t:private",
    "bind with propagation shared, source not shared": "/tmp:/t:rshared",
    "bind consistent": "/tmp:/t:cached",
    "bind delegated": "/tmp:/t:delegated,ro",
    "bind nocopy": "/tmp:/t:nocopy",
    "bind with two of a kind": "/tmp:/t:ro,rw",
    "bind with both labels": "/tmp:/t:z,Z",
    "bind with two propagations": "/tmp:/t:shared,slave",
    "bind with two consistencies": "/tmp:/t:cached,delegated",
    "bind mode unknown": "/tmp:/t:foo",
    "bind mode empty": "/tmp:/t:",
    "bind mode empty item": "/tmp:/t:ro,",
    "bind mode upper case": "/tmp:/t:RO",
    "bind of a missing source": "/no/such/source:/t",
    "bind of a file": "/etc/hostname:/t",
    "bind to root": "/tmp:/",
    "bind to a relative target": "/tmp:t",
    "bind to dots": "/tmp:/a/../t/",
    "bind from dots": "/tmp/../tmp/.:/t",
    "bind from root": "/:/t",
    "bind relative source": "./a:/t",
    "bind relative parent": "../a:/t",
    "bind home": "~/a:/t",
    "bind onto itself": "/tmp:/tmp",
    "volume": "name:/t",
    "volume read-only": "name:/t:ro",
    "volume nocopy": "name:/srv:nocopy",
    "volume copied": "name:/srv",
    "volume label": "name:/t:z",
    "volume with propagation": "name:/t:rslave",
    "volume consistent": "name:/t:consistent",
    "volume of one character": "n:/t",
    "volume with odd characters": "na$me:/t",
    "volume with dot first": ".name:/t",
    "volume with slash": "na/me:/t",
    "volume with upper case": "Name_1.x-y:/t",
    "volume of unicode": "n\u00e4me:/t",
    "volume to root": "name:/",
    "volume to a relative target": "name:t",
    "volume onto a file": "name:/etc/hostname",
    "volume onto a link": "name:/bin/sh",
    "only a target": "/t",
    "only a name": "name",
    "empty": "",
    "colon": ":",
    "two colons": "::",
    "target missing": "/tmp:",
    "source missing": ":/t",
    "source missing with mode": ":/t:ro",
    "four parts": "/a:/b:ro:x",
    "space": " :/t",
    "nul": "/tmp\0:/t",
    "over the docker socket": "/var/run/docker.sock:/var/run/docker.sock",
    "over init files": "/etc/hostname:/etc/hosts",
}

_MOUNTS: dict[str, dict[str, Any]] = {
    "bind": {"Type": "bind", "Source": "/tmp", "Target": "/t"},
    "bind read-only": {"Type": "bind", "Source": "/tmp", "Target": "/t", "ReadOnly": True},
    "bind of a missing source": {"Type": "bind", "Source": "/no/such", "Target": "/t"},
    "bind without source": {"Type": "bind", "Target": "/t"},
    "bind without target": {"Type": "bind", "Source": "/tmp"},
    "bind relative source": {"Type": "bind", "Source": "tmp", "Target": "/t"},
    "bind relative target": {"Type": "bind", "Source": "/tmp", "Target": "t"},
    "bind to root": {"Type": "bind", "Source": "/tmp", "Target": "/"},
    "bind to unclean root": {"Type": "bind", "Source": "/tmp", "Target": "/a/.."},
    "bind propagation": {"Type": "bind", "Source": "/tmp", "Target": "/t", "BindOptions": {"Propagation": "rslave"}},
    "bind propagation unknown": {"Type": "bind", "Source": "/tmp", "Target": "/t", "BindOptions": {"Propagation": "foo"}},
    "bind non-recursive": {"Type": "bind", "Source": "/tmp", "Target": "/t", "BindOptions": {"NonRecursive": True}},
    "bind with empty options": {"Type": "bind", "Source": "/tmp", "Target": "/t", "BindOptions": {}},
    "bind with volume options": {"Type": "bind", "Source": "/tmp", "Target": "/t", "VolumeOptions": {}},
    "bind with tmpfs options": {"Type": "bind", "Source": "/tmp", "Target": "/t", "TmpfsOptions": {}},
    "bind consistency": {"Type": "bind", "Source": "/tmp", "Target": "/t", "Consistency": "cached"},
    "bind consistency unknown": {"Type": "bind", "Source": "/tmp", "Target": "/t", "Consistency": "foo"},
    "bind of a file": {"Type": "bind", "Source": "/etc/hostname", "Target": "/t"},
    "volume": {"Type": "volume", "Source": "name", "Target": "/t"},
    "volume copied": {"Type": "volume", "Source": "name", "Target": "/etc"},
    "volume read-only": {"Type": "volume", "Source": "name", "Target": "/t", "ReadOnly": True},
    "volume read-only, copied": {"Type": "volume", "Target": "/etc", "ReadOnly": True},
    "volume without name": {"Type": "volume", "Target": "/t"},
    "volume nocopy": {"Type": "volume", "Source": "name", "Target": "/etc", "VolumeOptions": {"NoCopy": True}},
    "volume labels": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {"Labels": {"a": "b"}}},
    "volume labels empty": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {"Labels": {}}},
    "volume driver local": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {"DriverConfig": {"Name": "local"}}},
    "volume driver options": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {
        "NoCopy": True, "DriverConfig": {"Name": "local", "Options": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}}}},
    "volume driver options mounted for the copy": {"Type": "volume", "Source": "name", "Target": "/etc", "VolumeOptions": {
        "DriverConfig": {"Name": "local", "Options": {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}}}},
    "volume driver option unknown": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {
        "DriverConfig": {"Name": "local", "Options": {"foo": "bar"}}}},
    "volume driver option missing device": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {
        "DriverConfig": {"Name": "local", "Options": {"type": "nfs"}}}},
    "volume driver cannot mount": {"Type": "volume", "Source": "name", "Target": "/etc", "VolumeOptions": {
        "DriverConfig": {"Name": "local", "Options": {"type": "ext4", "device": "/no/such"}}}},
    "volume driver bind option": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {
        "DriverConfig": {"Options": {"type": "none", "device": "/usr/share/doc", "o": "bind"}}}},
    "volume size": {"Type": "volume", "Source": "name", "Target": "/t", "VolumeOptions": {
        "DriverConfig": {"Options": {"size": "1m"}}}},
    "volume name of one character": {"Type": "volume", "Source": "n", "Target": "/t"},
    "volume name with slash": {"Type": "volume", "Source": "/n", "Target": "/t"},
    "volume name odd": {"Type": "volume", "Source": "n$x", "Target": "/t"},
    "volume without target": {"Type": "volume", "Source": "name"},
    "volume relative target": {"Type": "volume", "Source": "name", "Target": "t"},
    "volume to root": {"Type": "volume", "Source": "name", "Target": "/"},
    "volume to dots": {"Type": "volume", "Source": "name", "Target": "/a/../t/"},
    "volume with bind options": {"Type": "volume", "Target": "/t", "BindOptions": {}},
    "volume with tmpfs options": {"Type": "volume", "Target": "/t", "TmpfsOptions": {"SizeBytes": 1}},
    "volume onto a file": {"Type": "volume", "Target": "/etc/hostname"},
    "tmpfs": {"Type": "tmpfs", "Target": "/t"},
    "tmpfs options": {"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 1048576, "Mode": 0o1777}},
    "tmpfs negative size": {"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": -1}},
    "tmpfs odd size": {"Type": "tmpfs", "Target": "/t", "TmpfsOptions": {"SizeBytes": 12345}},
    "tmpfs read-only": {"Type": "tmpfs", "Target": "/t", "ReadOnly": True},
    "tmpfs with source": {"Type": "tmpfs", "Source": "x", "Target": "/t"},
    "tmpfs without target": {"Type": "tmpfs"},
    "tmpfs relative target": {"Type": "tmpfs", "Target": "t"},
    "tmpfs to root": {"Type": "tmpfs", "Target": "/"},
    "tmpfs with bind options": {"Type": "tmpfs", "Target": "/t", "BindOptions": {}},
    "tmpfs with volume options": {"Type": "tmpfs", "Target": "/t", "VolumeOptions": {}},
    "tmpfs consistency": {"Type": "tmpfs", "Target": "/t", "Consistency": "default"},
    "npipe": {"Type": "npipe", "Source": "a", "Target": "b"},
    "type unknown": {"Type": "foo", "Source": "a", "Target": "/t"},
    "type empty": {"Source": "a", "Target": "/t"},
    "type upper case": {"Type": "BIND", "Source": "/tmp", "Target": "/t"},
    "nothing": {},
}  # fmt: skip

_SOURCE = create({"Volumes": {"/odd": {}}}, name="source", image="rich",
                 HostConfig={"Binds": ["/tmp:/bound:ro", "named:/named"], "Tmpfs": {"/tmpfs": ""}})  # fmt: skip
_TMPFS_SOURCE = create(name="source", HostConfig={"Mounts": [{"Type": "tmpfs", "Target": "/t"}]})
_MOUNT_SOURCE = create(name="source", HostConfig={"Mounts": [
    {"Type": "volume", "Source": "name", "Target": "/v", "ReadOnly": True, "VolumeOptions": {"NoCopy": True}},
    {"Type": "bind", "Source": "/tmp", "Target": "/b", "BindOptions": {"Propagation": "rslave"}}]})  # fmt: skip


def _volumes_from() -> list[Case]:
    specs: dict[str, list[str]] = {
        "by name": ["source"],
        "by ID": ["<id of source>"],
        "by short ID": ["<short of source>"],
        "read-only": ["source:ro"],
        "read-write": ["source:rw"],
        "with label": ["source:z"],
        "mode unknown": ["source:foo"],
        "mode twice": ["source:ro:rw"],
        "mode nocopy": ["source:nocopy"],
        "mode propagation": ["source:rslave"],
        "empty": [""],
        "missing": ["nope"],
        "missing after one that is there": ["source", "nope"],
        "twice": ["source", "source:ro"],
        "colon first": [":ro"],
        "with slash": ["/source"],
    }
    found = [
        case(f"volumes-from {name}", _SOURCE, create(HostConfig={"VolumesFrom": spec}))
        for name, spec in specs.items()
    ]
    own = {"VolumesFrom": ["source"]}
    return [
        *found,
        case("volumes-from with a bind over it", _SOURCE, create(HostConfig={**own, "Binds": ["/srv:/odd"]})),
        case(
            "volumes-from with a volume where it has one",
            _SOURCE,
            create(HostConfig=own, Volumes={"/odd": {}, "/own": {}}),
        ),
        case("volumes-from, image with the same volume", _SOURCE, create(HostConfig=own, image="rich")),
        case("volumes-from with tmpfs by mount", _TMPFS_SOURCE, create(HostConfig=own)),
        case("volumes-from with options by mount", _MOUNT_SOURCE, create(HostConfig=own)),
        case(
            "volumes-from with a mount over it",
            _SOURCE,
            create(HostConfig={**own, "Mounts": [_MOUNTS["volume without name"] | {"Target": "/odd"}]}),
        ),
        case("volumes-from with tmpfs over it", _SOURCE, create(HostConfig={**own, "Tmpfs": {"/odd": ""}})),
        case("volumes-from chained", _SOURCE, create(HostConfig=own, name="middle"),
             create(HostConfig={"VolumesFrom": ["middle:ro"]})),
        case("volumes stay while somebody has them", _SOURCE, create(HostConfig=own),
             Step(method="DELETE", path="/v1.41/containers/source?v=1")),
        case("anonymous volumes go with the container", _SOURCE,
             Step(method="DELETE", path="/v1.41/containers/source?v=1")),
        case("anonymous volumes stay without being asked to go", _SOURCE,
             Step(method="DELETE", path="/v1.41/containers/source")),
    ]  # fmt: skip


def _together() -> list[Case]:
    bind, volume = _MOUNTS["bind"], _MOUNTS["volume"]
    volume_first = Step(
        method="POST",
        path="/v1.41/volumes/create",
        body={"Name": "name", "Labels": {"made": "before"}},
    )
    tmpfs_volume = {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}
    return [
        host("two binds to one target", Binds=["/tmp:/t", "/srv:/t"]),
        host("two binds to one target, unclean", Binds=["/tmp:/t", "/srv:/t/"]),
        host("two mounts to one target", Mounts=[bind, volume]),
        host("bind and mount to one target", Binds=["/srv:/t"], Mounts=[bind]),
        host("tmpfs and mount to one target", Tmpfs={"/t": ""}, Mounts=[bind]),
        host("mount and volume to one target", Mounts=[volume], config={"Volumes": {"/t": {}}}),
        host("bind and volume to one target", Binds=["/tmp:/t"], config={"Volumes": {"/t": {}}}),
        host("bind and an image's volume", "rich", Binds=["/tmp:/odd"]),
        host("mount and an image's volume", "rich", Mounts=[{**volume, "Target": "/odd"}]),
        host("one volume at two targets", Binds=["name:/a", "name:/b"]),
        host("nested", Binds=["name:/etc", "other:/etc/inner"], config={"Volumes": {"/etc/x/y": {}}}),
        host("volume of all kinds of files", "rich", Binds=["name:/odd"]),
        host("volume of all kinds of files, read-only", "rich", Binds=["name:/odd:ro"]),
        host("volume below files of an image", "rich", Binds=["name:/odd/deep/er"]),
        host("many", Binds=[f"v{n}:/v/{n}" for n in range(12)]),
        host("binds null", Binds=None),
        host("binds text", Binds="/tmp:/t"),
        host("mounts null", Mounts=None),
        host("mounts with null", Mounts=[None]),
        host("mounts of another type", Mounts={}),
        host("volumes-from null", VolumesFrom=None),
        host("volume driver for a bind", VolumeDriver="local", Binds=["name:/t"]),
        host("volume driver for a volume without name", VolumeDriver="local", config={"Volumes": {"/v": {}}}),
        host("volume driver unknown", VolumeDriver="nosuch", Binds=["name:/t"]),
        host("errors undo what was made", Binds=["one:/a", "two:/b:foo"]),
        host("errors undo volumes without a name", "rich", config={"WorkingDir": "/bin/sh"}, Binds=["name:/n"]),
        config("volume of an image over a bound file", "volumefile"),
        case("volume that exists", volume_first, create(HostConfig={"Binds": ["name:/etc"]})),
        case("volume that exists, by mount with labels", volume_first, create(HostConfig={"Mounts": [_MOUNTS["volume labels"]]})),
        case("volume that has content", create(name="first", HostConfig={"Binds": ["name:/etc"]}),
             create(HostConfig={"Binds": ["name:/bin"]})),
        case("volume with device options", Step(method="POST", path="/volumes/create", body={
            "Name": "name", "DriverOpts": tmpfs_volume}), create(HostConfig={"Binds": ["name:/etc"]})),
        case("volume with other options than it has", volume_first, create(HostConfig={"Mounts": [
            _MOUNTS["volume driver options"]]})),
        case("mount non-recursive of an old client", create(version="/v1.39", HostConfig={"Mounts": [
            _MOUNTS["bind non-recursive"]]})),
    ]  # fmt: skip


TITLE = "Mounts in every form, with every error, and volumes of other containers"
CASES = [
    *(host(f"bind text: {name}", Binds=[text]) for name, text in _BINDS.items()),
    *(host(f"mount: {name}", Mounts=[mount]) for name, mount in _MOUNTS.items()),
    *_volumes_from(),
    *_together(),
]
