"""Transfers run a few at a time, once each, and end when nobody wants them."""

import threading
import time

import pytest

from engine.distribution.xfer.transfer import TransferManager
from engine.golang.context import Context, ContextCancelled
from engine.pkg.progress.progress import Progress


class Reports:
    def __init__(self):
        self.seen = []

    def write_progress(self, progress):
        self.seen.append(progress.action)


def eventually(condition):
    for _ in range(500):
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_no_more_run_at_once_than_allowed():
    manager = TransferManager(2)
    lock, running, most = threading.Lock(), [0], [0]

    def do(transfer, inactive):
        transfer.start.wait()
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        inactive()
        return "done"

    transfers = [manager.transfer(str(n), do, Reports())[0] for n in range(7)]

    assert [transfer.result() for transfer in transfers] == ["done"] * 7
    assert most[0] == 2


def test_who_asks_for_the_same_joins_and_sees_how_far_it_is():
    manager = TransferManager(0)
    go_on, calls = threading.Event(), []

    def do(transfer, inactive):
        calls.append(1)
        transfer.write_progress(Progress(id="layer", action="Downloading"))
        go_on.wait(5)
        return "layer"

    first, second = Reports(), Reports()
    one, _ = manager.transfer("key", do, first)
    assert eventually(lambda: first.seen)
    two, _ = manager.transfer("key", do, second)
    go_on.set()

    assert one is two
    assert two.result() == "layer"
    assert calls == [1]
    assert second.seen == ["Downloading"]


def test_a_transfer_is_cancelled_when_the_last_watcher_leaves():
    manager = TransferManager(0)

    def do(transfer, inactive):
        while not transfer.context.wait(0.01):
            pass
        raise ContextCancelled

    transfer, first = manager.transfer("key", do, Reports())
    _, second = manager.transfer("key", do, Reports())
    transfer.release(first)
    still_wanted = not transfer.context.cancelled
    transfer.release(second)

    assert still_wanted
    with pytest.raises(ContextCancelled):
        transfer.result()


def test_a_failed_transfer_is_tried_anew_by_the_next_who_asks():
    manager = TransferManager(1)
    attempts = []

    def do(transfer, inactive):
        attempts.append(1)
        if len(attempts) == 1:
            raise OSError("broken")
        return "fine"

    failed, watcher = manager.transfer("key", do, Reports())
    with pytest.raises(OSError, match="broken"):
        failed.result()
    again, _ = manager.transfer("key", do, Reports())

    assert again.result() == "fine"
    failed.release(watcher)


def test_the_result_is_released_when_nobody_needs_it_any_more():
    manager = TransferManager(0)
    released = []

    def do(transfer, inactive):
        transfer.on_release(lambda: released.append(1))
        return "layer"

    transfer, watcher = manager.transfer("key", do, Reports())
    transfer.result()
    before = list(released)
    transfer.release(watcher)

    assert before == []
    assert released == [1]


def test_waiting_ends_with_the_context():
    manager = TransferManager(0)
    context = Context()
    transfer, _ = manager.transfer("key", lambda transfer, _: transfer.context.wait(10), Reports())
    context.cancel()

    with pytest.raises(ContextCancelled):
        transfer.result(context)


def test_a_child_context_ends_with_its_parent():
    parent = Context()
    child = Context(parent)

    parent.cancel()

    assert child.cancelled
    with pytest.raises(ContextCancelled, match="context canceled"):
        child.check()
