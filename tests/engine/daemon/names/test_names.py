import pytest

from engine.daemon.names import RESTRICTED_NAME_PATTERN


@pytest.mark.parametrize("name", ["ab", "A.b_c-9", "0x"])
def test_names_have_two_characters_at_least(name):
    assert RESTRICTED_NAME_PATTERN.match(name)


@pytest.mark.parametrize("name", ["", "a", "-ab", "a/b", "ab\n", "ä1"])
def test_anything_else_is_no_name(name):
    assert RESTRICTED_NAME_PATTERN.match(name) is None
