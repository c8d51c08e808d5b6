from __future__ import annotations

import re
from typing import Any

import pytest

from engine.api.types.auth import AuthConfig
from engine.api.types.registry import IndexInfo
from engine.golang.errors import GoError
from engine.registry import auth, config
from engine.vendor.docker.distribution import reference


def service(**options: list[str]) -> Any:
    return config.new_service_config(config.ServiceOptions(**options))


@pytest.mark.parametrize(
    ("name", "index", "official", "secure"),
    [
        ("busybox", "docker.io", True, True),
        ("me/busybox", "docker.io", False, True),
        ("127.0.0.1:5000/busybox", "127.0.0.1:5000", False, False),
        ("10.0.0.1:5000/busybox", "10.0.0.1:5000", False, True),
    ],
)
def test_a_repository_has_a_registry(name: str, index: Any, official: bool, secure: bool) -> None:
    info = config.parse_repository_info(reference.parse_normalized_named(name + ":1"))

    assert str(info.name) == str(reference.parse_normalized_named(name))
    assert (info.index.name, info.index.secure) == (index, secure)
    assert info.official is official
    assert info.index.official is (index == "docker.io")


def test_hosts_and_networks_may_do_without_a_certificate() -> None:
    settings = service(
        insecure_registries=["there.invalid:80", "10.1.0.0/16", "http://old.invalid"]
    )

    def secure(name: str) -> bool:
        return config.new_index_info(settings, name).secure

    assert not secure("there.invalid:80")
    assert not secure("old.invalid")
    assert not secure("10.1.2.3:5000")
    assert not secure("127.9.9.9")
    assert secure("10.2.0.1")
    assert secure("docker.io")


def test_mirrors_are_for_docker_hub_and_each_is_kept_once() -> None:
    settings = service(mirrors=["https://m.test", "https://m.test/"])

    assert settings.index_configs["docker.io"].mirrors == ["https://m.test/"]
    assert config.new_index_info(settings, "a.invalid").mirrors == []


@pytest.mark.parametrize(
    ("mirror", "text"),
    [
        ("ftp://m.test", 'invalid mirror: unsupported scheme "ftp" in "ftp://m.test"'),
        (
            "https://m.test/x",
            'invalid mirror: path, query, or fragment at end of the URI "https://m.test/x"',
        ),
        (
            "https://me:secret@m.test",
            'invalid mirror: username/password not allowed in URI "https://me:xxxxx@m.test"',
        ),
    ],
    ids=["scheme", "path", "password"],
)
def test_a_mirror_is_a_plain_address(mirror: str, text: str) -> None:
    with pytest.raises(GoError, match=f"^{re.escape(text)}$"):
        service(mirrors=[mirror])


@pytest.mark.parametrize(
    ("registry", "text"),
    [
        ("-a", "invalid index name (-a). Cannot begin or end with a hyphen"),
        ("ftp://a", "insecure registry ftp://a should not contain '://'"),
        ("a b", 'insecure registry a b is not valid: invalid host "a b"'),
        ("a:99999", 'insecure registry a:99999 is not valid: invalid port "99999"'),
    ],
)
def test_an_insecure_registry_is_a_host_or_a_network(registry: str, text: str) -> None:
    with pytest.raises(GoError, match=f"^{re.escape(text)}$"):
        service(insecure_registries=[registry])


def test_artifacts_may_go_to_hosts_and_networks_named() -> None:
    settings = service(allow_nondistributable_artifacts=["a.invalid:80", "10.1.0.0/16"])

    assert config.allow_nondistributable_artifacts(settings, "a.invalid:80")
    assert config.allow_nondistributable_artifacts(settings, "10.1.2.3:5000")
    assert not config.allow_nondistributable_artifacts(settings, "b.invalid")


def test_the_old_name_of_docker_hub_is_the_new_one() -> None:
    assert config.validate_index_name("index.docker.io") == "docker.io"


def test_passwords_of_docker_hub_are_under_its_address() -> None:
    hub = IndexInfo(name="docker.io", official=True)
    other = IndexInfo(name="a.test")
    known = {
        config.INDEX_SERVER: AuthConfig(username="hub"),
        "https://a.test/v1/": AuthConfig(username="a"),
    }

    assert auth.resolve_auth_config(known, hub).username == "hub"
    assert auth.resolve_auth_config(known, other).username == "a"
    assert auth.resolve_auth_config({}, hub) == AuthConfig()
    assert auth.resolve_auth_config({}, other) == AuthConfig()
