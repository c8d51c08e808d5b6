from __future__ import annotations

import re
import time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.golang.errors import GoError
from engine.vendor.docker.distribution import reference

HEX = 64 * "a"
DIGEST = f"sha256:{HEX}"

alphanumeric = st.text("abc019", min_size=1, max_size=4)
component = st.lists(alphanumeric, min_size=1, max_size=3).flatmap(
    lambda words: st.lists(
        st.sampled_from([".", "_", "__", "-", "---"]),
        min_size=len(words) - 1,
        max_size=len(words) - 1,
    ).map(lambda seps: "".join(w + s for w, s in zip(words, [*seps, ""], strict=True)))
)
repository = st.lists(component, min_size=1, max_size=3).map("/".join)
domain = st.sampled_from(["docker.io", "localhost", "localhost:5000", "a.test", "A-b.Test:80"])
tag = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}", fullmatch=True)
digest = st.text("0123456789abcdef", min_size=64, max_size=64).map(lambda text: f"sha256:{text}")


@given(domain=domain, path=repository, tag=st.none() | tag, digest=st.none() | digest)
def test_what_follows_the_grammar_is_taken_apart(
    domain: str, path: Any, tag: str | None, digest: str | None
) -> None:
    text = f"{domain}/{path}" + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")

    ref = reference.parse(text)

    assert str(ref) == text
    assert isinstance(ref, reference.Named)
    assert (ref.domain, ref.path, ref.name) == (domain, path, f"{domain}/{path}")
    assert isinstance(ref, reference.NamedTagged) is (tag is not None)
    assert isinstance(ref, reference.Canonical) is (digest is not None)
    assert getattr(ref, "tag", None) == tag
    assert getattr(ref, "digest", None) == digest


def looks_like_a_registry(domain: str, path: str) -> bool:
    first, slash, _ = path.partition("/")
    return domain == "docker.io" and bool(slash) and ("." in first or first == "localhost")


@given(domain=domain, path=repository, tag=st.none() | tag)
def test_the_short_form_means_the_same(domain: str, path: Any, tag: str | None) -> None:
    assume(not looks_like_a_registry(domain, path))
    full = reference.parse_normalized_named(f"{domain}/{path}" + (f":{tag}" if tag else ""))

    short = reference.familiar_string(full)

    assert reference.parse_normalized_named(short) == full


def test_a_path_that_looks_like_a_registry_has_no_short_form_of_its_own() -> None:
    full = reference.parse("docker.io/a.test/b")

    # Go's, too: what it shows to the user is the name of something else.
    assert reference.familiar_string(full) == "a.test/b"
    assert reference.parse_normalized_named("a.test/b") != full


@given(path=repository.filter(lambda text: not looks_like_a_registry("docker.io", text)))
def test_a_name_gets_latest_once(path: Any) -> None:
    named = reference.parse_normalized_named(path)

    tagged = reference.tag_name_only(named)

    assert str(tagged) == f"{named}:latest"
    assert reference.tag_name_only(tagged) is tagged


@given(text=st.text("abAB:/@.-_ \n\u00e9", max_size=12))
def test_any_text_is_a_reference_or_a_go_error(text: str) -> None:
    try:
        ref = reference.parse_any_reference(text)
    except GoError:
        return

    assert reference.parse_any_reference(str(ref)) == ref


