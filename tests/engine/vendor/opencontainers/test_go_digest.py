from __future__ import annotations

import io
from typing import Any

import pytest

from engine.vendor.opencontainers import go_digest

EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_same_bytes_have_the_same_digest_however_they_come() -> None:
    assert go_digest.from_bytes(b"") == EMPTY
    assert go_digest.from_string("") == EMPTY
    assert go_digest.from_reader(io.BytesIO(b"x" * 200_000)) == go_digest.from_bytes(b"x" * 200_000)


def test_a_digest_has_two_parts() -> None:
    assert go_digest.algorithm(EMPTY) == "sha256"
    assert go_digest.encoded(EMPTY) == EMPTY[7:]


@pytest.mark.parametrize("text", [EMPTY, "sha384:" + 96 * "0", "sha512:" + 128 * "f"])
def test_known_algorithms_pass(text: str) -> None:
    assert go_digest.parse(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", go_digest.DigestInvalidFormat),
        ("sha256:", go_digest.DigestInvalidFormat),
        (":abc", go_digest.DigestInvalidFormat),
        ("sha256:" + 64 * "A", go_digest.DigestInvalidFormat),
        ("MD5:abc", go_digest.DigestInvalidFormat),
        ("md5:abc", go_digest.DigestUnsupported),
        ("sha256:abc", go_digest.DigestInvalidLength),
        ("sha256:" + 32 * "\u00e9", go_digest.DigestInvalidFormat),
    ],
)
def test_what_is_wrong_is_told_by_the_class(text: str, kind: Any) -> None:
    with pytest.raises(kind):
        go_digest.validate(text)
