"""Whether this thread is telling: what it does meanwhile is no part of the story."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Thread(threading.local):
    telling = False


here = _Thread()


@contextmanager
def quietly() -> Iterator[None]:
    """Let nothing be told of what this thread does in the block."""
    before = here.telling
    here.telling = True
    try:
        yield
    finally:
        here.telling = before
