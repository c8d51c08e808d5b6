from __future__ import annotations

from pathlib import Path

import pytest

from engine.api.types.mount import mount
from engine.api.types.mount.mount import Mount
from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.volume.local import LocalVolume
from engine.volume.mounts import LinuxParser, MountPoint, new_parser
from engine.volume.mounts.linux_modes import linux_get_propagation

PARSER = LinuxParser()


def test_a_destination_alone_is_a_nameless_volume() -> None:
    mp = PARSER.parse_mount_raw("/dest", "")

    assert (mp.type, mp.destination, mp.rw, mp.copy_data) == ("volume", "/dest", True, True)
    assert (mp.spec.source, mp.driver, mp.mode, mp.propagation) == ("", "", "", "")
    assert len(mp.name) == 64


def test_a_name_and_a_destination_is_a_volume() -> None:
    mp = PARSER.parse_mount_raw("name:/dest/../other/", "")

    assert (mp.type, mp.name, mp.source, mp.destination) == ("volume", "name", "", "/other")
    assert mp.spec == Mount(type=mount.TYPE_VOLUME, source="name", target="/dest/../other/")


def test_an_absolute_source_is_a_bind_that_need_not_exist() -> None:
    mp = PARSER.parse_mount_raw("/no/such/./place:/dest", "")

    assert (mp.type, mp.source, mp.name) == ("bind", "/no/such/place", "")
    assert (mp.propagation, mp.copy_data) == ("rprivate", False)


@pytest.mark.parametrize(
    ("mode", "rw", "copy_data"),
    [
        ("ro", False, True),
        ("rw", True, True),
        ("nocopy", True, False),
        ("ro,z,nocopy,delegated", False, False),
        ("", True, True),
    ],
)
def test_a_mode_is_kept_and_obeyed(mode: str, rw: bool, copy_data: bool) -> None:
    mp = PARSER.parse_mount_raw(f"name:/dest:{mode}", "")

    assert (mp.mode, mp.rw, mp.copy_data) == (mode, rw, copy_data)
    assert mp.spec.read_only is not rw


def test_a_bind_can_name_its_propagation() -> None:
    mp = PARSER.parse_mount_raw("/a:/b:rshared,ro", "")

    assert mp.propagation == "rshared"
    assert mp.spec.bind_options == mount.BindOptions(propagation=mount.PROPAGATION_RSHARED)


def test_the_volume_driver_is_for_volumes_only() -> None:
    volume = PARSER.parse_mount_raw("name:/dest", "other")
    bind = PARSER.parse_mount_raw("/src:/dest", "other")

    assert volume.driver == "other"
    assert (bind.driver, bind.spec.volume_options) == ("", None)


@pytest.mark.parametrize("text", ["/foo:rw", "/foo:", ":/b", "::", "a:b:c:d", "", "/foo:ro,z"])
def test_texts_of_another_shape_are_refused(text: str) -> None:
    with pytest.raises(GoError) as caught:
        PARSER.parse_mount_raw(text, "")

    assert str(caught.value) == f"invalid volume specification: '{text}'"


@pytest.mark.parametrize("mode", ["zz", "ro,rw", "z,Z", "shared,slave", "ro,", "nocopy,nocopy"])
def test_modes_with_a_word_too_many_are_refused(mode: str) -> None:
    with pytest.raises(GoError) as caught:
        PARSER.parse_mount_raw(f"/a:/b:{mode}", "")

    assert str(caught.value) == f"invalid mode: {mode}"


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("a:b", "volume", "invalid mount path: 'b' mount path must be absolute"),
        ("a:/", "volume", "invalid specification: destination can't be '/'"),
        ("a:/x/..", "volume", "invalid specification: destination can't be '/'"),
        ("/a:/b:nocopy", "bind", "field VolumeOptions must not be specified"),
        ("vv:/b:rshared", "volume", "field BindOptions must not be specified"),
        ("/:ro,x", "volume", "invalid mount path: 'ro,x' mount path must be absolute"),
    ],
)
def test_texts_that_cannot_be_are_refused_with_the_reason(
    text: str, kind: str, reason: str
) -> None:
    kind = "bind" if text.startswith("/") else kind
    with pytest.raises(GoError) as caught:
        PARSER.parse_mount_raw(text, "")

    assert str(caught.value) == (
        f"invalid volume specification: '{text}': invalid mount config for type \"{kind}\": "
        f"{reason}"
    )


