"""Fields of Config: each valid, at its bound, and wrong."""

from __future__ import annotations

from typing import Any

from tests.differential.cases.build import case, config, create
from tests.differential.harness import Case

_MS = 1_000_000


def _healthcheck() -> list[Case]:
    tests: dict[str, dict[str, Any]] = {
        "empty": {},
        "none": {"Test": ["NONE"]},
        "cmd": {"Test": ["CMD", "/bin/true"]},
        "shell": {"Test": ["CMD-SHELL", "true && true"]},
        "unknown kind": {"Test": ["FOO", "x"]},
        "test null": {"Test": None, "Retries": 1},
        "test empty": {"Test": []},
        "one millisecond": {"Test": ["CMD", "x"], "Interval": _MS, "Timeout": _MS},
        "start period one millisecond": {"Test": ["CMD", "x"], "StartPeriod": _MS},
        "interval below": {"Test": ["CMD", "x"], "Interval": _MS - 1},
        "timeout below": {"Test": ["CMD", "x"], "Timeout": 1},
        "start period below": {"Test": ["CMD", "x"], "StartPeriod": _MS - 1},
        "interval negative": {"Test": ["CMD", "x"], "Interval": -1},
        "timeout negative": {"Test": ["CMD", "x"], "Timeout": -_MS},
        "retries negative": {"Test": ["CMD", "x"], "Retries": -1},
        "retries many": {"Test": ["CMD", "x"], "Retries": 2**31},
        "two faults": {"Interval": 1, "Retries": -1},
    }
    found = []
    for name, value in tests.items():
        found.append(config(f"healthcheck {name}", Healthcheck=value))
        if len(value) < 3:
            found.append(config(f"healthcheck {name}, of an image with one", "rich", Healthcheck=value))
    found.append(config("healthcheck null, of an image with one", "rich", Healthcheck=None))
    found.append(config("healthcheck of an image that has NONE", "health"))
    return found


def _words() -> list[Case]:
    """Return what Cmd and Entrypoint do to each other, over images that have one, both or none."""
    values: dict[str, dict[str, Any]] = {
        "neither": {"Cmd": None},
        "cmd": {"Cmd": ["/bin/c", "1"]},
        "cmd empty": {"Cmd": []},
        "cmd text": {"Cmd": "/bin/c 1"},
        "cmd empty text": {"Cmd": ""},
        "cmd empty word": {"Cmd": [""]},
        "entrypoint": {"Cmd": None, "Entrypoint": ["/bin/e", "1"]},
        "entrypoint text": {"Cmd": None, "Entrypoint": "/bin/e"},
        "entrypoint empty": {"Cmd": None, "Entrypoint": []},
        "entrypoint empty text": {"Cmd": None, "Entrypoint": ""},
        "entrypoint reset": {"Cmd": None, "Entrypoint": [""]},
        "entrypoint reset with cmd": {"Cmd": ["/bin/c"], "Entrypoint": [""]},
        "entrypoint empty word first": {"Cmd": ["/bin/c"], "Entrypoint": ["", "x"]},
        "both": {"Cmd": ["c"], "Entrypoint": ["/bin/e"]},
    }
    found = []
    for name, words in values.items():
        for image in ("plain", "rich", "noentry", "entryonly"):
            found.append(config(f"words: {name}, image {image}", image, **words))
    return found


def _merge() -> list[Case]:
    values: dict[str, dict[str, Any]] = {
        "env": {"Env": ["LANG=de", "NEW=1"]},
        "env bare name": {"Env": ["LANG"]},
        "env other case": {"Env": ["lang=de"]},
        "env emptied": {"Env": ["LANG="]},
        "env twice": {"Env": ["A=1", "A=2", "LANG=x", "LANG=y"]},
        "env empty list": {"Env": []},
        "labels": {"Labels": {"a": "user", "z": ""}},
        "labels empty": {"Labels": {}},
        "labels null": {"Labels": None},
        "user": {"User": "nobody"},
        "working directory": {"WorkingDir": "/other"},
        "stop signal": {"StopSignal": "SIGHUP"},
        "exposed ports": {"ExposedPorts": {"8080/tcp": {}, "80/tcp": {}}},
        "exposed ports empty": {"ExposedPorts": {}},
        "volumes": {"Volumes": {"/more": {}}},
        "volumes same": {"Volumes": {"/odd": {}}},
        "volumes empty": {"Volumes": {}},
        "on build": {"OnBuild": ["RUN x"]},
        "shell": {"Shell": ["/bin/x", "-c"]},
        "nothing": {},
    }
    return [config(f"merge: {name}", "rich", **fields) for name, fields in values.items()]


