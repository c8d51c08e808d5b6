from __future__ import annotations

import io
from pathlib import Path

import pytest

from cli.config import config


def test_the_directory_is_in_the_home_unless_the_environment_says_otherwise(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_home = config.dir()
    monkeypatch.setenv("DOCKER_CONFIG", "/elsewhere")

    assert in_home == f"{home}/.docker"
    assert config.dir() == "/elsewhere"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('{"a":', "unexpected EOF"),
        ("[]", "json: cannot unmarshal array into Go value of type configfile.ConfigFile"),
        ('{"auths":{"x":{"auth":"!!!"}}}', "illegal base64 data at input byte 0"),
        ('{"auths":{"x":{"auth":"YWJj"}}}', "Invalid auth configuration file"),
        (
            '{"kubernetes":{"allNamespaces":"x"}}',
            "invalid 'kubernetes.allNamespaces' value, should be 'enabled' or 'disabled': x",
        ),
    ],
    ids=["cut-off", "no-object", "no-base64", "no-colon", "kubernetes"],
)
def test_what_makes_no_sense_is_reported(home: Path, content: str, text: str) -> None:
    (home / ".docker").mkdir()
    path = home / ".docker/config.json"
    path.write_text(content)
    err = io.StringIO()

    loaded = config.load_default_config_file(err, config.dir())

    assert err.getvalue() == f"WARNING: Error loading config file: {path}: {text}\n"
    assert loaded.filename == str(path)


def test_what_is_right_in_a_file_with_faults_counts(home: Path) -> None:
    (home / ".docker").mkdir()
    path = home / ".docker/config.json"
    path.write_text('{"HttpHeaders":{"A":"a","B":1},"experimental":true,"detachKeys":"ctrl-x"}')
    err = io.StringIO()

    loaded = config.load_default_config_file(err, config.dir())

    assert err.getvalue() == (
        f"WARNING: Error loading config file: {path}: json: cannot unmarshal number into Go "
        "struct field ConfigFile.HttpHeaders of type string\n"
    )
    assert loaded.http_headers == {"A": "a", "B": ""}
    assert loaded.detach_keys == "ctrl-x"


def test_an_empty_file_is_fine(home: Path) -> None:
    (home / ".docker").mkdir()
    (home / ".docker/config.json").write_text("")
    err = io.StringIO()

    config.load_default_config_file(err, config.dir())

    assert err.getvalue() == ""


def test_passwords_of_the_old_file_are_read_with_a_warning(home: Path) -> None:
    (home / ".dockercfg").write_text('{"registry.test":{"auth":"bWU6c2VjcmV0"}}')
    err = io.StringIO()

    loaded = config.load_default_config_file(err, config.dir())

    assert loaded.get_auth_config("registry.test").password == "secret"
    assert err.getvalue().startswith("WARNING: Support for the legacy ~/.dockercfg")


def test_passwords_of_the_oldest_file_are_for_docker_hub(home: Path) -> None:
    (home / ".dockercfg").write_text("auth = bWU6c2VjcmV0\nemail = me@here\n")

    loaded, legacy = config.load(config.dir())

    assert legacy
    assert loaded.get_auth_config("https://index.docker.io/v1/").username == "me"
