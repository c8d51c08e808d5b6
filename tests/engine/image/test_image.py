from __future__ import annotations

import json

import pytest

from engine.api.types.container.config import Config
from engine.golang.errors import GoError
from engine.image.image import History, Image, new_from_json
from engine.image.rootfs import RootFS, new_root_fs
from engine.image.v1 import create_id, history_from_config, make_config_from_v1_config
from engine.vendor.containerd.platforms import goarch, goos


def test_the_text_is_kept_to_the_byte() -> None:
    text = b'{ "rootfs" : {"type":"layers"}, "unknown": 1 }\n'

    img = new_from_json(text)

    assert img.raw_json() == text


def test_an_image_without_layers_is_none() -> None:
    with pytest.raises(GoError, match=r"^invalid image JSON, no RootFS key$"):
        new_from_json(b"{}")


def test_what_the_image_does_not_say_is_as_on_this_host() -> None:
    img = new_from_json(b'{"rootfs":{}}')

    assert (img.base_img_arch(), img.operating_system(), img.base_img_variant()) == (
        goarch(),
        goos(),
        "",
    )
    assert img.run_config() is None


def test_an_image_is_written_with_sorted_keys() -> None:
    img = Image(
        os="linux",
        created="2020-01-01T00:00:00Z",
        config=Config(cmd=["a"], labels={"z": "<", "a": "b"}),
        root_fs=RootFS(type="layers", diff_ids=["sha256:1"]),
        history=[History(created="2020-01-01T00:00:00Z", created_by='say "}"')],
    )

    text = img.marshal_json().decode()

    keys = [key for key, _ in json.loads(text, object_pairs_hook=list)]
    assert keys == ["config", "container_config", "created", "history", "os", "rootfs"]
    assert r'"Labels":{"a":"b","z":"\u003c"}' in text
    assert json.loads(text)["history"] == [
        {"created": "2020-01-01T00:00:00Z", "created_by": 'say "}"'}
    ]


def test_the_chain_of_no_layers_has_no_name() -> None:
    assert new_root_fs().chain_id() == ""


def test_layers_are_put_on_top_of_a_copy() -> None:
    below = RootFS(type="layers", diff_ids=["sha256:1"])

    above = below.clone()
    above.append("sha256:2")

    assert (below.diff_ids, above.diff_ids) == (["sha256:1"], ["sha256:1", "sha256:2"])


LEGACY = (
    b'{ "id" : "aa", "parent":"bb", "Size":5, "created":"2020-01-01T00:00:00Z",'
    b' "docker_version":"1.9.0", "extra": [1, {"}": 2}],'
    b' "container_config":{"Cmd":["/bin/sh","-c","x"]}, "author":"me"}'
)


def test_a_legacy_configuration_tells_its_step() -> None:
    step = history_from_config(LEGACY, False)

    assert step == History(author="me", created="2020-01-01T00:00:00Z", created_by="/bin/sh -c x")


def test_a_legacy_configuration_keeps_what_it_has_of_today() -> None:
    config = make_config_from_v1_config(LEGACY, RootFS(type="layers"), [])

    assert json.loads(config).keys() == {
        "author",
        "container_config",
        "created",
        "docker_version",
        "extra",
        "history",
        "rootfs",
    }
    assert b'"extra":[1, {"}": 2}]' in config


def test_a_very_old_configuration_loses_its_unknown_fields() -> None:
    config = make_config_from_v1_config(
        LEGACY.replace(b"1.9.0", b"1.8.0"), RootFS(type="layers"), []
    )

    assert "extra" not in json.loads(config)


def test_a_legacy_id_depends_on_the_layer_and_the_parent() -> None:
    img = new_from_json(b'{"rootfs":{}}')

    ids = {
        create_id(img, "sha256:1", ""),
        create_id(img, "sha256:2", ""),
        create_id(img, "sha256:1", "sha256:3"),
    }

    assert len(ids) == 3


def test_a_legacy_configuration_must_be_an_object() -> None:
    with pytest.raises(GoError, match="cannot unmarshal"):
        make_config_from_v1_config(b"[]", RootFS(), [])
