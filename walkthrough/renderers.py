"""The forms in which a trace can be kept, by the ending of the file's name.

A renderer is a function `write(trace, path, look)`. To add a form, add its line to `RENDERERS`:
the module is imported when a file of that form is written.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from walkthrough.choice import Choice

if TYPE_CHECKING:
    from walkthrough.trace_file import Trace


@dataclass(frozen=True, slots=True)
class Look:
    """How a trace is to look where a form has a look at all.

    `.jsonl` and `.html` keep everything, whatever the choice: what to show is up to their reader.
    """

    lang: str = "en"
    choice: Choice = field(default_factory=Choice)
    width: int = 80


Writer = Callable[["Trace", Path, Look], None]

RENDERERS = {
    ".jsonl": "walkthrough.render_files:write_jsonl",
    ".txt": "walkthrough.render_files:write_txt",
    ".svg": "walkthrough.render_files:write_svg",
    ".html": "walkthrough.page.page:write_html",
}


class UnknownEnding(Exception):
    """No form has this ending; the text names those there are."""


def ending_of(path: Path) -> str:
    """Return the ending that says in which form `path` is written.

    Raises:
        UnknownEnding: there is no such form.
    """
    ending = path.suffix.lower()
    if ending not in RENDERERS:
        raise UnknownEnding(f"{path.name!r} ends in none of {', '.join(RENDERERS)}")
    return ending


def writer(path: Path) -> Writer:
    """Return what writes a trace to a file called like `path`.

    Raises:
        UnknownEnding: there is no such form.
    """
    module, _, name = RENDERERS[ending_of(path)].partition(":")
    found: Any = getattr(importlib.import_module(module), name)
    return found  # type: ignore[no-any-return]
