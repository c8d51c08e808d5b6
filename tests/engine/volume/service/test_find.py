"""Which volumes a list shows."""

import os

import pytest

from engine import errdefs
from engine.api.types.filters import from_json
from engine.pkg import idtools
from engine.volume.service import opts
from engine.volume.service.service import VolumesService

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give directories away")


@pytest.fixture
def service(tmp_path):
    service = VolumesService(
        str(tmp_path), idtools.current_identity(), lambda name, action, attributes: None
    )
    service.create("web", "", opts.with_create_labels({"env": "test"}))
    service.create("db", "local", opts.with_create_reference("somebody"))
    yield service
    service.shutdown()


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ("", ["db", "web"]),
        ('{"name":["w"]}', ["web"]),
        ('{"driver":["local"]}', ["db", "web"]),
        ('{"driver":["nfs"]}', []),
        ('{"label":["env=test"]}', ["web"]),
        ('{"label":["env=prod"]}', []),
        ('{"dangling":["true"]}', ["web"]),
        ('{"dangling":["0"]}', ["db"]),
        ('{"dangling":["1"],"name":["d"]}', []),
    ],
)
def test_every_filter_must_let_a_volume_pass(service, filters, names):
    volumes, warnings = service.list(from_json(filters))

    assert sorted(volume.name for volume in volumes) == names
    assert warnings is None


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ('{"nope":["x"]}', "Invalid filter 'nope'"),
        ('{"dangling":["maybe"]}', "Invalid filter 'dangling=[maybe]'"),
    ],
)
def test_filters_that_are_none_are_the_clients_fault(service, filters, message):
    with pytest.raises(errdefs.InvalidParameter) as refusal:
        service.list(from_json(filters))

    assert str(refusal.value) == message


class SilentVolume:
    def name(self):
        return "old"

    def driver_name(self):
        return "silent"

    def path(self):
        return "/nowhere"

    def created_at(self):
        raise OSError


class SilentDriver:
    def name(self):
        return "silent"

    def scope(self):
        return "global"

    def get(self, name):
        return None

    def create(self, name, options):
        return SilentVolume()

    def remove(self, volume):
        return None

    def list(self):
        raise errdefs.Unavailable("nobody there")


def test_a_driver_that_does_not_answer_is_a_warning_and_its_known_volumes_are_shown(service):
    service._ds.register(SilentDriver(), "silent")
    service.create("old", "silent")

    volumes, warnings = service.list(from_json(""))

    assert sorted(volume.name for volume in volumes) == ["db", "old", "web"]
    assert warnings == ["list silent: nobody there"]
