from __future__ import annotations

import threading

from engine.daemon.graphdriver.counter import RefCounter


class Mounted:
    """Says of some paths that they are mounted, and counts the questions."""

    def __init__(self, *paths: str) -> None:
        self.paths = paths
        self.asked: list[str] = []

    def is_mounted(self, path: str) -> bool:
        self.asked.append(path)
        return path in self.paths


def test_counts_go_up_and_down_by_path() -> None:
    counter = RefCounter(Mounted())

    counts = [
        counter.increment("/a"),
        counter.increment("/a"),
        counter.increment("/b"),
        counter.decrement("/a"),
        counter.decrement("/a"),
    ]

    assert counts == [1, 2, 1, 1, 0]


def test_a_path_that_is_mounted_already_has_a_user() -> None:
    counter = RefCounter(Mounted("/a"))

    assert counter.increment("/a") == 2
    assert counter.decrement("/a") == 1


def test_whether_it_is_mounted_is_asked_once_while_it_is_in_use() -> None:
    checker = Mounted()
    counter = RefCounter(checker)

    counter.increment("/a")
    counter.increment("/a")
    counter.decrement("/a")
    counter.decrement("/a")
    asked_in_use = list(checker.asked)
    counter.increment("/a")

    assert asked_in_use == ["/a"]
    assert checker.asked == ["/a", "/a"]


def test_giving_back_too_much_does_not_spoil_the_next_count() -> None:
    counter = RefCounter(Mounted())

    assert counter.decrement("/a") == -1
    assert counter.increment("/a") == 1


def test_no_count_is_lost_between_threads() -> None:
    counter = RefCounter(Mounted())

    def work() -> None:
        for _ in range(500):
            counter.increment("/a")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counter.increment("/a") == 2001
