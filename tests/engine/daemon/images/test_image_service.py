from __future__ import annotations

import io
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from engine import errdefs
from engine.api.types.filters import from_json
from engine.api.types.image_delete_response_item import ImageDeleteResponseItem
from engine.daemon.daemon import Daemon
from engine.daemon.images import image
from engine.daemon.images.service import ImageService
from engine.golang.errors import GoError
from engine.image.image import Image
from engine.vendor.opencontainers.image_spec.v1 import Platform

Archive = Callable[..., io.BytesIO]


@pytest.fixture
def service(daemon: Daemon) -> ImageService:
    """The images of a daemon that has ``bb:latest``."""
    return daemon.image_service


@pytest.fixture
def bb(service: ImageService) -> Image:
    return service.get_image("bb")


def load(service: ImageService, archive: io.BytesIO) -> None:
    service.load_image(archive, io.BytesIO(), True)


def names(service: ImageService, filters: str = "", all: bool = False) -> list[list[str] | None]:
    found = service.images(from_json(filters), all, False)
    return sorted((line.repo_tags for line in found), key=str)


# From a name to an image.


@pytest.mark.parametrize(
    "name",
    ["bb", "bb:latest", "docker.io/library/bb", "{id}", "{hex}", "{short}", "sha256:{short}"],
)
def test_an_image_is_found_by_all_its_names(service: ImageService, bb: Image, name: str) -> None:
    encoded = bb.id().removeprefix("sha256:")

    found = service.get_image(name.format(id=bb.id(), hex=encoded, short=encoded[:6]))

    assert found.id() == bb.id()


@pytest.mark.parametrize(
    ("name", "said", "status"),
    [
        ("nope", "No such image: nope:latest", 404),
        ("example.com/x:1", "No such image: example.com/x:1", 404),
        ("sha256:" + "0" * 64, "No such image: sha256:" + "0" * 64, 404),
        ("0" * 64, "No such image: sha256:" + "0" * 64, 404),
        ("bb@sha256:" + "0" * 64, "No such image: bb@sha256:" + "0" * 64, 404),
        ("UPPER", "invalid reference format: repository name must be lowercase", 400),
        ("a b", "invalid reference format", 400),
        ("", "invalid reference format", 400),
    ],
)
def test_what_is_not_found_is_told_as_dockerd_does(
    service: ImageService, name: str, said: str, status: int
) -> None:
    with pytest.raises(errdefs.Error) as caught:
        service.get_image(name)

    assert (str(caught.value), errdefs.http_status(caught.value)) == (said, status)


def test_a_start_that_several_images_share_finds_none(service: ImageService, bb: Image) -> None:
    first = bb.id()[7]
    others = 0
    while others < 1:
        text = bb.raw_json().replace(b"2022", str(1000 + len(service.image_store)).encode(), 1)
        others += service.image_store.create(text)[7] == first

    with pytest.raises(errdefs.NotFound, match=f"^No such image: {first}:latest$"):
        service.get_image(first)


def test_a_name_whose_image_is_damaged_finds_none(
    service: ImageService, bb: Image, daemon: Daemon
) -> None:
    path = f"{daemon.root}/image/overlay2/imagedb/content/sha256/{bb.id()[7:]}"
    with open(path, "w") as file:
        file.write("changed")

    with pytest.raises(errdefs.NotFound, match=r"^No such image: bb:latest$"):
        service.get_image("bb")


def test_another_platform_than_the_images_is_refused(service: ImageService, bb: Image) -> None:
    wanted = Platform(os="linux", architecture="s390x")

    with pytest.raises(errdefs.NotFound) as caught:
        service.get_image("bb", wanted)

    assert str(caught.value) == (
        "image with reference bb was found but does not match the specified platform: wanted "
        f"linux/s390x, actual: linux/{bb.architecture}"
    )


