from __future__ import annotations

import re

import pytest

from engine.vendor.containerd import platforms
from engine.vendor.containerd.errdefs import InvalidArgument
from engine.vendor.containerd.platforms import cpuinfo
from engine.vendor.containerd.platforms.platforms import format as format_platform


@pytest.mark.parametrize(
    ("specifier", "formatted"),
    [
        ("linux/amd64", "linux/amd64"),
        ("LINUX/X86_64", "linux/amd64"),
        ("linux/x86-64", "linux/amd64"),
        ("linux/i386", "linux/386"),
        ("linux/aarch64", "linux/arm64"),
        ("linux/arm64/v8", "linux/arm64/v8"),
        ("linux/arm64/v9", "linux/arm64/v9"),
        ("linux/arm", "linux/arm"),
        ("linux/armhf", "linux/arm"),
        ("linux/armel", "linux/arm/v6"),
        ("linux/arm/7", "linux/arm/v7"),
        ("linux/arm/v6", "linux/arm/v6"),
        ("macos/arm64", "darwin/arm64"),
        ("any/thing", "any/thing"),
        ("arm64", "linux/arm64"),
        ("s390x", "linux/s390x"),
        ("arm", "linux/arm"),
    ],
)
def test_a_specifier_is_brought_into_its_one_spelling(specifier: str, formatted: str) -> None:
    assert platforms.format(platforms.parse(specifier)) == formatted


def test_a_system_alone_means_this_machines_processor() -> None:
    parsed = platforms.parse("linux")

    assert (parsed.os, parsed.architecture) == ("linux", platforms.goarch())


@pytest.mark.parametrize(
    ("specifier", "text"),
    [
        ("", '"" is an invalid component of "": platform specifier component must match '),
        ("a//b", '"" is an invalid component of "a//b": platform specifier component must '),
        ("a b", '"a b" is an invalid component of "a b": platform specifier component must '),
        ("linux/*", '"linux/*": wildcards not yet supported: invalid argument'),
        ("foo", '"foo": unknown operating system or architecture: invalid argument'),
        ("a/b/c/d", '"a/b/c/d": cannot parse platform specifier: invalid argument'),
    ],
)
def test_what_is_no_platform_is_told_in_containerds_words(specifier: str, text: str) -> None:
    with pytest.raises(InvalidArgument, match="^" + re.escape(text)):
        platforms.parse(specifier)


def test_no_system_is_unknown() -> None:
    assert format_platform(platforms.Platform(architecture="amd64")) == "unknown"


def test_normal_form_forgets_version_and_features() -> None:
    platform = platforms.Platform(os="Linux", architecture="x86_64", os_version="5", variant="v1")

    assert platforms.normalize(platform) == platforms.Platform(os="linux", architecture="amd64")


def test_a_matcher_looks_through_spellings() -> None:
    matcher = platforms.new_matcher(platforms.parse("linux/amd64"))

    assert matcher.match(platforms.Platform(os="linux", architecture="x86_64"))
    assert not matcher.match(platforms.parse("linux/arm64"))
    assert str(matcher) == "linux/amd64"


@pytest.mark.parametrize(
    ("wanted", "accepted", "refused"),
    [
        ("linux/arm/v7", ["linux/arm/v7", "linux/arm/v6", "linux/arm/v5"], ["linux/arm/v8"]),
        ("linux/arm/v6", ["linux/arm/v6", "linux/arm/v5"], ["linux/arm/v7"]),
        ("linux/arm64", ["linux/arm64/v8", "linux/arm64"], ["linux/arm/v7", "linux/amd64"]),
        ("linux/amd64", ["linux/amd64"], ["linux/386", "windows/amd64"]),
    ],
)
def test_arm_also_takes_what_was_built_for_its_elders(
    wanted: str, accepted: list[str], refused: list[str]
) -> None:
    matcher = platforms.only(platforms.parse(wanted))

    assert all(matcher.match(platforms.parse(one)) for one in accepted)
    assert not any(matcher.match(platforms.parse(one)) for one in refused)


def test_the_nearer_variant_is_the_better() -> None:
    matcher = platforms.only(platforms.parse("linux/arm/v7"))
    v7, v6 = platforms.parse("linux/arm/v7"), platforms.parse("linux/arm/v6")
    other = platforms.parse("linux/amd64")

    assert matcher.less(v7, v6)
    assert not matcher.less(v6, v7)
    assert matcher.less(v6, other)
    assert not matcher.less(other, v6)
    assert not matcher.less(other, other)


def test_ordered_takes_the_first_for_the_best() -> None:
    amd, arm = platforms.parse("linux/amd64"), platforms.parse("linux/arm64")

    matcher = platforms.ordered(arm, amd)

    assert matcher.less(arm, amd)
    assert not matcher.less(amd, arm)


def test_this_host_runs_what_was_built_for_it() -> None:
    assert platforms.default().match(platforms.default_spec())
    assert platforms.parse(platforms.default_string()) == platforms.default_spec()


@pytest.mark.parametrize(
    ("arch", "info", "variant"),
    [
        ("arm64", "CPU architecture: 8\n", "v8"),
        ("arm", "CPU architecture: 8\n", "v7"),
        ("arm", "CPU architecture\t: 7\n", "v7"),
        ("arm", "model name: ARMv6-compatible processor\nCPU architecture: 7\n", "v6"),
        ("arm", "CPU architecture: 5TEJ\n", "v5"),
        ("arm", "CPU architecture: 99\n", "unknown"),
        ("arm", "nothing\n", ""),
    ],
)
def test_the_variant_is_read_from_the_kernels_list(arch: str, info: str, variant: str) -> None:
    assert cpuinfo._cpu_variant(arch, info) == variant
