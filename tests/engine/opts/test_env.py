import pytest

from engine.golang.errors import GoError
from engine.opts import validate_env


@pytest.mark.parametrize("value", ["A=b", "A=", "A B=c", "A=b=c", "UNSET_HERE"])
def test_a_variable_may_have_any_name_but_none(value, monkeypatch):
    monkeypatch.delenv("UNSET_HERE", raising=False)

    assert validate_env(value) == value


def test_a_bare_name_takes_this_process_value(monkeypatch):
    monkeypatch.setenv("SET_HERE", "x=y")

    assert validate_env("SET_HERE") == "SET_HERE=x=y"


@pytest.mark.parametrize("value", ["", "=x"])
def test_an_empty_name_is_refused(value):
    with pytest.raises(GoError) as caught:
        validate_env(value)

    assert str(caught.value) == f"invalid environment variable: {value}"