def test_an_image_that_names_no_variant_fits_any(
    service: ImageService, image_archive: Archive
) -> None:
    load(service, image_archive(name="arm:1", architecture="arm"))

    found = service.get_image("arm:1", Platform(os="linux", architecture="arm", variant="v6"))

    assert found.architecture == "arm"


@pytest.mark.parametrize(
    ("wanted", "has", "fits"),
    [
        (("arm64", "v8"), ("arm64", ""), True),
        (("arm64", ""), ("arm64", "v8"), True),
        (("arm", "v7"), ("arm", "v6"), True),
        (("arm", "v6"), ("arm", "v7"), False),
        (("arm", "v6"), ("arm", ""), True),
        (("amd64", ""), ("arm64", ""), False),
    ],
)
def test_platforms_fit_as_containerd_says_and_without_a_variant(
    wanted: tuple[str, str], has: tuple[str, str], fits: bool
) -> None:
    matcher = image.only_platform_with_fallback(
        Platform(os="linux", architecture=wanted[0], variant=wanted[1])
    )

    found = matcher.match(Platform(os="linux", architecture=has[0], variant=has[1]))

    assert found is fits


# Layers for containers.


def test_a_container_gets_a_layer_on_top_of_its_images(service: ImageService, bb: Image) -> None:
    container: Any = SimpleNamespace(
        id="c" * 64, image_id=bb.id(), os="linux", mount_label="", host_config=None
    )

    layer = service.create_layer(container, None)
    again = service.get_layer_by_id("c" * 64, "linux")
    mount_id = service.get_layer_mount_id("c" * 64, "linux")
    service.release_layer(again, "linux")
    service.release_layer(layer, "linux")

    assert layer.parent is not None
    assert layer.parent.chain_id == bb.layers().chain_id()
    assert mount_id == layer.mount_id
    with pytest.raises(GoError, match=r"^mount does not exist$"):
        service.get_layer_by_id("c" * 64, "linux")


def test_releasing_a_layer_that_is_gone_is_no_error(service: ImageService) -> None:
    container: Any = SimpleNamespace(
        id="c" * 64, image_id="", os="linux", mount_label="", host_config=None
    )
    layer = service.create_layer(container, None)
    service.release_layer(layer, "linux")

    service.release_layer(layer, "linux")

    assert service.graph_driver_for_os("linux") == "overlay2"


def test_the_service_counts_and_tells(service: ImageService, bb: Image) -> None:
    assert service.count_images() == 1
    assert service.children(bb.id()) == []
    assert list(service.layer_store_status()) == ["linux"]


# Names.


def test_an_image_gets_one_more_name(service: ImageService, bb: Image) -> None:
    named = service.tag_image("bb", "example.com/other", "v1")

    assert named == "example.com/other:v1"
    assert service.get_image("example.com/other:v1").id() == bb.id()
    assert not service.image_store.get_last_updated(bb.id()).startswith("0001")


def test_a_name_must_be_one(service: ImageService) -> None:
    with pytest.raises(GoError, match="repository name must be lowercase"):
        service.tag_image("bb", "UPPER", "")
    with pytest.raises(errdefs.NotFound):
        service.tag_image("nope", "other", "")


# Lists.


