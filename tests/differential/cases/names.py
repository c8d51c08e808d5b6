"""Names of containers, what they conflict with, and how images are named."""

from __future__ import annotations

from urllib.parse import quote

from tests.differential.cases.build import case, create
from tests.differential.harness import Case, Step
from tests.differential.images import image_id

_NAMES = {
    "plain": "abc", "two characters": "ab", "one character": "a", "digits": "12", "all kinds": "aZ0_.-",
    "dot first": ".ab", "dash first": "-ab", "underscore first": "_ab", "space": "a b", "slash first": "/abc",
    "two slashes first": "//abc", "slash inside": "a/b", "slash last": "ab/", "only a slash": "/",
    "unicode": "n\u00e4me", "quote": 'a"b', "html": "a<&>b", "newline": "ab\n", "newline inside": "a\nb",
    "long": "x" * 300, "like an ID": "a" * 64, "percent": "a%b", "colon": "a:b", "nul": "a\0b", "tab": "a\tb",
    "create": "create", "json": "json",
}  # fmt: skip

_ID = image_id("plain")
_REFERENCES = {
    "tag": "plain:latest", "no tag": "plain", "other tag": "plain:other", "missing": "nosuch",
    "missing with tag": "nosuch:1", "missing with digest": "nosuch@sha256:" + "0" * 64,
    "full name": "docker.io/library/plain:latest", "library": "library/plain", "index": "index.docker.io/plain",
    "other registry": "localhost:5000/plain", "other user": "someone/plain", "registry without port": "a.test/plain",
    "ID": f"sha256:{_ID}", "ID without algorithm": _ID, "short ID": _ID[:12], "two digits of the ID": _ID[:2],
    "short ID with algorithm": f"sha256:{_ID[:12]}", "one digit of the ID": _ID[0], "ID in upper case": _ID.upper(),
    "ID of nothing": "0" * 64, "ID of nothing with algorithm": "sha256:" + "0" * 64, "short ID of nothing": "0" * 12,
    "algorithm only": "sha256:", "other algorithm": "sha512:" + "0" * 128, "digest too short": "plain@sha256:00",
    "digest of ID": f"plain@sha256:{_ID}", "tag and digest": f"plain:latest@sha256:{_ID}",
    "upper case": "Plain", "upper case registry": "A.TEST/plain", "space": "pla in", "space last": "plain ",
    "colon last": "plain:", "at last": "plain@", "slash first": "/plain", "slash last": "plain/", "two slashes": "a//b",
    "dots": "../plain", "tag too long": "plain:" + "t" * 129, "longest tag": "plain:" + "t" * 128,
    "name too long": "a" * 260, "tag with slash": "plain:a/b", "two tags": "plain:a:b", "scratch": "scratch",
    "underscore first": "_plain", "two underscores": "a__b", "three underscores": "a___b", "dash first": "-plain",
    "unicode": "pl\u00e4in", "newline": "plain\n", "html": "<plain>", "ipv6 registry": "[::1]:5000/plain",
    "arm": "arm", "nul": "plain\0", "hex word": "deadbeef", "dot": ".", "star": "*",
}  # fmt: skip

_PLATFORMS = {
    "same": "linux/amd64", "os only": "linux", "architecture only": "amd64", "other architecture": "linux/arm64",
    "variant": "linux/arm64/v8", "other variant": "linux/arm/v7", "other os": "windows", "aliases": "x86_64",
    "aliases of arm": "aarch64", "unknown": "foo", "unknown both": "foo/bar", "star": "linux/*", "too many parts": "a/b/c/d",
    "odd characters": "li$n/x", "empty parts": "//", "empty": "", "upper case": "LINUX/AMD64", "space": "linux /amd64",
    "i386": "386", "darwin": "macos", "variant of amd64": "linux/amd64/v2", "slash last": "linux/",
}  # fmt: skip


def _conflicts() -> list[Case]:
    other = create(name="other")
    linked = create(name="linking", HostConfig={"Links": ["other:alias"]})
    return [
        case("taken", other, create(name="other")),
        case("taken, with a slash", other, create(name="/other")),
        case("taken, then free again", other, Step(method="DELETE", path="/containers/other"), other),
        case("free after a failure", create(name="other", WorkingDir="/bin/sh"), other),
        case("free after a failed check", create(name="other", HostConfig={"Memory": 1}), other),
        case("name of a link", other, linked, create(name="linking/alias")),
        case("name that is the ID of another", other, create(name="<id of other>")),
        case("name that is the short ID of another", other, create(name="<short of other>")),
        case("name by path of a link", other, linked, Step(path="/containers/linking/alias/json", shown=lambda one: one["Name"])),
        case("removal of a link", other, linked, Step(method="DELETE", path="/containers/linking/alias?link=1"),
             Step(path="/containers/linking/alias/json")),
        case("removal of the target of a link", other, linked, Step(method="DELETE", path="/containers/other"),
             create(name="other")),
        case("removal of a link of nobody", other, Step(method="DELETE", path="/containers/other?link=1")),
        case("two random names", create(name=""), Step(path="/containers/json?all=1", shown=len)),
        case("name given twice", create(name="first", query="name=second")),
        case("name empty", Step(method="POST", path="/containers/create?name=", body={"Image": "plain", "Cmd": "x"})),
    ]  # fmt: skip


def _rename() -> list[Case]:
    def rename(old: str, new: str) -> Step:
        return Step(method="POST", path=f"/v1.41/containers/{old}/rename{new}")

    other, case_ = create(name="other"), create()
    linked = create(name="linking", HostConfig={"Links": ["other:alias"]})
    targets = {
        "plain": "?name=new", "same": "?name=case", "taken": "?name=other", "empty": "?name=", "absent": "",
        "odd": "?name=a%20b", "one character": "?name=x", "slash": "?name=/new", "same with slash": "?name=/case",
    }  # fmt: skip
    return [
        *(
            case(f"rename to {name}", other, case_, rename("case", target))
            for name, target in targets.items()
        ),
        case("rename of nobody", rename("nope", "?name=new")),
        case("rename by ID", case_, rename("<id of case>", "?name=new")),
        case("rename, then take the old name", case_, rename("case", "?name=new"), case_),
        case("rename of one that links", other, linked, rename("linking", "?name=new"),
             Step(path="/containers/new/alias/json", shown=lambda one: one["Name"]),
             Step(path="/containers/linking/alias/json")),
        case("rename of one that is linked to", other, linked, rename("other", "?name=new")),
        case("rename and look at both", case_, rename("case", "?name=new"), Step(path="/containers/case/json"),
             Step(path="/containers/json?all=1&filters=%7B%22name%22%3A%5B%22new%22%5D%7D",
                  shown=lambda found: [one["Names"] for one in found])),
    ]  # fmt: skip


TITLE = "Names and conflicts; images by tag, digest, ID, short ID and platform"
CASES = [
    *(case(f"name: {name}", create(name=quote(text, safe=""))) for name, text in _NAMES.items()),
    *_conflicts(),
    *_rename(),
    *(case(f"image: {name}", create(image=text)) for name, text in _REFERENCES.items()),
    *(
        case(f"platform {name}, of image {image}", create(image=image, query="platform=" + quote(text)))
        for name, text in _PLATFORMS.items()
        for image in ("plain", "arm")
    ),
    case("platform of an old client", create(query="platform=linux/arm64", version="/v1.40")),
    case("platform of an image that is not there", create(image="nosuch", query="platform=linux/arm64")),
    case("platform that is none, image that is not there", create(image="nosuch", query="platform=$")),
    case("platform by image ID", create(image=_ID, query="platform=linux/arm64")),
]
