from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.compose.loader import InvalidSpec, parse_volume
from cli.compose.types import ServiceVolumeBind, ServiceVolumeConfig, ServiceVolumeVolume


@pytest.mark.parametrize(
    ("spec", "kind", "source", "target"),
    [
        ("a", "volume", "", "a"),
        ("é", "volume", "", "é"),
        ("/a", "volume", "", "/a"),
        ("/a:/b", "bind", "/a", "/b"),
        ("./a:/b", "bind", "./a", "/b"),
        ("~:/b", "bind", "~", "/b"),
        ("name:/b", "volume", "name", "/b"),
        ("c:/b", "volume", "", "c:/b"),
        ("c:\\a:d:\\b", "bind", "c:\\a", "d:\\b"),
        ("\\\\.\\pipe\\x:/b", "bind", "\\\\.\\pipe\\x", "/b"),
        ("1:/b", "volume", "1", "/b"),
    ],
)
def test_the_source_decides_the_type(spec: str, kind: str, source: str, target: str) -> None:
    assert parse_volume(spec) == ServiceVolumeConfig(type=kind, source=source, target=target)


def test_known_options_are_noted_and_others_ignored() -> None:
    volume = parse_volume("/a:/b:ro,nocopy,rslave,z")

    assert volume == ServiceVolumeConfig(
        type="bind",
        source="/a",
        target="/b",
        read_only=True,
        bind=ServiceVolumeBind(propagation="rslave"),
        volume=ServiceVolumeVolume(no_copy=True),
    )


@pytest.mark.parametrize(
    ("spec", "said", "source"),
    [
        ("", "invalid empty volume spec", ""),
        ("/a:", "invalid spec: /a:: empty section between colons", "/a"),
        ("/a::ro", "invalid spec: /a::ro: empty section between colons", "/a"),
        (":/a", "invalid spec: :/a: empty section between colons", ""),
        ("/a:/b:ro:x", "invalid spec: /a:/b:ro:x: too many colons", "/a"),
    ],
)
def test_what_could_be_read_goes_with_the_error(spec: str, said: str, source: str) -> None:
    with pytest.raises(InvalidSpec) as caught:
        parse_volume(spec)

    assert str(caught.value) == said
    assert caught.value.volume.source == source


@given(st.text(alphabet="ac:/\\~.é,ro", max_size=12))
def test_reads_or_refuses_every_spec(spec: str) -> None:
    try:
        volume = parse_volume(spec)
    except InvalidSpec:
        return

    assert volume.target
    assert volume.type in ("bind", "volume")
