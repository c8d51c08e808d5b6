from __future__ import annotations

import pytest

from engine.vendor.docker.distribution.digestset import DigestAmbiguous, DigestNotFound, Set
from engine.vendor.opencontainers.go_digest import DigestError

ONE, TWO = "sha256:" + "12" * 32, "sha256:" + "13" * 32


@pytest.fixture
def digests() -> Set:
    made = Set()
    made.add(ONE)
    made.add(TWO)
    return made


@pytest.mark.parametrize("term", ["12", "sha256:12", "12" * 32, ONE, "12" * 20])
def test_one_is_found_by_its_start(digests: Set, term: str) -> None:
    assert digests.lookup(term) == ONE


@pytest.mark.parametrize("term", ["1", "sha256:1", ""])
def test_a_start_of_several_is_ambiguous(digests: Set, term: str) -> None:
    with pytest.raises(DigestAmbiguous, match=r"^ambiguous digest string$"):
        digests.lookup(term)


@pytest.mark.parametrize("term", ["2", "sha256:2", "sha512:12", "x", "12" * 33, "f" * 64])
def test_what_matches_none_is_not_found(digests: Set, term: str) -> None:
    with pytest.raises(DigestNotFound, match=r"^digest not found$"):
        digests.lookup(term)


def test_an_empty_set_has_nothing() -> None:
    with pytest.raises(DigestNotFound):
        Set().lookup("")


def test_adding_and_removing_twice_is_no_error(digests: Set) -> None:
    digests.add(ONE)
    digests.remove(ONE)
    digests.remove(ONE)

    assert digests.lookup("1") == TWO


def test_only_digests_go_in(digests: Set) -> None:
    with pytest.raises(DigestError):
        digests.add("12")
    with pytest.raises(DigestError):
        digests.remove("12")
