from engine.container.container import new_base_container
from engine.container.memory_store import new_memory_store


def container(id, created="2022-03-10T17:32:35Z"):
    made = new_base_container(id, "")
    made.created = created
    return made


def test_a_container_is_found_until_it_is_deleted():
    store = new_memory_store()
    one = container("1")

    store.add("1", one)
    found = store.get("1")
    store.delete("1")
    store.delete("1")

    assert found is one
    assert store.get("1") is None
    assert store.size() == 0


def test_the_newest_container_is_listed_first():
    store = new_memory_store()
    for id, created in (("old", "2020-01-01T00:00:00Z"), ("new", "2020-01-01T00:00:00.000001Z")):
        store.add(id, container(id, created))

    listed = store.list()

    assert [one.id for one in listed] == ["new", "old"]


def test_all_containers_can_be_asked():
    store = new_memory_store()
    for id in ("1", "2"):
        store.add(id, container(id))
    seen = set()

    store.apply_all(lambda one: seen.add(one.id))

    assert seen == {"1", "2"}
    assert store.first(lambda one: one.id == "2").id == "2"
    assert store.first(lambda one: one.id == "3") is None
