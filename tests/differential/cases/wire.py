"""What arrives at the socket: versions, content types, JSON of all kinds, paths and methods."""

from __future__ import annotations

import json
from typing import Any

from tests.differential.cases.build import case, create
from tests.differential.harness import Case, Step

_JSON = {"Content-Type": "application/json"}
_PLAIN: dict[str, Any] = {"Image": "plain", "Cmd": ["/bin/true"]}
_OLD: dict[str, Any] = {
    "AutoRemove": True, "CpuShares": 1, "KernelMemoryTCP": 1,
    "Mounts": [{"Type": "bind", "Source": "/tmp", "Target": "/t", "BindOptions": {"NonRecursive": True}}],
}  # fmt: skip

_BODIES: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n",
    "null": b"null",
    "number": b"1",
    "text": b'"x"',
    "list": b"[]",
    "empty list in it": b"[{}]",
    "object": b"{}",
    "true": b"true",
    "cut off": b'{"Image": "plain"',
    "cut off in a text": b'{"Image": "pla',
    "cut off after a colon": b'{"Image":',
    "cut off in a word": b'{"Tty": tr',
    "cut off in a number": b'{"StopTimeout": 1',
    "not JSON": b"hello",
    "single quotes": b"{'Image': 'plain'}",
    "trailing comma": b'{"Image": "plain",}',
    "two commas": b'{"Image": "plain",,"Cmd": "x"}',
    "no colon": b'{"Image" "plain"}',
    "key without quotes": b'{Image: "plain"}',
    "comment": b'{"Image": "plain" /* x */}',
    "byte order mark": b'\xef\xbb\xbf{"Image": "plain"}',
    "control character in a text": b'{"Image": "pla\nin"}',
    "bad escape": b'{"Image": "pla\\in"}',
    "bad unicode escape": b'{"Image": "\\u12g4"}',
    "lone surrogate": b'{"Image": "plain", "Cmd": ["x"], "User": "\\ud800"}',
    "surrogate pair": b'{"Image": "plain", "Cmd": ["x"], "User": "\\ud83d\\ude00"}',
    "no UTF-8": b'{"Image": "plain", "Cmd": ["x"], "User": "\xff"}',
    "no UTF-8 in a key": b'{"Image": "plain", "Cmd": ["x"], "Labels": {"\xff": "1"}}',
    "NaN": b'{"StopTimeout": NaN}',
    "leading zero": b'{"StopTimeout": 01}',
    "plus": b'{"StopTimeout": +1}',
    "fraction where a whole number": b'{"StopTimeout": 1.5, "Image": "plain", "Cmd": "x"}',
    "exponent where a whole number": b'{"StopTimeout": 1e2, "Image": "plain", "Cmd": "x"}',
    "minus zero": b'{"StopTimeout": -0, "Image": "plain", "Cmd": "x"}',
    "number too large": b'{"StopTimeout": 99999999999999999999, "Image": "plain", "Cmd": "x"}',
    "rest behind it": b'{"Image": "plain", "Cmd": "x"} trailing',
    "two values": b'{"Image": "plain", "Cmd": "x"}{"Image": "nosuch"}',
    "spaces around": b' \t\r\n{"Image": "plain", "Cmd": "x"}\n\n',
    "keys in other cases": b'{"image": "plain", "CMD": ["x"], "hostCONFIG": {"memory": 6291456}}',
    "key twice": b'{"Image": "nosuch", "Image": "plain", "Cmd": "x"}',
    "key in two cases": b'{"Image": "nosuch", "image": "plain", "Cmd": "x"}',
    "object twice": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"Memory": 6291456}, "HostConfig": {"CpuShares": 2}}',
    "map twice": b'{"Image": "plain", "Cmd": "x", "Labels": {"a": "1"}, "Labels": {"b": "2"}}',
    "list twice": b'{"Image": "plain", "Cmd": ["a", "b"], "Cmd": ["c"]}',
    "null after a value": b'{"Image": "plain", "Cmd": "x", "User": "me", "User": null}',
    "null after an object": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"Memory": 6291456}, "HostConfig": null}',
    "unknown keys": b'{"Image": "plain", "Cmd": "x", "Foo": {"a": [1, 2, {}]}, "HostConfig": {"Bar": 1}}',
    "empty key": b'{"Image": "plain", "Cmd": "x", "": 1}',
    "list twice, then null": b'{"Image": "plain", "Cmd": "x", "Env": ["A=1", "B=2"], "Env": [null, "C=3", null]}',
    "list twice, emptied between": b'{"Image": "plain", "Cmd": "x", "Env": ["A=1"], "Env": [], "Env": [null]}',
    "list of objects twice": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"Mounts": [{"Type": "tmpfs", "Target": "/t"}], "Mounts": [{"ReadOnly": true}]}}',
    "list of pointers twice": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"BlkioDeviceReadBps": [{"Path": "/dev/null"}, {"Rate": 1}], "BlkioDeviceReadBps": [{"Rate": 2}, null]}}',
    "map of lists twice": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "1"}]}, "PortBindings": {"80/tcp": [{"HostIp": "1.2.3.4"}]}}}',
    "array twice": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"ConsoleSize": [3, 4], "ConsoleSize": [null, 5, "x"]}}',
    "command twice, then null": b'{"Image": "plain", "Cmd": ["a", "b"], "Cmd": [null]}',
    "minus zero where no sign can stand": b'{"Image": "plain", "Cmd": "x", "HostConfig": {"IOMaximumBandwidth": -0}}',
    "part of a character": b'{"Image": "plain", "Cmd": "x", "User": "\xe4\xb8-\xed\xa0\x80-\xf0\x9f\x98"}',
    "lone surrogate in a key": b'{"Image": "plain", "Cmd": "x", "Labels": {"\\ud800": "1", "\\udc00\\ud800": "2"}}',
    "fault in a command after another": b'{"Image": "plain", "Tty": "x", "HostConfig": {"Devices": {}}, "Cmd": {"a": {}}}',
    "fault in a command before another": b'{"Image": "plain", "HostConfig": {"CapAdd": 1}, "Cmd": 2, "Tty": "x"}',
    "kelvin sign in a key": '{"Image": "plain", "Cmd": "x", "Networ\u212aDisabled": true}'.encode(),
    "long s in a key": '{"Image": "plain", "Cmd": "x", "U\u017fer": "me"}'.encode(),
    "deep": b'{"X":' * 9000 + b"1" + b"}" * 9000,
    "too deep": b'{"X":' * 10001 + b"1" + b"}" * 10001,
    "huge": json.dumps({**_PLAIN, "Env": [f"V{n}=" + "x" * 1000 for n in range(2000)]}).encode(),
    "huge without sense": b"[" * 100_000,
    "network mode of a container, no config": b'{"HostConfig": {"NetworkMode": "container:x"}}',
    "host config only": b'{"HostConfig": {}}',
    "networking config only": b'{"NetworkingConfig": {}}',
    "config by name": b'{"Config": {"Image": "plain", "Cmd": "x"}}',
    "platform of the client": b'{"Image": "plain", "Cmd": "x", "Platform": {"architecture": "arm64", "os": "linux"}}',
}  # fmt: skip

