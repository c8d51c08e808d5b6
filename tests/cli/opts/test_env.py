from __future__ import annotations

import pytest

from cli import opts
from engine.golang.errors import GoError


def test_a_bare_name_takes_the_clients_value_or_stays_bare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GIVEN", "a=b")
    monkeypatch.delenv("MISSING", raising=False)

    assert opts.validate_env("GIVEN") == "GIVEN=a=b"
    assert opts.validate_env("MISSING") == "MISSING"
    assert opts.validate_env("GIVEN=") == "GIVEN="


def test_any_name_will_do_but_an_empty_one() -> None:
    assert opts.validate_env("a b!=1") == "a b!=1"
    with pytest.raises(GoError) as caught:
        opts.validate_env("=x")

    assert str(caught.value) == "invalid environment variable: =x"
