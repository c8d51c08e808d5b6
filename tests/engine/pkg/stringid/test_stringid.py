from __future__ import annotations

import os
import re

import pytest

from engine.golang.errors import GoError
from engine.pkg import stringid


def test_an_id_is_64_hexadecimal_digits() -> None:
    ids = {stringid.generate_random_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(re.fullmatch("[0-9a-f]{64}", each) for each in ids)


def test_an_id_whose_short_form_would_be_a_number_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draws = [bytes.fromhex("123456789012" + "ab" * 26), bytes.fromhex("e" * 64)]
    monkeypatch.setattr(os, "urandom", lambda size: draws.pop(0))

    assert stringid.generate_random_id() == "e" * 64


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("90435eec5c4e124e741ef731e118be2fc799a68aba0466ec17717f24ce2ae6a2", "90435eec5c4e"),
        ("sha256:4e38e38c8ce0b8d9", "4e38e38c8ce0"),
        ("90435eec5c4", "90435eec5c4"),
        ("", ""),
    ],
    ids=["full", "digest", "shorter", "empty"],
)
def test_the_short_form_is_twelve_digits_without_algorithm(text: str, short: str) -> None:
    assert stringid.truncate_id(text) == short


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90435eec5c4e", True), ("90435EEC5C4E", False), ("90435eec5c4", False), ("x" * 12, False)],
)
def test_what_looks_like_a_short_id(text: str, expected: bool) -> None:
    assert stringid.is_short_id(text) is expected


def test_an_id_is_checked_in_full() -> None:
    stringid.validate_id("a" * 64)

    with pytest.raises(GoError, match=r'^image ID "abc" is invalid$'):
        stringid.validate_id("abc")