def test_images_are_listed_with_their_names(service: ImageService, image_archive: Archive) -> None:
    load(service, image_archive(name="other:1", files={"x": b"12345"}))

    lines = service.images(from_json(""), False, False)

    assert [line.size for line in lines if line.repo_tags == ["other:1"]] == [5]
    assert {line.created for line in lines} == {1646933555}
    assert names(service) == [["bb:latest"], ["other:1"]]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"reference": ["b*"]}, [["bb:latest"]]),
        ({"reference": ["bb:l?test"]}, [["bb:latest"]]),
        ({"reference": ["x*", "[a-c]b"]}, [["bb:latest"]]),
        ({"reference": ["example.com/*"]}, []),
        ({"reference": [r"b\b"]}, [["bb:latest"]]),
        ({"label": ["from=image"]}, [["bb:latest"]]),
        ({"label": ["from=other"]}, []),
        ({"since": ["bb"]}, []),
        ({"before": ["bb"]}, []),
        ({"dangling": ["true"]}, []),
        ({"dangling": ["false"]}, [["bb:latest"]]),
    ],
)
def test_lists_can_be_filtered(
    service: ImageService, filters: dict[str, list[str]], expected: list[list[str]]
) -> None:
    assert names(service, json.dumps(filters)) == expected


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"foo": ["1"]}, "Invalid filter 'foo'"),
        ({"dangling": ["maybe"]}, "Invalid filter 'dangling=[maybe]'"),
        ({"since": ["nope"]}, "No such image: nope:latest"),
        ({"reference": ["["]}, "syntax error in pattern"),
        ({"reference": ["x\\"]}, "syntax error in pattern"),
    ],
)
def test_a_wrong_filter_is_refused(
    service: ImageService, filters: dict[str, list[str]], said: str
) -> None:
    with pytest.raises((errdefs.Error, GoError)) as caught:
        names(service, json.dumps(filters))

    assert str(caught.value) == said


def test_nameless_images_are_listed_unless_others_were_built_on_them(
    service: ImageService, bb: Image
) -> None:
    child = service.image_store.create(bb.raw_json().replace(b"2022", b"2023"))
    service.image_store.set_parent(bb.id(), child)

    shown, all_shown = names(service), names(service, all=True)

    assert shown == [["bb:latest"]]
    assert all_shown == [["<none>:<none>"], ["bb:latest"]]
    assert names(service, '{"dangling":["true"]}') == []


def test_all_about_an_image_is_told(service: ImageService, bb: Image) -> None:
    told = service.lookup_image("bb")

    assert (told.id, told.repo_tags, told.repo_digests) == (bb.id(), ["bb:latest"], [])
    assert told.graph_driver.name == "overlay2"
    assert told.root_fs.layers == bb.layers().diff_ids
    assert told.size == sum(len(data) for data in (b"#!", b"from the image")) + 22


def test_about_an_unknown_image_the_text_is_said_twice(service: ImageService) -> None:
    with pytest.raises(errdefs.NotFound, match=r"^no such image: x: No such image: x:latest$"):
        service.lookup_image("x")


def test_the_history_begins_with_the_newest_step(service: ImageService, bb: Image) -> None:
    [step] = service.image_history("bb")

    assert (step.id, step.tags, step.created_by) == (bb.id(), ["bb:latest"], "test")
    assert step.size == service.lookup_image("bb").size


def test_the_history_names_the_images_it_was_built_on(service: ImageService, bb: Image) -> None:
    text = json.loads(bb.raw_json())
    text["history"].append({"created": "2023-01-01T00:00:00Z", "empty_layer": True})
    child = service.image_store.create(json.dumps(text).encode())
    service.image_store.set_parent(child, bb.id())

    steps = service.image_history(child)

    assert [step.id for step in steps] == [child, bb.id()]
    assert [step.size > 0 for step in steps] == [False, True]


# Removing.


def untagged(name: str) -> ImageDeleteResponseItem:
    return ImageDeleteResponseItem(untagged=name)


def deleted(digest: str) -> ImageDeleteResponseItem:
    return ImageDeleteResponseItem(deleted=digest)


def test_the_last_name_takes_the_image_along(service: ImageService, bb: Image) -> None:
    gone = service.image_delete("bb", False, True)

    assert gone == [untagged("bb:latest"), deleted(bb.id()), deleted(bb.layers().chain_id())]
    assert service.count_images() == 0


def test_one_name_of_several_goes_alone(service: ImageService) -> None:
    service.tag_image("bb", "other", "1")

    gone = service.image_delete("bb", False, True)

    assert gone == [untagged("bb:latest")]
    assert names(service) == [["other:1"]]