def test_a_backslash_counts_as_a_slash_at_the_start() -> None:
    mp = PARSER.parse_mount_raw("name:\\b", "")

    assert mp.destination == "\\b"


def bind(source: str = "/", **settings: object) -> Mount:
    return Mount(type=mount.TYPE_BIND, source=source, target="/t", **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cfg", "reason"),
    [
        (Mount(type=mount.TYPE_VOLUME), "field Target must not be empty"),
        (
            Mount(type=mount.TYPE_VOLUME, target="/"),
            "invalid specification: destination can't be '/'",
        ),
        (
            Mount(type=mount.TYPE_VOLUME, target="b"),
            "invalid mount path: 'b' mount path must be absolute",
        ),
        (bind(""), "field Source must not be empty"),
        (bind("b"), "invalid mount path: 'b' mount path must be absolute"),
        (bind("/no/such"), "bind source path does not exist: /no/such"),
        (bind("/proc/version/x"), "stat /proc/version/x: not a directory"),
        (bind("/a\0b"), "stat /a\0b: invalid argument"),
        (
            bind(bind_options=mount.BindOptions(propagation=mount.Propagation("x"))),
            "invalid propagation mode: x",
        ),
        (
            bind(volume_options=mount.VolumeOptions()),
            "field VolumeOptions must not be specified",
        ),
        (
            Mount(type=mount.TYPE_VOLUME, target="/t", bind_options=mount.BindOptions()),
            "field BindOptions must not be specified",
        ),
        (
            Mount(type=mount.TYPE_VOLUME, target="/t", read_only=True),
            "must not set ReadOnly mode when using anonymous volumes",
        ),
        (
            Mount(type=mount.TYPE_TMPFS, target="/t", bind_options=mount.BindOptions()),
            "field BindOptions must not be specified",
        ),
        (
            Mount(type=mount.TYPE_TMPFS, target="/t", source="s"),
            "field Source must not be specified",
        ),
        (Mount(type=mount.Type("npipe"), target="/t"), "mount type unknown"),
        (Mount(target="/t"), "mount type unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.type or "no type",
)
def test_mounts_that_cannot_be_are_refused_with_the_reason(cfg: Mount, reason: str) -> None:
    with pytest.raises(GoError) as caught:
        PARSER.validate_mount_config(cfg)

    assert str(caught.value) == f'invalid mount config for type "{cfg.type}": {reason}'


def test_a_mount_of_a_volume_takes_its_options_along() -> None:
    options = mount.VolumeOptions(
        no_copy=True, driver_config=mount.Driver(name="d", options={"o": "1"})
    )
    cfg = Mount(
        type=mount.TYPE_VOLUME, source="v", target="/t/", read_only=True, volume_options=options
    )

    mp = PARSER.parse_mount_spec(cfg)

    assert (mp.name, mp.driver, mp.destination, mp.rw) == ("v", "d", "/t", False)
    assert mp.copy_data is False
    assert mp.spec == cfg
    assert mp.spec is not cfg


def test_a_mount_of_a_bind_takes_its_propagation_along(tmp_path: Path) -> None:
    options = mount.BindOptions(propagation=mount.PROPAGATION_SLAVE, non_recursive=True)
    cfg = bind(f"{tmp_path}/", bind_options=options)

    mp = PARSER.parse_mount_spec(cfg)

    assert (mp.source, mp.propagation) == (str(tmp_path), "slave")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", ("abc", "rw")),
        ("abc:ro", ("abc", "ro")),
        ("abc:ro,z", ("abc", "ro,z")),
        ("abc:", ("abc", "")),
    ],
)
def test_volumes_from_names_a_container_and_a_mode(text: str, expected: tuple[str, str]) -> None:
    assert PARSER.parse_volumes_from(text) == expected


@pytest.mark.parametrize("mode", ["zz", "rshared", "nocopy", "ro:rw"])
def test_volumes_from_refuses_what_belongs_to_the_mounts(mode: str) -> None:
    with pytest.raises(GoError, match=rf"^invalid mode: {mode}$"):
        PARSER.parse_volumes_from(f"abc:{mode}")


