import pytest

from engine.golang.errors import GoError
from engine.pkg import truncindex

ONE, TWO, OTHER = "19b36c2c326c", "19b36c2c3fff", "28b36c2c326c"


@pytest.fixture
def index():
    return truncindex.TruncIndex([ONE, TWO, OTHER])


@pytest.mark.parametrize(
    ("prefix", "id"), [("2", OTHER), ("19b36c2c32", ONE), ("19b36c2c3f", TWO), (ONE, ONE)]
)
def test_the_shortest_beginning_of_its_own_finds_an_id(index, prefix, id):
    found = index.get(prefix)

    assert found == id


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("19b", "Multiple IDs found with provided prefix: 19b"),
        ("3", "ID does not exist"),
        (ONE + "0", "ID does not exist"),
        ("", "Prefix can't be empty"),
    ],
    ids=["shared", "unknown", "longer", "empty"],
)
def test_any_other_text_finds_nothing_and_says_why(index, prefix, message):
    with pytest.raises(GoError) as caught:
        index.get(prefix)

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("", "Prefix can't be empty"),
        ("a b", "illegal character: ' '"),
        (ONE, f"id already exists: '{ONE}'"),
    ],
    ids=["empty", "with a space", "known"],
)
def test_what_is_no_new_id_is_not_added(index, id, message):
    with pytest.raises(GoError) as caught:
        index.add(id)

    assert str(caught.value) == message


def test_a_deleted_id_makes_the_rest_unambiguous(index):
    index.delete(TWO)

    assert index.get("19b") == ONE


def test_only_a_whole_id_can_be_deleted(index):
    with pytest.raises(GoError) as caught:
        index.delete("19b36c2c32")

    assert str(caught.value) == "no such id: '19b36c2c32'"


def test_ids_come_in_order(index):
    seen = []

    index.iterate(seen.append)

    assert seen == [ONE, TWO, OTHER]
