import queue
import threading
import time

import pytest

from engine.pkg.pubsub import Publisher


def test_every_subscriber_gets_every_message():
    publisher = Publisher(0.1, 10)
    listeners = [publisher.subscribe() for _ in range(3)]

    publisher.publish("hello")

    assert [listener.get(timeout=1) for listener in listeners] == ["hello"] * 3


def test_a_topic_lets_only_some_messages_pass():
    publisher = Publisher(0.1, 10)
    listener = publisher.subscribe_topic(lambda message: message % 2 == 0)

    for number in range(4):
        publisher.publish(number)
    publisher.evict(listener)

    assert list(listener) == [0, 2]


def test_who_has_no_room_misses_a_message_after_the_timeout():
    publisher = Publisher(0.05, 0)
    slow = publisher.subscribe()
    publisher.publish("first")

    began = time.monotonic()
    publisher.publish("second")
    waited = time.monotonic() - began

    assert waited >= 0.05
    assert slow.get(timeout=1) == "first"
    with pytest.raises(queue.Empty):
        slow.get(timeout=0.01)


def test_an_evicted_subscriber_reads_to_the_end_and_then_sees_it():
    publisher = Publisher(0.1, 10)
    listener = publisher.subscribe()
    publisher.publish("last")

    publisher.evict(listener)
    publisher.evict(listener)

    assert list(listener) == ["last"]
    assert len(publisher) == 0


def test_closing_wakes_who_waits():
    publisher = Publisher(0.1, 10)
    listener = publisher.subscribe()
    heard = []
    thread = threading.Thread(target=lambda: heard.append(listener.get(timeout=5)))
    thread.start()

    publisher.close()
    thread.join(5)

    assert heard == [None]
