"""docs/agreement.md says what the tables hold, also where no dockerd can be asked."""

from __future__ import annotations

from tests.differential.agreement import PAGE
from tests.differential.cases.groups import GROUPS

_AT_LEAST = 400


def test_there_are_cases_enough_and_each_has_a_name_of_its_own() -> None:
    names = [case.name for cases in GROUPS.values() for case in cases]

    assert len(names) >= _AT_LEAST
    assert sorted(names) == sorted(set(names))


def test_the_page_counts_the_cases_of_every_group() -> None:
    page = PAGE.read_text()

    for title, cases in GROUPS.items():
        known = sum(1 for case in cases if case.known)
        assert f"| {title} | {len(cases)} | {len(cases) - known} | {known} |" in page


def test_the_page_names_every_known_difference() -> None:
    page = PAGE.read_text()

    for cases in GROUPS.values():
        for case in cases:
            assert not case.known or f"| {case.name} | {case.known} |" in page
