"""Certificates are read from a directory for each registry."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest

from engine.golang.errors import GoError, GoPathError
from engine.registry.config import ServiceOptions
from engine.registry.registry import new_tls_config, read_certs_directory
from engine.registry.service import new_service
from tests.support.registries import certificate


@pytest.fixture
def context() -> ssl.SSLContext:
    """A context that trusts nobody yet."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def test_no_directory_means_no_certificates(context: ssl.SSLContext, tmp_path: Path) -> None:
    read_certs_directory(context, tmp_path / "nothing")

    assert context.get_ca_certs() == []


def test_each_crt_is_trusted_and_what_is_none_is_passed_over(
    context: ssl.SSLContext, tmp_path: Path
) -> None:
    made = certificate(tmp_path / "made", "127.0.0.1")
    place = tmp_path / "certs.d"
    place.mkdir()
    (place / "a.crt").write_bytes(made.authority.read_bytes())
    (place / "b.crt").write_text("no certificate")
    (place / "c.txt").write_text("a note")

    read_certs_directory(context, place)

    assert len(context.get_ca_certs()) == 1


def test_a_certificate_comes_with_its_key(context: ssl.SSLContext, tmp_path: Path) -> None:
    made = certificate(tmp_path / "made", "127.0.0.1")
    place = tmp_path / "certs.d"
    place.mkdir()
    (place / "client.cert").write_bytes(made.certificate.read_bytes())
    (place / "client.key").write_bytes(made.key.read_bytes())

    read_certs_directory(context, place)


@pytest.mark.parametrize(
    ("files", "text"),
    [
        (
            ["client.cert"],
            "missing key client.key for client certificate client.cert. "
            "Note that CA certificates should use the extension .crt",
        ),
        (["client.key"], "Missing client certificate client.cert for key client.key"),
    ],
)
def test_half_a_pair_is_refused(
    files: list[str], text: str, context: ssl.SSLContext, tmp_path: Path
) -> None:
    for name in files:
        (tmp_path / name).write_text("")

    with pytest.raises(GoError) as told:
        read_certs_directory(context, tmp_path)

    assert str(told.value) == text


def test_a_pair_that_is_none_is_refused(context: ssl.SSLContext, tmp_path: Path) -> None:
    (tmp_path / "client.cert").write_text("x")
    (tmp_path / "client.key").write_text("y")

    with pytest.raises(GoError, match=r"^tls: "):
        read_certs_directory(context, tmp_path)


def test_a_file_in_place_of_the_directory_is_told(context: ssl.SSLContext, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("")

    with pytest.raises(GoPathError, match="not a directory"):
        read_certs_directory(context, place)


def test_only_a_secure_registry_is_checked(tmp_path: Path) -> None:
    secure = new_tls_config("r:5000", True, tmp_path)
    insecure = new_tls_config("r:5000", False, tmp_path)

    assert (secure.verify_mode, secure.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (insecure.verify_mode, insecure.check_hostname) == (ssl.CERT_NONE, False)


@pytest.mark.parametrize(
    ("host", "mirrors", "urls"),
    [
        ("docker.io", [], ["https://registry-1.docker.io"]),
        (
            "docker.io",
            ["http://one:5000", "https://two"],
            ["http://one:5000/", "https://two/", "https://registry-1.docker.io"],
        ),
        ("quay.io", ["http://one:5000"], ["https://quay.io"]),
        ("127.0.0.1:5000", [], ["https://127.0.0.1:5000", "http://127.0.0.1:5000"]),
        ("insecure.example", [], ["https://insecure.example", "http://insecure.example"]),
    ],
)
def test_where_to_pull_from(host: str, mirrors: list[str], urls: list[str]) -> None:
    service = new_service(ServiceOptions(mirrors=mirrors, insecure_registries=["insecure.example"]))

    endpoints = service.lookup_pull_endpoints(host)

    assert [one.url for one in endpoints] == urls
    assert [one.mirror for one in endpoints] == [one.url.endswith("/") for one in endpoints]


def test_certificates_are_in_the_usual_place_unless_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = new_service(ServiceOptions()).certs_dir
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_CONFIG_HOME", "/home/me/.config")

    assert usual == Path("/etc/docker/certs.d")
    assert new_service(ServiceOptions()).certs_dir == Path("/home/me/.config/docker/certs.d")
    assert new_service(ServiceOptions(certs_dir="/elsewhere")).certs_dir == Path("/elsewhere")