@pytest.mark.parametrize(
    ("text", "full", "short"),
    [
        ("busybox", "docker.io/library/busybox", "busybox"),
        ("me/busybox", "docker.io/me/busybox", "me/busybox"),
        ("library/busybox", "docker.io/library/busybox", "busybox"),
        ("docker.io/busybox:1", "docker.io/library/busybox:1", "busybox:1"),
        ("index.docker.io/busybox", "docker.io/library/busybox", "busybox"),
        ("localhost/busybox", "localhost/busybox", "localhost/busybox"),
        ("a.test/busybox", "a.test/busybox", "a.test/busybox"),
        ("a:80/busybox", "a:80/busybox", "a:80/busybox"),
        ("busybox:Tag", "docker.io/library/busybox:Tag", "busybox:Tag"),
        (f"busybox@{DIGEST}", f"docker.io/library/busybox@{DIGEST}", f"busybox@{DIGEST}"),
    ],
)
def test_defaults_of_docker_hub_are_filled_in_and_left_out(
    text: str, full: str, short: str
) -> None:
    ref = reference.parse_normalized_named(text)

    assert str(ref) == full
    assert reference.familiar_string(ref) == short


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "invalid reference format"),
        ("a:", "invalid reference format"),
        ("a b", "invalid reference format"),
        ("a\n", "invalid reference format"),
        ("a:\u00e9", "invalid reference format"),
        ("-a", "invalid reference format"),
        ("a//b", "invalid reference format"),
        ("a@sha256:abc", "invalid reference format"),
        ("Busybox", "invalid reference format: repository name must be lowercase"),
        ("a.test/Busy:1", "invalid reference format: repository name must be lowercase"),
        ("a" * 300, "repository name must not be more than 255 characters"),
        (HEX, f"invalid repository name ({HEX}), cannot specify 64-byte hexadecimal strings"),
        (f"a@sha256:{HEX[1:]}", "invalid checksum digest length"),
        (f"a@sha256:{HEX[1:]}A", "invalid checksum digest format"),
        (f"a@md5:{HEX}", "unsupported digest algorithm"),
    ],
)
def test_what_breaks_the_grammar_is_told_in_gos_words(text: str, message: Any) -> None:
    with pytest.raises(GoError, match=f"^{re.escape(message)}$"):
        reference.parse_normalized_named(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "repository name must have at least one component"), ("a/B", "must be lowercase")],
)
def test_parse_itself_has_finer_words(text: str, message: Any) -> None:
    with pytest.raises(GoError, match=message):
        reference.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(HEX, DIGEST), (DIGEST, DIGEST), ("busybox", "docker.io/library/busybox")],
    ids=["id", "digest", "name"],
)
def test_an_id_or_a_digest_has_no_name(text: str, expected: Any) -> None:
    ref = reference.parse_any_reference(text)

    assert str(ref) == expected
    assert isinstance(ref, reference.Named) is (text == "busybox")


def test_of_tag_and_digest_the_digest_stays() -> None:
    ref = reference.parse_docker_ref(f"busybox:1@{DIGEST}")

    assert str(ref) == f"docker.io/library/busybox@{DIGEST}"
    assert str(reference.parse_docker_ref("busybox")) == "docker.io/library/busybox:latest"


def test_only_the_full_form_is_canonical() -> None:
    with pytest.raises(GoError, match=r"^repository name must be canonical$"):
        reference.parse_named("busybox")

    assert str(reference.parse_named("docker.io/library/busybox")) == "docker.io/library/busybox"


def test_tag_and_digest_can_be_put_on_and_taken_off() -> None:
    name = reference.with_name("a.test/b")

    both = reference.with_digest(reference.with_tag(name, "1"), DIGEST)

    assert str(both) == f"a.test/b:1@{DIGEST}"
    assert str(reference.with_tag(both, "2")) == f"a.test/b:2@{DIGEST}"
    assert reference.trim_named(both) == name


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: reference.with_name("a b"), "invalid reference format"),
        (lambda: reference.with_name("a" * 256), "must not be more than 255"),
        (lambda: reference.with_tag(reference.with_name("a"), "-"), "invalid tag format"),
        (lambda: reference.with_digest(reference.with_name("a"), "x"), "invalid digest format"),
    ],
    ids=["name", "long-name", "tag", "digest"],
)
def test_bad_parts_are_refused(make: Any, message: Any) -> None:
    with pytest.raises(GoError, match=message):
        make()


def test_references_are_equal_by_kind_and_text() -> None:
    name = reference.parse_normalized_named("a:1")

    assert name == reference.parse_normalized_named("docker.io/library/a:1")
    assert name != reference.parse_normalized_named("a:2")
    assert len({name, reference.parse_normalized_named("a:1")}) == 1
    assert repr(name) == "NamedTagged('docker.io/library/a:1')"


@pytest.mark.parametrize("text", ["a" * 20_000 + "!", "a-" * 10_000 + "!", "a.a" * 7_000 + "/!"])
def test_a_long_text_that_does_not_match_is_found_out_quickly(text: str) -> None:
    start = time.perf_counter()

    with pytest.raises(GoError):
        reference.parse_normalized_named(text)

    assert time.perf_counter() - start < 2
