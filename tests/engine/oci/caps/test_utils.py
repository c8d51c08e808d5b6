import pytest

from engine import errdefs
from engine.oci import caps


def test_names_may_be_in_any_case_and_without_their_beginning():
    found = caps.normalize_legacy_capabilities(["net_admin", "CAP_chown", "all"])

    assert found == ["CAP_NET_ADMIN", "CAP_CHOWN", "ALL"]


def test_nothing_is_nothing():
    assert caps.normalize_legacy_capabilities(None) == []


@pytest.mark.parametrize("name", ["CAP_FOO", "CAP_BPF", "CAP_PERFMON"])
def test_unknown_and_too_new_ones_are_refused(name):
    with pytest.raises(errdefs.InvalidParameter) as caught:
        caps.normalize_legacy_capabilities([name])

    assert str(caught.value) == f'unknown capability: "{name}"'


def test_only_full_names_are_valid():
    caps.validate_capabilities(["CAP_KILL"])

    with pytest.raises(errdefs.InvalidParameter):
        caps.validate_capabilities(["KILL"])


def test_what_containers_have_by_default_exists():
    assert set(caps.default_capabilities()) < set(caps.get_all_capabilities())
    assert len(caps.default_capabilities()) == 14
