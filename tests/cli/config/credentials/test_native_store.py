from __future__ import annotations

from pathlib import Path

import pytest

from cli.config.configfile import ConfigFile
from cli.config.credentials.default_store import detect_default_store
from engine.golang.errors import GoError

HELPER = """#!/bin/sh
read server
case "$1 $server" in
  "get known.test") echo '{"ServerURL":"known.test","Username":"me","Secret":"secret"}' ;;
  "get token.test") echo '{"ServerURL":"token.test","Username":"<token>","Secret":"t"}' ;;
  "get locked.test") echo "the safe is locked"; exit 3 ;;
  "list unused") echo '{"known.test":"me"}' ;;
  *) echo "credentials not found in native keychain"; exit 1 ;;
esac
"""


@pytest.fixture
def helper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program on the path that keeps passwords."""
    folder = tmp_path / "bin"
    folder.mkdir()
    path = folder / "docker-credential-test"
    path.write_text(HELPER)
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return path


@pytest.fixture
def config_file(helper: Path) -> ConfigFile:
    return ConfigFile(credentials_store="test")


def test_the_program_knows_name_and_password(config_file: ConfigFile) -> None:
    found = config_file.get_auth_config("known.test")

    assert (found.username, found.password) == ("me", "secret")


def test_a_token_is_no_password(config_file: ConfigFile) -> None:
    found = config_file.get_auth_config("token.test")

    assert (found.username, found.password, found.identity_token) == ("", "", "t")


def test_a_registry_the_program_does_not_know_is_an_empty_entry(config_file: ConfigFile) -> None:
    found = config_file.get_auth_config("other.test")

    assert (found.username, found.password) == ("", "")


def test_a_program_that_fails_is_told_with_what_it_said(config_file: ConfigFile) -> None:
    with pytest.raises(GoError) as caught:
        config_file.get_auth_config("locked.test")

    assert str(caught.value) == (
        "error getting credentials - err: exit status 3, out: `the safe is locked`"
    )


def test_a_program_that_is_missing_is_told_in_gos_words() -> None:
    with pytest.raises(GoError) as caught:
        ConfigFile(credentials_store="none").get_auth_config("x")

    assert str(caught.value) == (
        'error getting credentials - err: exec: "docker-credential-none": executable file not '
        "found in $PATH, out: ``"
    )


def test_one_registry_may_have_a_program_of_its_own(helper: Path) -> None:
    config_file = ConfigFile(credential_helpers={"known.test": "test"})

    assert config_file.get_auth_config("known.test").username == "me"
    assert config_file.get_auth_config("token.test").identity_token == ""


def test_all_entries_are_those_that_the_program_lists(config_file: ConfigFile) -> None:
    found = config_file.get_credentials_store("").get_all()

    assert {name: entry.password for name, entry in found.items()} == {"known.test": "secret"}


def test_the_usual_program_is_found_on_the_path(helper: Path) -> None:
    before = detect_default_store("")
    helper.rename(helper.with_name("docker-credential-secretservice"))

    assert before == ""
    assert detect_default_store("") == "secretservice"
    assert detect_default_store("mine") == "mine"
