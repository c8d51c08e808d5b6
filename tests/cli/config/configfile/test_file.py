from __future__ import annotations

from typing import Any

import pytest

from cli.config.configfile.file import ConfigFile, load_from_reader

FILE = b"""{
  "auths": {"https://old.test/v1/": {"auth": "bWU6c2U6Y3JldA=="}, "new.test": {}},
  "proxies": {
    "default": {"httpProxy": "http://default"},
    "tcp://there:1": {"httpsProxy": "http://there", "ftpProxy": "ftp://there"}
  }
}"""


@pytest.fixture
def config_file() -> ConfigFile:
    return load_from_reader(FILE, ConfigFile(filename="x"))


def test_name_and_password_are_taken_apart_at_the_first_colon(config_file: ConfigFile) -> None:
    found = config_file.get_auth_config("https://old.test/v1/")

    assert (found.username, found.password, found.auth) == ("me", "se:cret", "")
    assert found.server_address == "https://old.test/v1/"


def test_an_entry_under_an_address_is_found_by_its_host(config_file: ConfigFile) -> None:
    assert config_file.get_auth_config("old.test").username == "me"


def test_no_entry_is_an_empty_entry(config_file: ConfigFile) -> None:
    assert config_file.get_auth_config("other.test").username == ""


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("unix:///x", {"HTTP_PROXY": "http://default", "http_proxy": "http://default"}),
        (
            "tcp://there:1",
            {
                "HTTPS_PROXY": "http://there",
                "https_proxy": "http://there",
                "FTP_PROXY": "ftp://there",
                "ftp_proxy": "ftp://there",
            },
        ),
    ],
    ids=["default", "of-the-host"],
)
def test_proxies_come_in_both_spellings(config_file: ConfigFile, host: str, expected: Any) -> None:
    assert config_file.parse_proxy_config(host, {}) == expected


def test_the_user_beats_the_proxies_in_each_spelling(config_file: ConfigFile) -> None:
    merged = config_file.parse_proxy_config("unix:///x", {"http_proxy": None, "A": "1"})

    assert merged == {"http_proxy": None, "A": "1", "HTTP_PROXY": "http://default"}
