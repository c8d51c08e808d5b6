"""Pulls from a real registry, and from one that answers oddly, as dockerd does them.

Each pull is done by dockerd and by our engine, from the same registry. What they say is compared,
and in the end all that is on disk.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support import fake_registry, images, registries
from tests.support.fake_registry import FakeRegistry, Reply
from tests.support.images import Blob, Image
from tests.support.pulling import Pulled, Puller
from tests.support.registries import Registry, own_address

# What dockerd leaves out when the next report is there before the last one was sent.
_HURRIED = ("Waiting", "Verifying Checksum", "Download complete", "Downloading", "Extracting")

TREE = images.image(*images.system_tree())
BUSYBOX = images.image(*images.busybox())
OCI = images.image(*images.busybox(), oci=True, created="2022-03-11T00:00:00Z")
AMD64 = images.image(images.tar([images.file("a", b"amd64")]))
ARM64 = images.image(images.tar([images.file("a", b"arm64")]), architecture="arm64")
ARMV7 = images.image(images.tar([images.file("a", b"v7")]), architecture="arm", variant="v7")
NO_LAYERS = images.describe(Blob(images.configuration([]), images.DOCKER_CONFIG), ())
_TWICE = images.tar([images.file("twice", b"2")])
TWICE = images.image(_TWICE, images.tar([images.file("between")]), _TWICE)


def _platform(architecture: str, variant: str = "") -> dict[str, str]:
    found = {"architecture": architecture, "os": "linux"}
    return {**found, "variant": variant} if variant else found


LIST = images.index(
    (AMD64, _platform("amd64")), (ARM64, _platform("arm64", "v8")), (ARMV7, _platform("arm", "v7"))
)
INDEX = images.index((OCI, _platform("amd64")), oci=True)


@pytest.fixture(scope="module")
def full(registry: Registry) -> Registry:
    """The real registry with images in it, pushed by skopeo."""
    for tag in ("1", "latest"):
        registry.push(f"busybox:{tag}", BUSYBOX)
    registry.push("tree:1", TREE)
    registry.push("oci:1", OCI)
    registry.push("list:1", AMD64, ARM64, ARMV7, top=LIST)
    registry.push("index:1", OCI, top=INDEX)
    registry.push("empty:1", NO_LAYERS)
    registry.push("twice:1", TWICE)
    return registry


PULLS = [
    ("busybox", "1", ""),
    ("busybox", "1", ""),
    ("tree", "1", ""),
    ("oci", "1", ""),
    ("busybox", BUSYBOX.manifest.digest, ""),
    ("busybox", "", ""),
    ("index", INDEX.digest, ""),
    ("list", "1", ""),
    ("list", "1", "linux/arm64"),
    ("list", "1", "linux/arm/v7"),
    ("list", "1", "linux/arm/v6"),
    ("list", "1", "linux/s390x"),
    ("list", "1", "windows"),
    ("list", "1", "a/b/c/d"),
    ("busybox", "latest", "linux/arm64"),
    ("empty", "1", ""),
    ("twice", "1", ""),
    ("busybox", "unknown", ""),
    ("busybox", "sha256:" + 64 * "0", ""),
    ("unknown", "1", ""),
    ("unknown", "", ""),
    ("UPPER", "1", ""),
    ("busybox", "no good tag", ""),
    ("busybox", "sha256:123", ""),
]


@dataclass
class Both:
    """What both engines said to the same pulls, and what they then had on disk."""

    stock: Puller
    ours: Puller
    said: dict[tuple[str, str, str], list[tuple[Pulled, Pulled]]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def both(full: Registry, stock: Puller, ours: Puller) -> Both:
    """Both engines after all pulls."""
    both = Both(stock, ours)
    for repository, tag, platform in PULLS:
        name = f"{full.address}/{repository}"
        theirs = stock.pull(name, tag, platform)
        said = both.said.setdefault((repository, tag, platform), [])
        said.append((theirs, ours.pull(name, tag, platform)))
    return both


def story(pulled: Pulled) -> tuple[list[dict[str, Any]], Counter[str]]:
    """Return the lines about the image, in order, and those about layers, in any."""
    image = [line for line in pulled.lines if "progressDetail" not in line]
    layers = [line for line in pulled.lines if "progressDetail" in line]
    kept = [json.dumps(line) for line in layers if line["status"] not in _HURRIED]
    return image, Counter(kept)


@pytest.mark.parametrize("pull", dict.fromkeys(PULLS), ids=lambda pull: " ".join(pull).strip())
def test_a_pull_is_answered_as_dockerd_answers(pull: tuple[str, str, str], both: Both) -> None:
    for theirs, mine in both.said[pull]:
        assert mine.status == theirs.status
        assert mine.error == theirs.error
        assert story(mine) == story(theirs)


def test_bars_are_drawn_as_dockerd_draws_them(both: Both) -> None:
    (theirs, mine) = both.said["tree", "1", ""][0]

    def bars(pulled: Pulled) -> set[str]:
        drawn = [line for line in pulled.lines if line.get("progress")]
        shape = re.compile(r"[=> ]{51}")
        return {
            json.dumps(
                [
                    *(line["id"], line["status"], sorted(line), sorted(line["progressDetail"])),
                    *(line["progressDetail"]["total"], shape.sub("bar", line["progress"], 1)[:5]),
                ]
            )
            for line in drawn
        }

    assert bars(mine) & bars(theirs)
    assert {bar[:40] for bar in bars(theirs)} <= {bar[:40] for bar in bars(mine)}


@pytest.mark.parametrize("part", ["imagedb", "distribution", "layerdb"])
def test_what_is_known_of_images_and_layers_is_what_dockerd_knows(part: str, both: Both) -> None:
    theirs, mine = both.stock.tree(part), both.ours.tree(part)

    assert _without_empty_end(mine) == _without_empty_end(theirs)


def _without_empty_end(tree: dict[str, bytes]) -> dict[str, bytes]:
    """Cut a piece of no bytes off the end of each skeleton.

    dockerd writes one if a stream ends after its last byte (through unpigz), and none if it ends
    with it (through Go's own gzip).
    """
    end = re.compile(rb'{"type":2,"payload":"","position":\d+}\n\Z')
    return {name: end.sub(b"", content) for name, content in tree.items()}


def test_names_are_those_that_dockerd_gives(both: Both) -> None:
    assert both.ours.repositories() == both.stock.repositories()


def test_layers_hold_what_dockerd_unpacks(both: Both) -> None:
    theirs, mine = both.stock.layers(), both.ours.layers()

    assert mine.keys() == theirs.keys()
    assert sum(len(files) for files in mine.values()) > 3000
    for chain, files in theirs.items():
        assert _timeless(mine[chain], files) == files


def _timeless(mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Take over dockerd's time where the archive names none: whiteouts, and directories above."""
    result = {}
    for name, facts in mine.items():
        other = theirs.get(name)
        unnamed = facts[0] == "0o20000" or (facts[0].startswith("0o4") and other is not None)
        result[name] = (*facts[:4], other[4], *facts[5:]) if unnamed and other else facts
    return result


def test_nothing_else_is_left(both: Both) -> None:
    assert both.ours.leftovers() == []


def test_a_saved_image_has_the_digests_that_it_was_pulled_with(both: Both, full: Registry) -> None:
    name = full.name("tree", "1")

    inspected = both.ours.inspect(name)

    assert inspected["Id"] == TREE.config.digest
    assert inspected["RepoDigests"] == [f"{full.address}/tree@{TREE.manifest.digest}"]
    wanted = [images.digest_of(layer) for layer in images.system_tree()]
    assert inspected["RootFS"]["Layers"] == wanted


# -- a registry that answers oddly -------------------------------------------------------------


@pytest.fixture(scope="module")
def odd() -> Iterator[FakeRegistry]:
    """One fake registry for all odd answers."""
    with fake_registry.serving() as running:
        yield running


@pytest.fixture(autouse=True)
def reset(odd: FakeRegistry) -> None:
    """No test inherits another one's rules."""
    odd.forget_rules()


def same(odd: FakeRegistry, stock: Puller, ours: Puller, image: str, tag: str = "1") -> Pulled:
    """Let both pull, check that they say the same, and return what that is."""
    theirs = stock.pull(image, tag)
    mine = ours.pull(image, tag)

    assert (mine.status, mine.error) == (theirs.status, theirs.error)
    assert story(mine)[0] == story(theirs)[0]
    return mine


def _manifest(**tree: Any) -> bytes:
    return json.dumps({"schemaVersion": 2, **tree}).encode()


_ODD_MANIFESTS = {
    "no JSON": (b"xx", images.DOCKER_MANIFEST),
    "nothing": (b"", images.DOCKER_MANIFEST),
    "an array": (b"[]", images.DOCKER_MANIFEST),
    "another type inside": (_manifest(mediaType="a"), images.DOCKER_MANIFEST),
    "a size in words": (
        _manifest(mediaType=images.DOCKER_MANIFEST, layers=[{"size": "x"}]),
        images.DOCKER_MANIFEST,
    ),
    "OCI, no JSON": (b"xx", images.OCI_MANIFEST),
    "OCI, an index": (b'{"manifests":[]}', images.OCI_MANIFEST),
    "OCI, another type inside": (_manifest(mediaType="a"), images.OCI_MANIFEST),
    "an index that is an image": (b'{"config":{}}', images.OCI_INDEX),
    "an index of another type": (_manifest(mediaType="a"), images.OCI_INDEX),
    "a list of no type": (b"{}", images.DOCKER_LIST),
    "an empty list": (
        _manifest(mediaType=images.DOCKER_LIST, manifests=[]),
        images.DOCKER_LIST,
    ),
    "no media type": (b"{}", "foo/bar/baz"),
}


@pytest.mark.parametrize("name", _ODD_MANIFESTS)
def test_an_odd_manifest_is_refused_in_dockers_words(
    name: str,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    odd.add("odd", "1", Blob(*_ODD_MANIFESTS[name]))

    assert same(odd, stock, ours, odd.name("odd")).error


def _config(content: bytes, media_type: str = images.DOCKER_CONFIG, *, oci: bool = False) -> Image:
    return images.describe(Blob(content, media_type), AMD64.layers, oci=oci)


_PLUGIN = "application/vnd.docker.plugin.v1+json"
_ODD_CONFIGS = {
    "a plugin": _config(b"{}", _PLUGIN),
    "something unknown": _config(b"{}", "application/vnd.example"),
    "a Helm chart": _config(b"{}", "application/vnd.cncf.helm.config.v1+json", oci=True),
    "no JSON": _config(b"none"),
    "no object": _config(b"7"),
    "a number for layers": _config(b'{"rootfs":7}'),
    "no layers at all": _config(b"{}"),
    "fewer layers": _config(images.configuration([], created="2022-03-12T00:00:00Z")),
    "other layers": _config(images.configuration([images.digest_of(b"")])),
    "for Windows": _config(images.configuration([], os="windows")),
    "for Windows in capitals": _config(images.configuration([], os="Windows")),
    "for Plan 9, and without layers": _config(b'{"os":"plan9"}'),
}


@pytest.mark.parametrize("name", _ODD_CONFIGS)
def test_what_is_no_image_is_refused_in_dockers_words(
    name: str,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    odd.add("odd", "1", _ODD_CONFIGS[name])

    assert same(odd, stock, ours, odd.name("odd")).error


@pytest.mark.parametrize("platform", ["windows/amd64", "darwin", "linux/s390x", "Linux"])
def test_a_platform_counts_for_an_image_that_is_no_list_too(
    platform: str, odd: FakeRegistry, stock: Puller, ours: Puller
) -> None:
    odd.add("odd", "1", images.image(images.tree({platform.partition("/")[0]: b""})))

    theirs = stock.pull(odd.name("odd"), "1", platform)
    mine = ours.pull(odd.name("odd"), "1", platform)

    assert (mine.status, mine.error) == (theirs.status, theirs.error)
    assert story(mine)[0] == story(theirs)[0]


_ERRORS: dict[str, Reply] = {
    "500": Reply(500, b"oops"),
    "503": Reply(503),
    "404 in words": Reply(404, b"nothing"),
    "404 without words": Reply(404),
    "404 without errors": Reply(404, b"{}"),
    "404 with none": Reply(404, b'{"errors":[]}'),
    "404 with a number": Reply(404, b'{"errors":7}'),
    "an unknown code": Reply(400, b'{"errors":[{"code":"X","message":"m"}]}'),
    "denied": Reply(403, b'{"errors":[{"code":"DENIED","message":"no way"}]}'),
    "denied, the code only": Reply(403, b'{"errors":[{"code":"DENIED"}]}'),
    "denied twice": Reply(
        403, b'{"errors":[{"code":"DENIED","detail":1},{"code":"DENIED","message":"b"}]}'
    ),
    "forbidden in words": Reply(403, b"forbidden"),
    "unauthorized in words": Reply(401, b"nope"),
    "unauthorized with details": Reply(401, b'{"details":"who are you"}'),
    "too many requests": Reply(429, b'{"errors":[{"code":"TOOMANYREQUESTS","message":"limit"}]}'),
    "too many requests, in words": Reply(429, b"x"),
    "tea": Reply(418, b"\x00tea \xc3\xa9\n"),
    "a bad token": Reply(
        401,
        b'{"errors":[{"code":"UNAUTHORIZED","message":"m","detail":[]}]}',
        {"WWW-Authenticate": 'Bearer realm="http://x/",error="invalid_token"'},
    ),
    "a scope too small": Reply(
        403,
        b'{"errors":[{"code":"UNAUTHORIZED","message":"m","detail":[]}]}',
        {"WWW-Authenticate": 'Bearer realm="http://x/",error="insufficient_scope"'},
    ),
    "a redirect in a circle": Reply(301, b"", {"Location": "/v2/odd/circle"}),
}


@pytest.mark.parametrize("name", _ERRORS)
def test_a_refusal_is_told_in_dockers_words(
    name: str,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    odd.on("/odd/", *[_ERRORS[name]] * 100)

    assert same(odd, stock, ours, odd.name("odd")).error


def test_a_blob_that_is_not_there_is_told_in_dockers_words(
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    first = images.image(images.tar([images.file("missing", b"1")]))
    second = images.image(images.tar([images.file("missing", b"2")]))
    odd.add("config", "1", first)
    odd.forget(first.config)
    odd.add("layer", "1", second)
    odd.forget(second.layers[0])

    no_config = same(odd, stock, ours, odd.name("config"))
    no_layer = same(odd, stock, ours, odd.name("layer"))

    assert no_config.error.endswith("download failed after attempts=1: unknown blob")
    assert no_layer.error == "unknown blob"


def test_a_layer_that_is_denied_is_told_in_dockers_words(
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    denied = images.image(images.tar([images.file("denied")]))
    odd.add("denied", "1", denied)
    answer = fake_registry.refusal(403, "DENIED", "no way")
    odd.on(f"/blobs/{denied.layers[0].digest}", *[answer] * 8)

    assert "denied" in same(odd, stock, ours, odd.name("denied")).error


@pytest.mark.parametrize(
    "body", [b'{"tags":7}', b'{"tags":null}', b"{}", b"x"], ids=lambda body: body.decode()
)
def test_odd_lists_of_tags_are_told_in_dockers_words(
    body: bytes,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    odd.on("/tags/list", Reply(200, body), Reply(200, body))

    same(odd, stock, ours, odd.name("odd"), "")


_JSON = {"Content-Type": images.DOCKER_MANIFEST}
_HEADS = {
    "refused": Reply(405),
    "without a digest": Reply(200, b"", _JSON),
    "with a bad digest": Reply(200, b"", {**_JSON, "Docker-Content-Digest": "sha256:xyz"}),
    "with a digest that nobody knows": Reply(
        200, b"", {**_JSON, "Docker-Content-Digest": "sha256:" + 64 * "1"}
    ),
    "without a type": Reply(200, b"", {"Docker-Content-Digest": AMD64.manifest.digest}),
}


@pytest.mark.parametrize("name", _HEADS)
def test_odd_answers_to_head_are_handled_as_docker_does(
    name: str,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    odd.add("head", "1", AMD64)
    odd.on("HEAD", _HEADS[name], _HEADS[name])

    same(odd, stock, ours, odd.name("head"))


_TOKENS = {
    "no realm": ("", Reply()),
    "a realm that is no address": ("http://[", Reply()),
    "no token": ("/token", Reply(200, b"{}")),
    "no JSON": ("/token", Reply(200, b"xx")),
    "broken": ("/token", Reply(500)),
    "denied": ("/token", fake_registry.refusal(403, "DENIED", "no")),
    "nobody there": ("http://127.0.0.1:1/token", Reply()),
}


@pytest.mark.parametrize("name", _TOKENS)
def test_odd_token_servers_are_told_in_dockers_words(
    name: str,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    realm, answer = _TOKENS[name]
    where = f"http://{odd.address}{realm}" if realm.startswith("/") else realm
    challenge = f'Bearer service="s"{f",realm={chr(34)}{where}{chr(34)}" if realm else ""}'
    ping = Reply(401, b"", {"WWW-Authenticate": challenge})
    odd.add("closed", "1", AMD64)
    odd.on("/v2/$", ping, ping)
    odd.on("/token", *[answer] * 8)

    assert same(odd, stock, ours, odd.name("closed")).error


@pytest.mark.parametrize(
    "sent", [b"", b"garbage\r\n\r\n"], ids=["hangs up at once", "speaks another language"]
)
def test_what_is_no_registry_is_told_in_dockers_words(
    sent: bytes,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    with registries.raw_server(sent) as address:
        assert same(odd, stock, ours, f"{address}/x").error


@pytest.mark.parametrize("host", ["127.0.0.1:1", f"{own_address()}:1"])
def test_nobody_there_is_told_in_dockers_words(
    host: str,
    odd: FakeRegistry,
    stock: Puller,
    ours: Puller,
) -> None:
    said = same(odd, stock, ours, f"{host}/x").error

    assert said.endswith("connect: connection refused")


def test_no_such_host_is_told_in_dockers_words(stock: Puller, ours: Puller) -> None:
    theirs = stock.pull("nowhere.invalid/x", "1")

    mine = ours.pull("nowhere.invalid/x", "1")

    assert (mine.status, mine.error) == (theirs.status, theirs.error)


def test_scratch_is_forbidden(odd: FakeRegistry, stock: Puller, ours: Puller) -> None:
    assert same(odd, stock, ours, "scratch", "latest").status == 403


def test_a_manifest_without_a_configuration_is_refused(odd: FakeRegistry, ours: Puller) -> None:
    """dockerd 20.10 dies of this one."""
    bare = _manifest(mediaType=images.DOCKER_MANIFEST, layers=[])
    odd.add("bare", "1", Blob(bare, images.DOCKER_MANIFEST))

    said = ours.pull(odd.name("bare"), "1")

    assert said.error == "error pulling image configuration: invalid checksum digest format"
