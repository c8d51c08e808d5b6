"""The one audit hook of this process: hands events to whoever listens.

CPython offers no way to take an audit hook away, so there is one, added with the first
listener, and it does nothing while nobody listens.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from walkthrough.quiet import here

Handler = Callable[[str, tuple[Any, ...]], None]

_handlers: Mapping[str, Handler] = {}
_added = False
failure: Exception | None = None


def _hook(event: str, args: tuple[Any, ...]) -> None:
    """Hand an event on, so that what is done with it is not heard, and no error spreads."""
    global failure
    handler = _handlers.get(event)
    if handler is None or here.telling or failure is not None:
        return
    here.telling = True
    try:
        handler(event, args)
    except Exception as error:
        failure = error
    finally:
        here.telling = False


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
