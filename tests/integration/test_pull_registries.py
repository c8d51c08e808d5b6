"""Pulls from registries that want a password, a token, a certificate, or to be asked by others."""

from __future__ import annotations

import json
import shutil
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import fake_registry, images, proxy, pulling, registries
from tests.support.fake_registry import Asked, FakeRegistry, Reply, refusal
from tests.support.pulling import Puller
from tests.support.registries import (
    PASSWORD,
    USER,
    Certificate,
    Registry,
    TokenServer,
    own_address,
)

BUSYBOX = images.image(*images.busybox())
ADDRESS = own_address() or ""

needs_address = pytest.mark.skipif(
    not ADDRESS, reason="no address but loopback, and Docker wants no certificate there"
)


def _need_programs() -> None:
    if registries.PROGRAM is None or registries.SKOPEO is None:
        pytest.skip("no docker-registry or skopeo here (apt-get install docker-registry skopeo)")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for this machine's address, by an authority that nobody knows."""
    return registries.certificate(tmp_path_factory.mktemp("tls"), ADDRESS)


@pytest.fixture(scope="module")
def with_password(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A real registry that wants a password."""
    _need_programs()
    base = tmp_path_factory.mktemp("password")
    with registries.docker_registry(base, password=True) as registry:
        registry.push("busybox:1", BUSYBOX)
        yield registry


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TokenServer]:
    """A token server."""
    with registries.token_server(tmp_path_factory.mktemp("tokens")) as server:
        yield server


@pytest.fixture(scope="module")
def with_tokens(
    tmp_path_factory: pytest.TempPathFactory, tokens: TokenServer
) -> Iterator[Registry]:
    """A real registry that wants the token server's tokens."""
    _need_programs()
    base = tmp_path_factory.mktemp("with-tokens")
    with registries.docker_registry(base, tokens=tokens) as registry:
        registry.push("open/busybox:1", BUSYBOX)
        registry.push("closed/busybox:1", BUSYBOX)
        yield registry


@pytest.fixture(scope="module")
def with_tls(
    tmp_path_factory: pytest.TempPathFactory, certificate: Certificate
) -> Iterator[Registry]:
    """A real registry with TLS."""
    _need_programs()
    base = tmp_path_factory.mktemp("with-tls")
    with registries.docker_registry(base, host=ADDRESS, tls=certificate) as registry:
        registry.push("busybox:1", BUSYBOX)
        yield registry


# -- passwords and tokens ----------------------------------------------------------------------

_LOGINS = {
    "nobody": {},
    "a stranger": {"username": "stranger", "password": "x"},
    "a name without a password": {"username": USER},
    "the user": {"username": USER, "password": PASSWORD},
    "a token of somebody else": {"registrytoken": "e30.e30.e30"},
}


@pytest.mark.parametrize("who", _LOGINS)
@pytest.mark.parametrize("place", ["password", "open", "closed", "closed, all tags"])
def test_who_may_pull_is_told_as_dockerd_tells_it(
    place: str,
    who: str,
    with_password: Registry,
    with_tokens: Registry,
    stock: Puller,
    engine: Puller,
) -> None:
    registry = with_password if place == "password" else with_tokens
    repository = "busybox" if place == "password" else f"{place.partition(',')[0]}/busybox"
    name, tag = f"{registry.address}/{repository}", "" if "all" in place else "1"

    theirs = stock.pull(name, tag, **_LOGINS[who])
    mine = engine.pull(name, tag, **_LOGINS[who])

    stock.remove_all()
    assert (mine.status, mine.error) == (theirs.status, theirs.error)
    assert mine.statuses() == theirs.statuses()


def test_a_token_is_asked_for_once_and_for_this_repository_only(
    with_tokens: Registry, tokens: TokenServer, engine: Puller
) -> None:
    tokens.asked.clear()
    tokens.authorized.clear()

    said = engine.pull(
        f"{with_tokens.address}/closed/busybox", "1", username=USER, password=PASSWORD
    )

    assert said.error == ""
    scope = "repository:closed/busybox:pull"
    assert tokens.asked == [{"account": USER, "scope": scope, "service": "test-registry"}]
    assert tokens.authorized[0].startswith("Basic ")


def _challenge(fake: FakeRegistry) -> None:
    """Let ``fake`` want tokens, and give them itself: `t1`, `t2` and so on."""
    fake.challenge = f'Bearer realm="http://{fake.address}/token",service="s"'
    given = 0

    def give(asked: Asked) -> Reply:
        nonlocal given
        given += 1
        # Only the newest is good.
        fake.accepted = {f"Bearer t{given}"}
        return Reply(200, json.dumps({"access_token": f"t{given}"}).encode())

    fake.on("/token", *[give] * 20)


def test_a_token_that_dies_in_mid_pull_is_replaced(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("closed", "1", BUSYBOX)
    _challenge(fake)

    def revoke(asked: Asked) -> None:
        fake.accepted = set()

    fake.on("blobs", revoke)

    said = engine.pull(fake.name("closed"), "1")

    assert said.error == ""
    assert len(fake.targets("/token")) == 2


def test_a_registry_that_likes_no_token_is_not_asked_for_ever(
    fake: FakeRegistry, engine: Puller
) -> None:
    fake.add("closed", "1", BUSYBOX)
    fake.challenge = f'Bearer realm="http://{fake.address}/token",service="s"'
    fake.on("/token", *[Reply(200, b'{"token":"t"}')] * 20)

    said = engine.pull(fake.name("closed"), "1")

    assert said.error == "unauthorized: authentication required"
    assert len(fake.targets("/token")) == 2


def test_a_registry_that_gives_no_blob_for_any_token_is_asked_twice_for_each(
    fake: FakeRegistry, engine: Puller
) -> None:
    fake.add("closed", "1", BUSYBOX)
    _challenge(fake)
    refused = refusal(401, "UNAUTHORIZED", "authentication required")
    fake.on("blobs", *[refused] * 50)

    said = engine.pull(fake.name("closed"), "1")

    # Configuration and layer are asked for at once; either may be refused first.
    assert said.error.endswith("unauthorized: authentication required")
    asked = fake.targets("blobs")
    assert all(asked.count(one) <= 2 for one in asked)


def test_a_login_that_left_a_token_is_used_for_another(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("closed", "1", BUSYBOX)
    _challenge(fake)

    said = engine.pull(fake.name("closed"), "1", identitytoken="refresh me")

    assert said.error == ""
    (asked,) = [one for one in fake.asked if one.target == "/token"]
    assert asked.method == "POST"
    assert asked.body.decode() == (
        "client_id=docker&grant_type=refresh_token&refresh_token=refresh+me"
        "&scope=repository%3Aclosed%3Apull&service=s"
    )


def test_a_token_of_the_clients_own_is_passed_on(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("closed", "1", BUSYBOX)
    fake.challenge, fake.accepted = 'Bearer realm="http://nowhere.invalid/"', {"Bearer mine"}

    said = engine.pull(fake.name("closed"), "1", registrytoken="mine")

    assert said.error == ""


def test_headers_meant_for_the_registry_are_passed_on(fake: FakeRegistry, engine: Puller) -> None:
    fake.add("meta", "1", BUSYBOX)

    connection = engine.open(fake.name("meta"), "1", headers={"X-Meta-Lesson": "3"})
    connection.getresponse().read()
    connection.close()

    assert {one.headers.get("x-meta-lesson") for one in fake.asked} == {"3"}
    assert {one.headers["user-agent"] for one in fake.asked} == {"docker/20.10.13"}


# -- certificates ------------------------------------------------------------------------------


@needs_address
def test_a_certificate_of_an_unknown_authority_is_refused(
    with_tls: Registry, engine: Puller
) -> None:
    said = engine.pull(f"{with_tls.address}/busybox", "1")

    url = f"https://{with_tls.address}/v2/"
    assert said.error == f'Get "{url}": x509: certificate signed by unknown authority'


@needs_address
def test_an_authority_in_the_directory_of_certificates_is_trusted(
    with_tls: Registry, certificate: Certificate, tmp_path: Path
) -> None:
    place = tmp_path / "certs.d" / with_tls.address
    place.mkdir(parents=True)
    shutil.copy(certificate.authority, place / "ca.crt")

    with pulling.ours(tmp_path, certs_dir=str(tmp_path / "certs.d")) as engine:
        said = engine.pull(f"{with_tls.address}/busybox", "1")

    assert said.error == ""


@needs_address
def test_a_registry_may_want_our_certificate(certificate: Certificate, tmp_path: Path) -> None:
    with fake_registry.serving(ADDRESS, certificate.certificate, certificate.key) as fake:
        fake.add("mutual", "1", BUSYBOX)
        assert fake.tls is not None
        fake.tls.load_verify_locations(certificate.authority)
        fake.tls.verify_mode = ssl.CERT_REQUIRED
        place = tmp_path / "certs.d" / fake.address
        place.mkdir(parents=True)
        shutil.copy(certificate.authority, place / "ca.crt")
        with pulling.ours(tmp_path, certs_dir=str(tmp_path / "certs.d")) as engine:
            without = engine.pull(fake.name("mutual"), "1")
            shutil.copy(certificate.certificate, place / "client.cert")
            half = engine.pull(fake.name("mutual"), "1")
            shutil.copy(certificate.key, place / "client.key")

            said = engine.pull(fake.name("mutual"), "1")

    assert without.status == 500
    assert half.error.startswith("missing key client.key for client certificate client.cert.")
    assert said.error == ""


@needs_address
def test_an_insecure_registry_may_show_any_certificate(with_tls: Registry, tmp_path: Path) -> None:
    with pulling.ours(tmp_path, insecure_registries=[with_tls.address]) as engine:
        said = engine.pull(f"{with_tls.address}/busybox", "1")

    assert said.error == ""


@needs_address
def test_an_insecure_network_needs_no_tls(tmp_path: Path) -> None:
    with fake_registry.serving(ADDRESS) as fake:
        fake.add("plain", "1", BUSYBOX)
        with pulling.ours(tmp_path / "a") as engine:
            strict = engine.pull(fake.name("plain"), "1")
        with pulling.ours(tmp_path / "b", insecure_registries=[f"{ADDRESS}/32"]) as engine:
            said = engine.pull(fake.name("plain"), "1")

    assert strict.error.endswith("http: server gave HTTP response to HTTPS client")
    assert said.error == ""


def test_a_registry_that_speaks_tls_is_not_asked_without(
    certificate: Certificate, engine: Puller
) -> None:
    """127.0.0.1 counts as insecure, but an answer over TLS is an answer."""
    with fake_registry.serving("127.0.0.1", certificate.certificate, certificate.key) as fake:
        said = engine.pull(fake.name("nothing"), "1")

    assert "manifest unknown" in said.error
    assert fake.targets("GET /v2/nothing/manifests/1") == ["GET /v2/nothing/manifests/1"]


# -- mirrors -----------------------------------------------------------------------------------


def test_mirrors_are_asked_first_and_in_their_order(tmp_path: Path) -> None:
    with ExitStack() as running:
        broken, empty, good = [
            running.enter_context(fake_registry.serving()) for _ in ("broken", "empty", "good")
        ]
        broken.on("/v2/", *[Reply(500)] * 9)
        good.add("library/busybox", "1", BUSYBOX)
        mirrors = [f"http://{one.address}" for one in (broken, empty, good)]
        engine = running.enter_context(pulling.ours(tmp_path, registry_mirrors=mirrors))

        said = engine.pull("busybox", "1")

        assert said.error == ""
        assert said.statuses("1") == ["Pulling from library/busybox"]
        assert said.statuses()[-1] == "Status: Downloaded newer image for busybox:1"
        assert set(engine.repositories()["Repositories"]["busybox"]) == {
            "busybox:1",
            f"busybox@{BUSYBOX.manifest.digest}",
        }
        assert len(broken.targets("/v2/library/busybox")) >= 1
        assert len(empty.targets("/v2/library/busybox")) >= 1


def test_mirrors_are_for_docker_hub_only(fake: FakeRegistry, tmp_path: Path) -> None:
    fake.add("busybox", "1", BUSYBOX)
    with fake_registry.serving() as mirror:
        with pulling.ours(tmp_path, registry_mirrors=[f"http://{mirror.address}"]) as engine:
            said = engine.pull(fake.name("busybox"), "1")

        assert said.error == ""
        assert mirror.asked == []


# -- proxies -----------------------------------------------------------------------------------


@needs_address
@pytest.mark.parametrize("password", ["", "office:pass:word"], ids=["open", "with password"])
def test_a_proxy_is_used_for_plain_requests_and_as_a_tunnel(
    password: str, certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as running:
        office = running.enter_context(proxy.serving(password))
        plain = running.enter_context(fake_registry.serving(ADDRESS))
        secure = running.enter_context(
            fake_registry.serving(ADDRESS, certificate.certificate, certificate.key)
        )
        plain.add("a", "1", BUSYBOX)
        secure.add("b", "1", images.image(images.tar([images.file("other")])))
        login = "office:pass%3Aword@" if password else ""
        monkeypatch.setenv("HTTP_PROXY", f"http://{login}{office.address}")
        monkeypatch.setenv("https_proxy", f"{login}{office.address}")
        engine = running.enter_context(
            pulling.ours(tmp_path, insecure_registries=[f"{ADDRESS}/32"])
        )

        said = [engine.pull(plain.name("a"), "1"), engine.pull(secure.name("b"), "1")]

    assert [one.error for one in said] == ["", ""]
    assert f"GET http://{plain.address}/v2/" in office.asked
    assert f"CONNECT {secure.address}" in office.asked
    assert all("proxy-authorization" not in one.headers for one in (*plain.asked, *secure.asked))


@needs_address
def test_a_proxy_that_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxy.serving("office:secret") as office:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{office.address}")
        with pulling.ours(tmp_path) as engine:
            said = engine.pull(f"{ADDRESS}:5000/x", "1")

    url = f"https://{ADDRESS}:5000/v2/"
    assert said.error == f'Get "{url}": Proxy Authentication Required'


@needs_address
def test_a_proxy_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with pulling.ours(tmp_path) as engine:
        said = engine.pull(f"{ADDRESS}:5000/x", "1")

    reason = "proxyconnect tcp: dial tcp 127.0.0.1:1: connect: connection refused"
    assert said.error == f'Get "https://{ADDRESS}:5000/v2/": {reason}'


def test_this_machine_is_asked_without_a_proxy(
    fake: FakeRegistry, engine: Puller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    fake.add("near", "1", BUSYBOX)

    said = engine.pull(fake.name("near"), "1")

    assert said.error == ""
