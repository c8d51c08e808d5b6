from __future__ import annotations

import pytest

from cli.opts import MountOpt
from engine.api.types.mount.mount import (
    BindOptions,
    Consistency,
    Driver,
    Mount,
    Propagation,
    TmpfsOptions,
    Type,
    VolumeOptions,
)
from engine.golang.errors import GoError


def mounted(text: str) -> Mount:
    opt = MountOpt()
    opt.set(text)
    return opt.value()[0]


def test_a_volume_is_the_default() -> None:
    assert mounted("target=/a") == Mount(type=Type("volume"), target="/a")


def test_each_type_has_options_of_its_own() -> None:
    bind = mounted(
        "type=bind,src=/a,dst=/b,ro,consistency=Cached,bind-propagation=RSLAVE,bind-nonrecursive"
    )
    volume = mounted(
        "source=v,destination=/b,volume-nocopy,volume-label=a=b,volume-label=c,"
        "volume-driver=d,volume-opt=o=1,volume-opt=p"
    )
    tmpfs = mounted("TYPE=TMPFS,target=/b,tmpfs-size=1m,tmpfs-mode=1777")

    assert bind == Mount(
        type=Type("bind"),
        source="/a",
        target="/b",
        read_only=True,
        consistency=Consistency("cached"),
        bind_options=BindOptions(propagation=Propagation("rslave"), non_recursive=True),
    )
    assert volume == Mount(
        type=Type("volume"),
        source="v",
        target="/b",
        volume_options=VolumeOptions(
            no_copy=True,
            labels={"a": "b", "c": ""},
            driver_config=Driver(name="d", options={"o": "1", "p": ""}),
        ),
    )
    assert tmpfs == Mount(
        type=Type("tmpfs"),
        target="/b",
        tmpfs_options=TmpfsOptions(size_bytes=1 << 20, mode=0o1777),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "EOF"),
        ("target", "invalid field 'target' must be a key=value pair"),
        ("Foo=1", "unexpected key 'foo' in 'Foo=1'"),
        ("RO=zz", "invalid value for ro: zz"),
        ("volume-nocopy=", "invalid value for volume-nocopy: "),
        ("tmpfs-size=x", "invalid value for tmpfs-size: x"),
        ("tmpfs-mode=9", "invalid value for tmpfs-mode: 9"),
        ("type=,target=/a", "type is required"),
        ("source=/a", "target is required"),
        (
            "type=bind,target=/a,volume-nocopy",
            "cannot mix 'volume-*' options with mount type 'bind'",
        ),
        ("target=/a,bind-nonrecursive", "cannot mix 'bind-*' options with mount type 'volume'"),
        ("target=/a,tmpfs-size=1", "cannot mix 'tmpfs-*' options with mount type 'volume'"),
    ],
)
def test_says_what_is_wrong_with_a_mount(text: str, said: str) -> None:
    opt = MountOpt()

    with pytest.raises(GoError) as caught:
        opt.set(text)

    assert str(caught.value) == said
    assert opt.value() == []


def test_shows_type_source_and_target() -> None:
    opt = MountOpt()

    opt.set("target=/a")
    opt.set("type=bind,source=/x,target=/b")

    assert opt.string() == "volume  /a, bind /x /b"
    assert opt.type() == "mount"