_WRONG_TYPES: dict[str, list[Any]] = {
    "Hostname": [1, True, [], {}, 1.5],
    "Tty": ["true", 1, None],
    "StopTimeout": ["1", True, [], None],
    "Env": ["A=1", {}, [1], [None], 1],
    "Cmd": [1, {}, [1], True, [None]],
    "Entrypoint": [[["x"]], 1.5],
    "ExposedPorts": [[], "80", {"80": 1}, {"80": []}],
    "Volumes": [[], "/v", {"/v": "x"}],
    "Labels": [[], "a=b", {"a": 1}, {"a": None}],
    "Healthcheck": [[], "x", {"Test": "x"}, {"Test": [1]}, {"Interval": "1s"}, {"Retries": 1.5}],
    "HostConfig": ["x", 1, True],
    "NetworkingConfig": ["x", {"EndpointsConfig": []}, {"EndpointsConfig": {"a": "x"}},
                         {"EndpointsConfig": {"a": {"IPAMConfig": "x"}}}],
    "Memory": ["1", 1.5],
    "Cpuset": [1],
}  # fmt: skip

_WRONG_IN_HOST: dict[str, list[Any]] = {
    "Memory": ["1", True, 1.5, 2**63, {}],
    "CpuShares": ["x"],
    "MemorySwappiness": ["x", 1.5],
    "OomKillDisable": ["x", 1],
    "PidsLimit": ["x", 2**64],
    "BlkioWeight": [1.5, "x", 65536],
    "BlkioWeightDevice": [{}, [{"Path": 1}], [{"Weight": -1}], "x"],
    "BlkioDeviceReadBps": [[{"Rate": -1}], [{"Rate": "x"}]],
    "Devices": ["x", [{"PathOnHost": 1}], [1]],
    "DeviceRequests": [[{"Count": "x"}], [{"Capabilities": ["gpu"]}]],
    "Ulimits": [[{"Name": "x", "Soft": "1"}], {}],
    "Binds": [{}, [1], "x"],
    "Mounts": [[1], ["x"], [{"Type": 1}], [{"BindOptions": []}], [{"VolumeOptions": {"Labels": []}}],
               [{"TmpfsOptions": {"Mode": -1}}], [{"TmpfsOptions": {"SizeBytes": "x"}}], [{"ReadOnly": "x"}]],
    "LogConfig": ["x", {"Config": []}, {"Config": {"a": 1}}, {"Type": 1}],
    "RestartPolicy": ["always", {"MaximumRetryCount": "x"}],
    "NetworkMode": [1, {}],
    "PortBindings": [[], {"80/tcp": {}}, {"80/tcp": [{"HostPort": 80}]}, {"80/tcp": ["x"]}],
    "IpcMode": [1], "PidMode": [[]], "UTSMode": [{}], "UsernsMode": [1], "CgroupnsMode": [1], "Cgroup": [1],
    "Isolation": [1],
    "CapAdd": [1, {}, [1]],
    "Sysctls": [[], {"a": 1}], "Tmpfs": [[], {"/t": 1}], "StorageOpt": [[], "x"],
    "ExtraHosts": [{}, "x"], "Links": ["x"], "VolumesFrom": ["x"], "SecurityOpt": ["x"],
    "Init": ["x", 1], "Privileged": ["x"], "AutoRemove": [1], "ShmSize": ["1m"], "Runtime": [1],
    "MaskedPaths": ["x"], "OomScoreAdj": [1.5], "ConsoleSize": [[1.5], {}],
}  # fmt: skip

