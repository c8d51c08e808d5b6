from __future__ import annotations

import threading

import pytest

from engine.vendor.moby.locker import ErrNoSuchLock, Locker


def test_one_name_is_held_by_one_thread_at_a_time() -> None:
    locker = Locker()
    inside = 0
    most = 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(200):
            with locker.held("name"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 1


def test_a_second_taker_waits_for_the_first() -> None:
    locker = Locker()
    got_it = threading.Event()
    locker.lock("name")

    def take() -> None:
        with locker.held("name"):
            got_it.set()

    thread = threading.Thread(target=take)
    thread.start()
    waited = not got_it.wait(0.05)
    locker.unlock("name")
    thread.join()

    assert waited
    assert got_it.is_set()


def test_other_names_do_not_wait() -> None:
    locker = Locker()
    locker.lock("one")

    locker.lock("two")

    locker.unlock("one")
    locker.unlock("two")


def test_a_name_can_be_taken_again_after_an_exception() -> None:
    locker = Locker()
    with pytest.raises(ValueError, match=r"oops"), locker.held("name"):
        raise ValueError("oops")

    locker.lock("name")

    locker.unlock("name")


def test_what_nobody_holds_cannot_be_let_go() -> None:
    with pytest.raises(ErrNoSuchLock, match=r"^no such lock$"):
        Locker().unlock("name")