_FIELDS: dict[str, list[tuple[str, Any]]] = {
    "Hostname": [
        ("plain", "somewhere"), ("with domain", "some.where.test"), ("long", "h" * 300),
        ("with underscore", "some_where"), ("of spaces", "a b"), ("null", None),
    ],
    "Domainname": [("plain", "where.test"), ("odd", "-x-")],
    "User": [
        ("name", "nobody"), ("number", "1000:1000"), ("unknown", "nosuch:nogroup"),
        ("odd", "a:b:c"), ("negative", "-1"),
    ],
    "AttachStdin": [("true", True)], "AttachStdout": [("true", True)],
    "AttachStderr": [("true", True)], "Tty": [("true", True)], "OpenStdin": [("true", True)],
    "StdinOnce": [("true", True)], "ArgsEscaped": [("true", True)],
    "NetworkDisabled": [("true", True)],
    "Env": [
        ("plain", ["A=1", "B=2"]), ("bare", ["A"]), ("empty value", ["A="]),
        ("empty name", ["=x"]), ("empty", [""]), ("second empty name", ["A=1", "=x"]),
        ("spaces", [" A = 1 "]), ("newline", ["A=1\n2"]), ("nul", ["A=\0"]),
        ("unicode", ["\u00c4=\u00f6\u2028<&>"]), ("null", None),
    ],
    "ExposedPorts": [
        ("plain", {"80/tcp": {}}), ("without protocol", {"80": {}}), ("range", {"80-82/tcp": {}}),
        ("odd protocol", {"80/foo": {}}), ("two slashes", {"80/tcp/udp": {}}),
        ("word", {"x/tcp": {}}), ("empty", {"": {}}), ("only protocol", {"/tcp": {}}),
        ("zero", {"0/tcp": {}}), ("too large", {"65536/tcp": {}}), ("largest", {"65535/udp": {}}),
        ("range backwards", {"82-80/tcp": {}}), ("negative", {"-1/tcp": {}}),
        ("sctp", {"80/sctp": {}}), ("upper case", {"80/TCP": {}}), ("spaces", {" 80/tcp": {}}),
    ],
    "WorkingDir": [
        ("plain", "/work"), ("existing", "/srv"), ("deep", "/a/b/c"), ("relative", "work"),
        ("dots", "/a/../../b/./c//"), ("a file", "/etc/hostname"), ("below a file", "/bin/true/x"),
        ("below a link to a file", "/bin/sh/x"), ("a link", "/bin/sh"), ("root", "/"),
        ("empty", ""), ("dot", "."), ("unicode", "/w\u00f6rk <&>"), ("trailing space", "/work "),
    ],
    "StopSignal": [
        ("name", "SIGTERM"), ("short name", "term"), ("number", "9"), ("large number", "99"),
        ("real time", "SIGRTMIN+3"), ("real time short", "rtmax-1"), ("zero", "0"),
        ("negative", "-1"), ("unknown", "SIGFOO"), ("word with space", "SIG TERM"), ("plus", "+9"),
        ("huge", "9" * 30), ("real time beyond", "RTMIN+16"),
    ],
    "StopTimeout": [("zero", 0), ("some", 7), ("negative", -1), ("null", None)],
    "MacAddress": [("plain", "02:42:ac:11:00:02"), ("odd", "nonsense"), ("dashes", "02-42-AC-11-00-02")],
    "Labels": [
        ("plain", {"a": "1"}), ("empty key", {"": "x"}), ("html", {"<a>": "&\u2028"}), ("null", None),
        ("many", {f"label.{n}": str(n) for n in range(50)}),
    ],
    "OnBuild": [("plain", ["RUN true"]), ("empty", [])],
    "Shell": [("plain", ["/bin/sh", "-c"]), ("text", "/bin/sh")],
    "Volumes": [
        ("plain", {"/v": {}}), ("existing directory", {"/srv": {}}), ("root", {"/": {}}),
        ("relative", {"v": {}}), ("dots", {"/a/../v": {}}), ("trailing slash", {"/v/": {}}),
        ("a file", {"/etc/hostname": {}}), ("below a file", {"/etc/hostname/x": {}}),
        ("a link", {"/bin/sh": {}}), ("two", {"/v": {}, "/w": {}}), ("nested", {"/v": {}, "/v/w": {}}),
        ("empty", {}), ("null", None), ("empty key", {"": {}}), ("with colon", {"/a:/b": {}}),
        ("value null", {"/v": None}), ("over init files", {"/etc/hosts": {}}), ("dev", {"/dev": {}}),
        ("unicode", {"/v\u00f6l <&>": {}}),
    ],
}  # fmt: skip


def _fields() -> list[Case]:
    return [
        config(f"{field} {name}", **{field: value})
        for field, values in _FIELDS.items()
        for name, value in values
    ]


def _images() -> list[Case]:
    found = [
        config(f"image {name} as it is", name, **({"Cmd": None} if name not in ("plain", "null") else {}))
        for name in (
            *("plain", "null", "rich", "arm", "noentry", "entryonly", "health", "empty", "deep"),
            *("volumefile", "volumelink", "workdir", "demo"),
        )
    ]
    found += [
        config("nothing to run", Cmd=None),
        config("nothing to run, of an image without config", "null", Cmd=None),
        config("stop signal of the image's", "rich", Volumes={"/odd/deep": {}}),
        config("volume with all kinds of files", "rich", Volumes={"/odd/deep": {}, "/odd": {}}),
        config("volume that is an image's link", "rich", Volumes={"/odd/soft": {}}),
        config("volume that is a dangling link", "rich", Volumes={"/odd/dangling": {}}),
        config("volume that is a device", "rich", Volumes={"/odd/null": {}}),
        config("network disabled, host name", NetworkDisabled=True, Hostname="x"),
        config("tty and streams", Tty=True, OpenStdin=True, StdinOnce=True, AttachStdin=True),
        case("no image", create(image=None)),
        case("image empty", create(image="")),
        case("image null", create(image=None, Image=None)),
        case("no image, host config", create(image=None, HostConfig={})),
        case("no image, volumes", create(image=None, Volumes={"/v": {}})),
    ]
    return found


TITLE = "Config, its merge with the image's, health checks"
CASES = [*_fields(), *_healthcheck(), *_words(), *_merge(), *_images()]
