"""A real Debian, pushed by skopeo, is unpacked from real registries as dockerd unpacks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import debian, engines, images, pulling, registries
from tests.support.images import Image
from tests.support.pulling import Puller
from tests.support.registries import PASSWORD, USER, own_address

ADDRESS = own_address() or ""
pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(
        not ADDRESS, reason="no address but loopback, and Docker wants no certificate there"
    ),
]


@pytest.fixture(scope="session")
def minbase() -> Image:
    """The image: a minimal Debian, and a change on top of it."""
    missing = debian.why_none() or engines.why_no_dockerd()
    if missing is None and (registries.PROGRAM is None or registries.SKOPEO is None):
        missing = "NO REAL DEBIAN IS PULLED: apt-get install docker-registry skopeo"
    if missing is not None:
        pytest.skip(missing)
    try:
        tree = debian.minbase()
    except RuntimeError as error:
        pytest.skip(f"NO REAL DEBIAN IS PULLED: {error}")
    return images.image(tree, debian.CHANGE)


@dataclass
class Both:
    """What both engines have unpacked, and what ours said."""

    image: Image
    stock: dict[str, dict[str, Any]]
    ours: dict[str, dict[str, Any]]
    saved: bytes
    leftovers: list[str]
    errors: list[str]


@pytest.fixture(scope="module", params=["password", "tokens"])
def both(
    request: pytest.FixtureRequest, minbase: Image, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    """Both engines after a pull from a registry with TLS, and a password or a token server."""
    base = tmp_path_factory.mktemp(request.param)
    certificate = registries.certificate(base / "tls", ADDRESS)
    with registries.token_server(base / "tokens") as tokens:
        how: dict[str, Any] = {"tls": certificate}
        how |= {"tokens": tokens} if request.param == "tokens" else {"password": True}
        with registries.docker_registry(base / "registry", host=ADDRESS, **how) as registry:
            registry.push("debian/minbase:1", minbase)
            place = base / "certs.d" / registry.address
            place.mkdir(parents=True)
            shutil.copy(certificate.authority, place / "ca.crt")
            insecure = f"--insecure-registry={registry.address}"
            with (
                engines.dockerd(base, insecure) as running,
                pulling.ours(base, certs_dir=str(base / "certs.d")) as ours,
            ):
                yield _pull(minbase, f"{registry.address}/debian/minbase", Puller(running), ours)


def _pull(image: Image, name: str, stock: Puller, ours: Puller) -> Both:
    login = {"username": USER, "password": PASSWORD}
    errors = [engine.pull(name, "1", **login).error for engine in (stock, ours)]
    # Before anything is mounted: overlayfs marks what it has shown.
    unpacked = stock.layers(), ours.layers()
    saved = ours.engine.send("GET", f"/v1.41/images/{name}:1/get").body
    return Both(image, *unpacked, saved, ours.leftovers(), errors)


def test_a_real_debian_is_the_same_tree_to_the_nanosecond(both: Both) -> None:
    facts = [dict(files) for files in both.stock.values()]

    assert both.errors == ["", ""]
    assert both.ours.keys() == both.stock.keys()
    assert max(map(len, facts)) > 5000
    for chain, files in both.stock.items():
        assert _without_unnamed_times(both.ours[chain]) == _without_unnamed_times(files)


def _without_unnamed_times(files: dict[str, Any]) -> dict[str, Any]:
    """Leave out when a whiteout was made, for no entry names it."""
    return {
        name: (*facts[:4], None, *facts[5:]) if facts[0] == "0o20000" else facts
        for name, facts in files.items()
    }


def test_a_real_debian_is_saved_with_the_digests_it_came_with(both: Both, tmp_path: Path) -> None:
    (tmp_path / "saved.tar").write_bytes(both.saved)

    shutil.unpack_archive(tmp_path / "saved.tar", tmp_path / "saved", filter="data")

    layers = {images.digest_of(path.read_bytes()) for path in tmp_path.glob("saved/*/layer.tar")}
    assert layers == {images.digest_of(debian.minbase()), images.digest_of(debian.CHANGE)}
    assert both.leftovers == []