_CONTENT_TYPES = {
    "json": "application/json", "json with charset": "application/json; charset=utf-8", "upper case": "APPLICATION/JSON",
    "spaces": " application/json ", "text": "text/plain", "empty": "", "tar": "application/x-tar",
    "parameter without value": "application/json; charset", "parameter empty": "application/json;",
    "two": "application/json, text/plain", "form": "application/x-www-form-urlencoded", "nonsense": "foo",
    "slash only": "/", "quoted": 'application/json; a="b;c"', "json like": "application/vnd.x+json",
    "umlaut": "application/js\u00f6n".encode().decode("latin-1"),
}  # fmt: skip

_PATHS = {
    "double slash": "//containers/create", "trailing slash": "/v1.41/containers/create/", "other case": "/v1.41/Containers/create",
    "no such route": "/v1.41/foo", "no such route, no version": "/foo", "root": "/", "version only": "/v1.41",
    "version slash": "/v1.41/", "dots": "/v1.41/../containers/json", "percent": "/v1.41/containers/%6Ason",
    "bad percent": "/v1.41/containers/json?all=%zz", "semicolon": "/v1.41/containers/json?all=1;size=1",
    "double slash with an empty query": "//containers/json?", "double slash with escapes": "/v1.41//containers/a%20%C3%A4!/json?a=%20",
    "version without v": "/1.41/containers/json", "version letters": "/vx/containers/json", "version odd": "/v1.41.1/containers/json",
    "version dots": "/v../containers/json", "version zero": "/v0/containers/json", "version one": "/v1/containers/json",
    "version leading zeros": "/v01.041/containers/json", "version two": "/v2/containers/json", "empty version": "/v/containers/json",
}  # fmt: skip


def _versions() -> list[Case]:
    found = []
    for version in ("", *(f"/v1.{minor}" for minor in range(11, 43))):
        name = version or "none"
        found.append(case(f"version {name}", create(HostConfig=_OLD, version=version)))
    for version in ("/v1.12", "/v1.18", "/v1.23", "/v1.24", "/v1.39"):
        found += [
            case(f"version {version}, no host config", create(version=version)),
            case(f"version {version}, error", create(version=version, WorkingDir="x")),
            case(f"version {version}, no such image", create(version=version, image="nosuch")),
            case(f"version {version}, inspect", create(), Step(path=f"{version}/containers/case/json")),
            case(f"version {version}, list", create(), Step(path=f"{version}/containers/json?all=1")),
            case(f"version {version}, page not found", Step(path=f"{version}/nosuch")),
        ]
    return found


def _methods() -> list[Case]:
    found = []
    for path in ("/v1.41/containers/create", "/_ping", "/v1.41/containers/json", "/v1.41/info"):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
            if (method, path) != ("GET", "/v1.41/info"):
                found.append(case(f"{method} {path}", Step(method=method, path=path)))
    return found


TITLE = "On the wire: versions, content types, malformed and huge bodies, paths"
CASES = [
    *(case(f"body: {name}", create(body, headers=_JSON)) for name, body in _BODIES.items()),
    *(
        case(f"type: {field} is {json.dumps(value)}", create(**{field: value}))
        for field, values in _WRONG_TYPES.items()
        for value in values
    ),
    *(
        case(f"type: HostConfig.{field} is {json.dumps(value)}", create(HostConfig={field: value}))
        for field, values in _WRONG_IN_HOST.items()
        for value in values
    ),
    *(
        case(f"content type: {name}", create(_PLAIN, headers={"Content-Type": text} if text else {}))
        for name, text in _CONTENT_TYPES.items()
    ),
    case("content type: none, no body", Step(method="POST", path="/v1.41/containers/create")),
    case("content type: json, no body", Step(method="POST", path="/v1.41/containers/create", headers=_JSON)),
    case("content type: text, no body", Step(method="POST", path="/containers/create", headers={"Content-Type": "text/plain"})),
    case("content type: none, and a bad query", create(_PLAIN, query="a;b", headers={"Content-Type": "/json"})),
    *(case(f"path: {name}", Step(path=path)) for name, path in _PATHS.items()),
    *_versions(),
    *_methods(),
]  # fmt: skip