def test_an_id_with_names_of_several_repositories_must_be_forced(
    service: ImageService, bb: Image
) -> None:
    service.tag_image("bb", "other", "1")
    short = bb.id()[7:19]

    with pytest.raises(errdefs.Conflict) as caught:
        service.image_delete(short, False, True)
    gone = service.image_delete(short, True, True)

    assert str(caught.value) == (
        f"conflict: unable to delete {short} (must be forced) - image is referenced in multiple "
        "repositories"
    )
    assert gone[:2] == [untagged("bb:latest"), untagged("other:1")]


def test_an_id_with_one_name_goes_with_it(service: ImageService, bb: Image) -> None:
    gone = service.image_delete(bb.id(), False, True)

    assert gone[0] == untagged("bb:latest")
    assert gone[1] == deleted(bb.id())


def test_digests_of_a_repository_go_with_its_last_tag(service: ImageService, bb: Image) -> None:
    from engine.vendor.docker.distribution import reference
    from engine.vendor.docker.distribution.reference import Canonical

    ref = reference.parse_normalized_named("bb@sha256:" + "1" * 64)
    assert isinstance(ref, Canonical)
    service.reference_store.add_digest(ref, bb.id(), False)

    gone = service.image_delete("bb", False, True)

    assert gone[:2] == [untagged("bb:latest"), untagged("bb@sha256:" + "1" * 64)]
    assert service.count_images() == 0


def test_an_image_that_others_were_built_on_stays(service: ImageService, bb: Image) -> None:
    child = service.image_store.create(bb.raw_json().replace(b"2022", b"2023"))
    service.image_store.set_parent(child, bb.id())

    with pytest.raises(errdefs.Conflict, match="image has dependent child images"):
        service.image_delete(bb.id(), True, True)


@pytest.mark.parametrize(("prune", "left"), [(True, 0), (False, 1)])
def test_nameless_parents_go_along_unless_asked_to_stay(
    service: ImageService, bb: Image, prune: bool, left: int
) -> None:
    parent = service.image_store.create(bb.raw_json().replace(b"2022", b"2023"))
    service.image_store.set_parent(bb.id(), parent)

    gone = service.image_delete("bb", False, prune)

    assert (deleted(parent) in gone, service.count_images()) == (prune, left)


def test_a_container_keeps_its_image(
    daemon: Daemon, service: ImageService, bb: Image, request_for: Callable[..., Any]
) -> None:
    created = daemon.container_create(request_for(name="user"))
    short = created.id[:12]

    with pytest.raises(errdefs.Conflict) as by_name:
        service.image_delete("bb", False, True)
    with pytest.raises(errdefs.Conflict) as by_id:
        service.image_delete(bb.id(), False, True)
    forced = service.image_delete("bb", True, True)

    image_short = bb.id()[7:19]
    assert str(by_name.value) == (
        f'conflict: unable to remove repository reference "bb" (must force) - container {short} '
        f"is using its referenced image {image_short}"
    )
    assert str(by_id.value) == (
        f"conflict: unable to delete {image_short} (must be forced) - image is being used by "
        f"stopped container {short}"
    )
    assert forced[0] == untagged("bb:latest")


# Events.


def events(daemon: Daemon) -> list[tuple[str, str, dict[str, str] | None]]:
    messages, _, cancel = daemon.events_service.subscribe()
    cancel()
    return [
        (message.action, message.actor.id, message.actor.attributes)
        for message in messages
        if message.type == "image"
    ]


def test_what_happens_to_an_image_is_told_with_its_labels(
    daemon: Daemon, service: ImageService, bb: Image
) -> None:
    service.tag_image("bb", "other", "1")
    service.image_delete("other:1", False, True)

    told = events(daemon)

    labels = {"from": "image"}
    assert told == [
        ("load", bb.id(), {**labels, "name": bb.id()}),
        ("tag", bb.id(), {**labels, "name": "other:1"}),
        ("untag", bb.id(), {**labels, "name": bb.id()}),
    ]