def test_volumes_from_needs_a_text() -> None:
    with pytest.raises(GoError, match=r"^volumes-from specification cannot be an empty string$"):
        PARSER.parse_volumes_from("")


@pytest.mark.parametrize(
    ("mode", "writes"), [("", True), ("rw", True), ("z", True), ("ro", False), ("zz", False)]
)
def test_read_write(mode: str, writes: bool) -> None:
    assert PARSER.read_write(mode) is writes


@pytest.mark.parametrize(
    ("options", "read_only", "expected"),
    [
        (None, False, ""),
        (None, True, "ro"),
        (mount.TmpfsOptions(mode=0o700), False, "mode=700"),
        (mount.TmpfsOptions(size_bytes=64 << 20), True, "ro,size=64m"),
        (mount.TmpfsOptions(size_bytes=2 << 30), False, "size=2g"),
        (mount.TmpfsOptions(size_bytes=1025), False, "size=1025"),
        (mount.TmpfsOptions(size_bytes=3 << 10, mode=0o1777), False, "mode=1777,size=3k"),
    ],
    ids=lambda value: str(value),
)
def test_tmpfs_options_become_mount_options(
    options: mount.TmpfsOptions | None, read_only: bool, expected: str
) -> None:
    assert PARSER.convert_tmpfs_options(options, read_only) == expected


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/", "invalid specification: destination can't be '/'"),
        ("x", "invalid mount path: 'x' mount path must be absolute"),
    ],
)
def test_tmpfs_destinations_that_cannot_be_are_refused(path: str, reason: str) -> None:
    with pytest.raises(GoError) as caught:
        PARSER.validate_tmpfs_mount_destination(path)

    assert str(caught.value) == reason


def test_a_tmpfs_destination_may_be_any_other_absolute_path() -> None:
    PARSER.validate_tmpfs_mount_destination("/run/")


@pytest.mark.parametrize(
    ("path", "within"),
    [
        ("/a/b", True),
        ("/a/b/c", True),
        ("/a/bc", False),
        ("/a", False),
        ("/a/b/../..b", False),
        ("a/b", False),
    ],
)
def test_a_mount_has_what_lies_at_or_below_its_destination(path: str, within: bool) -> None:
    assert PARSER.has_resource(MountPoint(destination="/a/b"), path) is within


@pytest.mark.parametrize(
    ("mp", "expected"),
    [
        (MountPoint(source="/x"), True),
        (MountPoint(driver="local"), True),
        (MountPoint(driver="other"), False),
    ],
    ids=["bind", "local volume", "other volume"],
)
def test_mounts_of_old_kinds_are_backward_compatible(mp: MountPoint, expected: bool) -> None:
    assert PARSER.is_backward_compatible(mp) is expected


def test_any_volume_name_will_do_for_linux() -> None:
    PARSER.validate_volume_name("../x y")


def test_every_operating_system_gets_the_linux_rules() -> None:
    assert isinstance(new_parser("linux"), LinuxParser)
    assert new_parser("").default_propagation_mode() == "rprivate"


def test_a_mount_point_is_stored_with_dockerds_keys() -> None:
    mp = PARSER.parse_mount_raw("name:/dest:ro", "")

    assert struct_tags.marshal(mp) == (
        '{"Source":"","Destination":"/dest","RW":false,"Name":"name","Driver":"",'
        '"Type":"volume","Relabel":"ro","Spec":{"Type":"volume","Source":"name",'
        '"Target":"/dest","ReadOnly":true},"SkipMountpointCreation":false}'
    )


def test_a_mount_point_without_a_volume_is_where_its_source_is() -> None:
    assert MountPoint(source="/src").path() == "/src"


def test_a_mode_without_a_propagation_has_the_default() -> None:
    assert linux_get_propagation("ro,z") == "rprivate"


def test_a_mounted_volume_is_where_its_volume_is(tmp_path: Path) -> None:
    volume = LocalVolume(name="vol", path=str(tmp_path), driver_name="local")

    assert MountPoint(source="/src", volume=volume).path() == str(tmp_path)
