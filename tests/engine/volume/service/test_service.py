from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from engine import errdefs
from engine.golang import errors, struct_tags
from engine.golang.errors import GoError
from engine.pkg import idtools
from engine.vendor import bbolt
from engine.vendor.moby.sys import mountinfo
from engine.volume import drivers
from engine.volume.service import db
from engine.volume.service import opts as volumeopts
from engine.volume.service.default_driver import setup_default_driver
from engine.volume.service.errors import OpErr, is_in_use, is_name_conflict, is_not_exist
from engine.volume.service.service import VolumesService
from engine.volume.volume import Volume

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root may mount, and give directories away"
)

TMPFS = {"type": "tmpfs", "device": "tmpfs", "o": "size=1m"}


class OtherVolume:
    def __init__(self, name: str, path: str) -> None:
        self._name = name
        self._path = path

    def name(self) -> str:
        return self._name

    def driver_name(self) -> str:
        return "other"

    def path(self) -> str:
        return self._path

    def mount(self, id: str) -> str:
        return self._path

    def unmount(self, id: str) -> None:
        return None

    def created_at(self) -> datetime:
        return datetime(2020, 1, 2, 3, 4, 5, 6).astimezone()

    def status(self) -> Mapping[str, object]:
        return {"fine": True}


class OtherDriver:
    """A driver of somebody else's, whose volumes come and go."""

    def __init__(self) -> None:
        self.volumes: dict[str, Volume] = {}
        self.refuses_to_remove = False

    def name(self) -> str:
        return "other"

    def scope(self) -> str:
        return "global"

    def create(self, name: str, opts: Mapping[str, str] | None) -> Volume:
        self.volumes[name] = OtherVolume(name, f"/other/{name}")
        return self.volumes[name]

    def remove(self, vol: Volume) -> None:
        if self.refuses_to_remove:
            raise GoError("no")
        del self.volumes[vol.name()]

    def list(self) -> list[Volume]:
        return list(self.volumes.values())

    def get(self, name: str) -> Volume | None:
        return self.volumes.get(name)


