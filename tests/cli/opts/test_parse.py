from __future__ import annotations

from pathlib import Path

import pytest

from cli import opts
from engine.api.types.container.host_config import RestartPolicy
from engine.golang.errors import GoError


def test_flags_come_after_files_and_so_win(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("A=1\n")
    (tmp_path / "b").write_text("B=2\n")
    files = [str(tmp_path / "a"), str(tmp_path / "b")]

    assert opts.read_kv_strings(files, ["A=3"]) == ["A=1", "B=2", "A=3"]


def test_only_variables_look_into_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIVEN", "x")
    (tmp_path / "a").write_text("GIVEN\n")
    files = [str(tmp_path / "a")]

    assert opts.read_kv_env_strings(files, None) == ["GIVEN=x"]
    assert opts.read_kv_strings(files, None) is None


def test_no_value_differs_from_an_empty_one() -> None:
    values = ["A", "B=", "C=1=2", "A=3", "A"]

    assert opts.convert_kv_strings_to_map_with_nil(values) == {"A": None, "B": "", "C": "1=2"}
    assert opts.convert_kv_strings_to_map(values) == {"A": "", "B": "", "C": "1=2"}
    assert opts.convert_kv_strings_to_map(None) == {}


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [("", "", 0), ("always", "always", 0), ("on-failure:3", "on-failure", 3), ("x:-1", "x", -1)],
)
def test_a_restart_policy_is_a_name_and_a_count(text: str, name: str, count: int) -> None:
    policy = opts.parse_restart_policy(text)

    assert policy == RestartPolicy(name=name, maximum_retry_count=count)


def test_a_count_is_a_number() -> None:
    with pytest.raises(GoError, match="maximum retry count must be an integer"):
        opts.parse_restart_policy("on-failure:")
    with pytest.raises(GoError, match="invalid restart policy format"):
        opts.parse_restart_policy("a:1:2")
