"""The one audit hook of this process: hands events to whoever listens.

CPython offers no way to take an audit hook away, so there is one, added with the first
listener, and it does nothing while nobody listens.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Handler = Callable[[str, tuple[Any, ...]], None]


class _Thread(threading.local):
    busy = False  # with hearing: what is done meanwhile is not heard


_handlers: Mapping[str, Handler] = {}
_added = False
_thread = _Thread()
failure: Exception | None = None


def _hook(event: str, args: tuple[Any, ...]) -> None:
    handler = _handlers.get(event)
    if handler is not None:
        quietly(handler, event, args)


def quietly(function: Callable[..., None], *args: object) -> None:
    """Call `function` so that what it does is not heard, and its error does not spread."""
    global failure
    if _thread.busy or failure is not None:
        return
    _thread.busy = True
    try:
        function(*args)
    except Exception as error:
        failure = error
    finally:
        _thread.busy = False


@contextmanager
def unheard() -> Iterator[None]:
    """Let nothing that this thread does in the block be heard."""
    before = _thread.busy
    _thread.busy = True
    try:
        yield
    finally:
        _thread.busy = before


def listen(handlers: Mapping[str, Handler]) -> None:
    """Hand each event named in `handlers` to its handler, from now on."""
    global _handlers, _added, failure
    failure = None
    _handlers = handlers
    if not _added:
        sys.addaudithook(_hook)
        _added = True


def ignore() -> None:
    """Listen to nothing any more."""
    global _handlers
    _handlers = {}