class Engine:
    """The service, restarted at will, and what it told."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.other = OtherDriver()
        self.events: list[tuple[str, str, dict[str, str]]] = []
        self.volumes = self._start()

    def _start(self) -> VolumesService:
        service = VolumesService(
            str(self.root), idtools.current_identity(), lambda *event: self.events.append(event)
        )
        service._ds.register(self.other, "other")
        return service

    def restart(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.volumes.shutdown()
        meanwhile()
        self.volumes = self._start()

    def records(self) -> dict[str, str]:
        with self.volumes._vs.db.view() as tx:
            bucket = tx.bucket(db.VOLUME_BUCKET_NAME)
            assert bucket is not None
            return {key.decode(): value.decode() for key, value in bucket.items()}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = Engine(tmp_path)
    yield made
    made.volumes.shutdown()


def reason(call: Callable[[], object]) -> tuple[int, str]:
    with pytest.raises((GoError, errdefs.Error)) as caught:
        call()
    return errdefs.http_status(caught.value), errors.text(caught.value)


def test_a_volume_is_made_recorded_and_told(engine: Engine) -> None:
    made = engine.volumes.create("vol", "", volumeopts.with_create_labels({"a": "b"}))

    assert (made.name, made.driver, made.scope) == ("vol", "local", "local")
    assert made.mountpoint == str(engine.root / "volumes" / "vol" / "_data")
    assert engine.events == [("vol", "create", {"driver": "local"})]
    assert engine.records() == {
        "vol": '{"Name":"vol","Driver":"local","Labels":{"a":"b"},"Options":null}'
    }


def test_the_database_is_for_the_engine_alone(engine: Engine) -> None:
    assert (engine.root / "volumes" / "metadata.db").stat().st_mode & 0o777 == 0o600


def test_a_volume_without_a_name_gets_a_random_one(engine: Engine) -> None:
    made = engine.volumes.create("", "local")

    assert len(made.name) == 64
    assert made.labels is None


def test_a_volume_that_exists_is_returned_and_told_again(engine: Engine) -> None:
    engine.volumes.create("vol", "", volumeopts.with_create_labels({"a": "b"}))

    again = engine.volumes.create("vol", "", volumeopts.with_create_labels({"c": "d"}))

    assert again.labels == {"a": "b"}
    assert [event[:2] for event in engine.events] == [("vol", "create")] * 2


def test_nobody_removes_a_volume_that_somebody_uses(engine: Engine) -> None:
    engine.volumes.create("vol", "", volumeopts.with_create_reference("c1"))
    engine.volumes.get("vol", volumeopts.with_get_reference("c2"))

    answer = reason(lambda: engine.volumes.remove("vol"))

    assert answer == (409, "remove vol: volume is in use - [c1, c2]")


def test_a_volume_can_be_removed_when_all_have_let_go(engine: Engine) -> None:
    engine.volumes.create("vol", "", volumeopts.with_create_reference("c1"))
    engine.volumes.release("vol", "c1")
    engine.volumes.release("vol", "never used it")

    engine.volumes.remove("vol")

    assert engine.events[-1] == ("vol", "destroy", {"driver": "local"})
    assert engine.records() == {}
    assert not (engine.root / "volumes" / "vol").exists()


def test_references_are_not_remembered_across_a_restart(engine: Engine) -> None:
    engine.volumes.create("vol", "", volumeopts.with_create_reference("c1"))

    engine.restart()

    engine.volumes.remove("vol")
    assert engine.records() == {}


def test_labels_and_options_are(engine: Engine) -> None:
    engine.volumes.create(
        "vol",
        "",
        volumeopts.with_create_labels({"a": "<b>"}),
        volumeopts.with_create_options(TMPFS),
    )

    engine.restart()

    found = engine.volumes.get("vol")
    assert (found.labels, found.options) == ({"a": "<b>"}, TMPFS)


def test_records_of_volumes_that_are_gone_are_deleted_at_the_start(engine: Engine) -> None:
    engine.volumes.create("gone", "")
    engine.volumes.create("here", "")

    engine.restart(lambda: os.removedirs(engine.root / "volumes" / "gone" / "_data"))

    assert list(engine.records()) == ["here"]


def test_a_directory_without_a_record_is_a_volume_and_gets_one_without_a_name(
    engine: Engine,
) -> None:
    def lose_the_record() -> None:
        (engine.root / "volumes" / "metadata.db").unlink()

    engine.volumes.create("vol", "", volumeopts.with_create_labels({"a": "b"}))
    engine.restart(lose_the_record)

    found = engine.volumes.get("vol")

    assert (found.driver, found.labels) == ("local", None)
    assert engine.records() == {"vol": '{"Name":"","Driver":"local","Labels":null,"Options":null}'}


def test_a_record_without_a_driver_is_completed_at_the_start(engine: Engine) -> None:
    engine.volumes.create("vol", "")
    with engine.volumes._vs.db.update() as tx:
        db.set_meta(tx, "vol", db.VolumeMetadata(name="vol"))
        db.set_meta(tx, "gone", db.VolumeMetadata(name="gone"))

    engine.restart()

    assert engine.records() == {
        "vol": '{"Name":"vol","Driver":"local","Labels":null,"Options":null}'
    }


def test_a_record_of_a_driver_that_is_gone_stays(engine: Engine) -> None:
    engine.volumes.create("vol", "other")

    # The other driver is registered after the store has looked for its volumes.
    engine.restart()

    assert list(engine.records()) == ["vol"]


def test_damaged_records_are_passed_over_at_the_start(engine: Engine) -> None:
    engine.volumes.create("vol", "")
    with engine.volumes._vs.db.update() as tx:
        bucket = tx.create_bucket_if_not_exists(db.VOLUME_BUCKET_NAME)
        bucket.put(b"bad", b"{")
        bucket.put(b"empty", b"")

    engine.restart()

    assert engine.volumes.get("vol").name == "vol"
    assert reason(lambda: engine.volumes.get("bad")) == (
        500,
        "get bad: error unmarshaling volume metadata: unexpected end of JSON input",
    )


@pytest.mark.parametrize(
    ("name", "driver", "options", "status", "text"),
    [
        (
            "x",
            "",
            None,
            400,
            "create x: volume name is too short, names should be at least two alphanumeric "
            "characters",
        ),
        ("vol", "", {"foo": "1"}, 400, 'create vol: invalid option: "foo"'),
        ("vol", "", {"o": "x"}, 400, 'create vol: missing required option: "device"'),
        ("vol", "", {"size": "zz"}, 500, "create vol: invalid size: 'zz'"),
        (
            "vol",
            "foo",
            None,
            404,
            'create vol: error looking up volume plugin foo: plugin "foo" not found',
        ),
    ],
)
def test_what_cannot_be_made_is_told_with_the_name(
    name: str, driver: str, options: dict[str, str] | None, status: int, text: str, engine: Engine
) -> None:
    answer = reason(
        lambda: engine.volumes.create(name, driver, volumeopts.with_create_options(options))
    )

    assert answer == (status, text)
    assert engine.events == []
    assert engine.records() == {}


def test_a_name_belongs_to_one_driver(engine: Engine) -> None:
    engine.volumes.create("vol", "local")

    answer = reason(lambda: engine.volumes.create("vol", "other"))

    assert answer == (
        409,
        "create vol: driver 'local' already has volume 'vol': volume name must be unique",
    )


def test_an_unknown_driver_is_told_even_if_the_name_is_taken(engine: Engine) -> None:
    engine.volumes.create("vol", "local")

    answer = reason(lambda: engine.volumes.create("vol", "foo"))

    assert answer == (404, 'create vol: error looking up volume plugin foo: plugin "foo" not found')


def test_a_volume_that_vanished_while_in_use_is_a_conflict(engine: Engine) -> None:
    engine.volumes.create("vol", "other", volumeopts.with_create_reference("c1"))
    engine.other.volumes.clear()

    status, text = reason(lambda: engine.volumes.create("vol", "other"))

    assert status == 409
    assert text == (
        "create vol: found references to volume 'vol' in driver 'other' but the volume was not "
        "found in the driver -- you may need to remove containers referencing this volume or "
        "force remove the volume to re-create it: volume name must be unique"
    )


def test_a_volume_that_vanished_unused_is_made_anew(engine: Engine) -> None:
    engine.volumes.create("vol", "other", volumeopts.with_create_labels({"old": ""}))
    engine.other.volumes.clear()

    made = engine.volumes.create("vol", "local")

    assert (made.driver, made.labels) == ("local", None)


def test_a_volume_that_vanished_is_forgotten_when_somebody_asks(engine: Engine) -> None:
    engine.volumes.create("vol", "other")
    engine.other.volumes.clear()

    answer = reason(lambda: engine.volumes.get("vol"))

    assert answer == (404, "get vol: no such volume")
    assert engine.records() == {}


def test_a_volume_of_any_driver_is_found_by_its_name(engine: Engine) -> None:
    engine.other.create("theirs", None)

    found = engine.volumes.create("theirs", "")

    assert (found.driver, found.scope) == ("other", "global")


def test_asking_the_wrong_driver_is_a_conflict(engine: Engine) -> None:
    engine.volumes.create("vol", "local")

    answer = reason(lambda: engine.volumes.get("vol", volumeopts.with_get_driver("other")))

    assert answer == (409, "get vol: provided volume driver does not match stored driver")


def test_an_unknown_volume_is_not_found(engine: Engine) -> None:
    assert reason(lambda: engine.volumes.get("nope")) == (404, "get nope: no such volume")
    assert reason(lambda: engine.volumes.get("")) == (404, "get: no such volume")
    assert reason(lambda: engine.volumes.remove("nope")) == (404, "get nope: no such volume")


def test_an_unknown_volume_may_be_purged_in_any_case(engine: Engine) -> None:
    engine.volumes.remove("nope", volumeopts.with_purge_on_error(True))

    assert engine.events == []


def test_a_driver_that_cannot_remove_keeps_its_volume(engine: Engine) -> None:
    engine.volumes.create("vol", "other")
    engine.other.refuses_to_remove = True

    answer = reason(lambda: engine.volumes.remove("vol"))

    assert answer == (500, "remove vol: no")
    assert list(engine.records()) == ["vol"]


def test_unless_the_volume_is_to_be_forgotten_in_any_case(engine: Engine) -> None:
    engine.volumes.create("vol", "other")
    engine.other.refuses_to_remove = True

    reason(lambda: engine.volumes.remove("vol", volumeopts.with_purge_on_error(True)))

    assert engine.records() == {}


def test_a_volume_that_cannot_be_recorded_is_not_left_behind(engine: Engine) -> None:
    engine.volumes._vs.db.close()

    # Without a driver's name the database is asked first; with one it is only written.
    answer = reason(lambda: engine.volumes.create("vol", "local"))

    assert answer == (500, "create vol: database not open")
    assert not (engine.root / "volumes" / "vol").exists()


def test_mounting_goes_through_to_the_driver(engine: Engine) -> None:
    made = engine.volumes.create("vol", "", volumeopts.with_create_options(TMPFS))

    path = engine.volumes.mount(made, "ref")
    mounted = mountinfo.mounted(path)
    engine.volumes.unmount(made, "ref")

    assert (path, mounted) == (made.mountpoint, True)
    assert not mountinfo.mounted(path)


def test_a_volume_that_is_gone_can_be_neither_mounted_nor_unmounted(engine: Engine) -> None:
    made = engine.volumes.create("vol", "")
    engine.volumes.remove("vol")

    assert reason(lambda: engine.volumes.mount(made, "r")) == (404, "get vol: no such volume")
    assert reason(lambda: engine.volumes.unmount(made, "r")) == (404, "get vol: no such volume")


def test_the_status_is_asked_for_only_on_demand(engine: Engine) -> None:
    engine.volumes.create("vol", "other")

    silent = engine.volumes.get("vol")
    told = engine.volumes.get("vol", volumeopts.with_get_resolve_status)

    assert silent.status is None
    assert told.status == {"fine": True}


def test_times_have_whole_seconds_and_a_zone(engine: Engine) -> None:
    made = engine.volumes.create("vol", "other")

    assert made.created_at.startswith("2020-01-02T03:04:05")
    assert "+00:00" not in made.created_at


def test_a_volume_without_its_directory_is_from_the_year_one(engine: Engine) -> None:
    made = engine.volumes.create("vol", "")
    os.rmdir(made.mountpoint)

    assert engine.volumes.get("vol").created_at == "0001-01-01T00:00:00Z"


def test_the_api_shows_a_volume_with_dockerds_keys(engine: Engine) -> None:
    made = engine.volumes.create("vol", "")
    made.created_at, made.mountpoint = "T", "M"

    assert struct_tags.marshal(made) == (
        '{"CreatedAt":"T","Driver":"local","Labels":null,"Mountpoint":"M","Name":"vol",'
        '"Options":null,"Scope":"local"}'
    )


def test_drivers_are_listed_by_name(engine: Engine) -> None:
    assert engine.volumes.get_driver_list() == ["local", "other"]


def test_users_are_counted(engine: Engine) -> None:
    engine.volumes.create("vol", "", volumeopts.with_create_reference("c1"))
    engine.volumes.create("vol", "", volumeopts.with_create_reference("c1"))

    store = engine.volumes._vs
    vol = store.get("vol", volumeopts.with_get_reference("c2"))

    assert store.count_references(vol) == 2


def test_a_second_engine_on_the_same_root_is_refused(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(
        GoError, match=r"^error while opening volume store metadata database: timeout$"
    ):
        Engine(tmp_path)


def test_a_root_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(GoError, match=r"^error setting up default driver: "):
        Engine(tmp_path / "file")


def test_many_at_once_get_one_volume(engine: Engine) -> None:
    def use(number: int) -> None:
        engine.volumes.create("vol", "", volumeopts.with_create_reference(f"c{number}"))

    threads = [threading.Thread(target=use, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(engine.volumes._vs.get_refs("vol")) == 20
    assert list(engine.records()) == ["vol"]


def test_errors_know_what_went_wrong(engine: Engine) -> None:
    engine.volumes.create("vol", "", volumeopts.with_create_reference("c1"))

    with pytest.raises(errdefs.Conflict) as in_use:
        engine.volumes.remove("vol")
    with pytest.raises(OpErr) as conflict:
        engine.volumes.create("vol", "other")

    assert is_in_use(in_use.value)
    assert is_name_conflict(conflict.value)
    assert not is_not_exist(conflict.value)
    assert not is_in_use(None)


def test_a_database_without_its_bucket_is_told(tmp_path: Path) -> None:
    empty = bbolt.open_(tmp_path / "a.db", 0o600)

    with empty.view() as tx, pytest.raises(errdefs.NotFound, match="volume bucket does not exist"):
        db.get_meta(tx, "vol")

    with empty.view() as tx:
        assert db.list_meta(tx) == []
    empty.close()


def test_a_name_that_is_too_long_for_a_key_is_told(tmp_path: Path) -> None:
    file = bbolt.open_(tmp_path / "a.db", 0o600)

    with (
        pytest.raises(GoError, match=r"^error setting volume metadata: key too large$"),
        file.update() as tx,
    ):
        db.set_meta(tx, "n" * 40000, db.VolumeMetadata())
    file.close()


def test_a_driver_that_went_away_with_its_volumes_is_a_conflict(engine: Engine) -> None:
    engine.volumes.create("vol", "other")
    del engine.volumes._ds._extensions["other"]

    answer = reason(lambda: engine.volumes.create("vol", ""))

    assert answer == (
        409,
        "create vol: found reference to volume 'vol' in driver 'other', but got an error while "
        'checking the driver: error while checking if volume "vol" exists in driver "other": '
        'error looking up volume plugin other: plugin "other" not found: volume name must be '
        "unique",
    )


def test_a_volume_of_a_driver_that_went_away_can_be_forgotten(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.volumes.create("vol", "other")
    del engine.volumes._ds._extensions["other"]

    engine.volumes._vs.purge("vol")

    assert engine.records() == {}
    assert "Error releasing reference to volume driver other" in caplog.text


def test_forgetting_does_not_stop_at_the_database(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.volumes.create("vol", "")
    engine.volumes._vs.db.close()

    engine.volumes._vs.purge("vol")

    assert engine.volumes._vs.get_named("vol") is None
    assert 'Error removing volume metadata for volume "vol": database not open' in caplog.text


def test_a_known_volume_without_a_record_gets_one(engine: Engine) -> None:
    engine.volumes.create("vol", "")
    engine.volumes._vs.remove_meta("vol")

    engine.volumes.get("vol")

    assert engine.records() == {"vol": '{"Name":"","Driver":"local","Labels":null,"Options":null}'}


def test_a_driver_is_not_registered_twice(tmp_path: Path) -> None:
    store = drivers.Store()
    setup_default_driver(store, str(tmp_path), idtools.current_identity())

    with pytest.raises(GoError, match=r"^local volume driver could not be registered$"):
        setup_default_driver(store, str(tmp_path), idtools.current_identity())
