"""Which entry of a list is for a machine."""

from __future__ import annotations

import platform

import pytest

from engine.distribution.pull_v2_unix import filter_manifests, format_platform
from engine.vendor.docker.distribution.manifests import Descriptor
from engine.vendor.opencontainers.image_spec.v1 import Platform


def entry(text: str) -> Descriptor:
    os, architecture, variant = (*text.split("/"), "", "")[:3]
    found = Platform(os=os, architecture=architecture, variant=variant)
    return Descriptor(digest=text, platform=found)


def wanted(text: str) -> Platform:
    os, architecture, variant = (*text.split("/"), "", "")[:3]
    return Platform(os=os, architecture=architecture, variant=variant)


@pytest.mark.parametrize(
    ("platform_", "entries", "chosen"),
    [
        ("linux/amd64", ["linux/arm64", "linux/amd64"], ["linux/amd64"]),
        ("linux/amd64", ["windows/amd64", "linux/386"], []),
        ("linux/arm64", ["linux/arm64/v8"], ["linux/arm64/v8"]),
        ("linux/arm64/v8", ["linux/arm64"], ["linux/arm64"]),
        ("linux/arm", ["linux/arm/v6", "linux/arm/v7"], ["linux/arm/v7"]),
        ("linux/arm/v5", ["linux/arm/v6", "linux/arm/v7"], ["linux/arm/v6", "linux/arm/v7"]),
        ("linux/x86_64", ["linux/amd64"], ["linux/amd64"]),
        ("linux/ppc64le", ["linux/ppc64le", "linux/ppc64le"], ["linux/ppc64le"] * 2),
    ],
)
def test_entries_are_chosen_by_platform(
    platform_: str, entries: list[str], chosen: list[str]
) -> None:
    found = filter_manifests([entry(one) for one in entries], wanted(platform_))

    assert [one.digest for one in found] == chosen


def test_an_entry_without_a_platform_is_for_nobody() -> None:
    assert filter_manifests([Descriptor(digest="x")], Platform()) == []


@pytest.mark.skipif(platform.machine() != "x86_64", reason="names this machine: amd64")
def test_without_a_wish_it_is_this_machine() -> None:
    entries = [entry("linux/arm64"), entry("linux/amd64")]

    found = filter_manifests(entries, Platform())

    assert [one.digest for one in found] == ["linux/amd64"]
    assert format_platform(Platform()) == "linux/amd64"
    assert format_platform(wanted("windows/amd64")) == "windows/amd64"
