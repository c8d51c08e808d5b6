from __future__ import annotations

from pathlib import Path

import pytest

from engine import errdefs
from engine.pkg import idtools
from engine.volume.drivers import Store
from engine.volume.local import Root


class Elsewhere(Root):
    def scope(self) -> str:
        return "galaxy"


@pytest.fixture
def driver(tmp_path: Path) -> Root:
    return Root(str(tmp_path), idtools.current_identity())


def test_a_registered_driver_is_found_for_any_purpose(driver: Root) -> None:
    store = Store()

    registered = store.register(driver, "local")

    assert registered
    assert store.get_driver("local") is driver
    assert store.create_driver("local") is driver
    assert store.release_driver("local") is driver
    assert store.get_driver_list() == ["local"]
    assert store.get_all_drivers() == [driver]


def test_an_unknown_driver_is_answered_as_a_missing_plugin() -> None:
    with pytest.raises(errdefs.NotFound) as caught:
        Store().get_driver("foo")

    assert str(caught.value) == 'error looking up volume plugin foo: plugin "foo" not found'


def test_a_driver_needs_a_name(driver: Root) -> None:
    store = Store()

    assert not store.register(driver, "")
    with pytest.raises(errdefs.InvalidParameter, match=r"^driver name cannot be empty$"):
        store.lookup("")


def test_a_name_is_given_once(driver: Root) -> None:
    store = Store()
    store.register(driver, "local")

    assert not store.register(driver, "local")


def test_a_driver_is_local_or_global(tmp_path: Path) -> None:
    assert not Store().register(Elsewhere(str(tmp_path), idtools.current_identity()), "e")
