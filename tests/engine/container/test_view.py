import threading

import pytest

from engine.container.container import new_base_container
from engine.container.view import NameNotReserved, NameReserved, NoSuchContainer, new_view_db


@pytest.fixture
def db():
    return new_view_db()


def save(db, id, created="2022-03-10T17:32:35Z"):
    container = new_base_container(id, "")
    container.created = created
    db.save(id, lambda: container)


def test_a_name_has_one_holder(db):
    db.reserve_name("/a", "1")
    db.reserve_name("/a", "1")

    with pytest.raises(NameReserved, match="name is reserved"):
        db.reserve_name("/a", "2")
    assert db.snapshot().get_id("/a") == "1"


def test_a_released_name_is_free(db):
    db.reserve_name("/a", "1")

    db.release_name("/a")
    db.release_name("/a")
    db.reserve_name("/a", "2")

    assert db.snapshot().get_all_names() == {"2": ["/a"]}


def test_nobody_has_an_unknown_name(db):
    with pytest.raises(NameNotReserved, match="name is not reserved"):
        db.snapshot().get_id("/a")


def test_a_container_goes_with_all_its_names(db):
    save(db, "1")
    db.reserve_name("/a", "1")
    db.reserve_name("/parent/alias", "1")
    names = db.snapshot().get_names("1")

    db.delete("1")
    db.delete("1")

    assert names == ["/a", "/parent/alias"]
    assert db.snapshot().get_all_names() == {}
    with pytest.raises(NoSuchContainer, match="no such container 1"):
        db.snapshot().get("1")


def test_readers_see_what_was_saved_last(db):
    save(db, "2")
    save(db, "1")
    save(db, "2", created="2023-01-01T00:00:00Z")

    seen = db.snapshot().all()

    assert [one.container.id for one in seen] == ["1", "2"]
    assert db.snapshot().get("2").container.created == 1672531200


def test_of_many_threads_one_gets_the_name(db):
    won = []

    def reserve(id):
        try:
            db.reserve_name("/a", id)
        except NameReserved:
            return
        won.append(id)

    threads = [threading.Thread(target=reserve, args=(str(number),)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1
    assert db.snapshot().get_id("/a") == won[0]
