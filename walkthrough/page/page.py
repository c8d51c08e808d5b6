"""Writes a trace as one page: a file that any browser opens from disk, without a network.

Style, script and data are inside. The page's own policy lets the browser run this script and no
other, and fetch nothing; what a trace holds is text to it, never markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from walkthrough.page.model import model

if TYPE_CHECKING:
    from walkthrough.renderers import Look
    from walkthrough.trace_file import Trace

FOLDER = Path(__file__).parent
_HOLE = re.compile(r"@(lang|policy|title|style|script|data)@")
_LANGUAGE_TAGS = {"en": "en", "zh": "zh-CN"}
# What could end a script element, or a line of script for those who read JSON as such.
_RISKY = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write_html(trace: Trace, path: Path, look: Look) -> None:
    """Write the page to a file; odd file names in it become escapes that JSON knows."""
    path.write_text(as_html(trace, look.lang), encoding="utf-8", errors="backslashreplace")


def as_html(trace: Trace, lang: str = "en") -> str:
    """Return the page, which begins in `lang`."""
    style, script = _part("style.css"), _part("script.js")
    parts = {
        "lang": _LANGUAGE_TAGS[lang],
        "policy": policy(style, script),
        "title": html.escape(shlex.join(["docker", *trace.command])),
        "style": style,
        "script": script,
        "data": as_data(model(trace, lang)),
    }
    # One pass: what is filled in is not searched again.
    return _HOLE.sub(lambda hole: parts[hole[1]], _part("page.html"))


def policy(style: str, script: str) -> str:
    """Return what the page allows itself: one style, one script, an icon that it brings along."""
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def as_data(value: object) -> str:
    """Return `value` as JSON that may stand in a script element, whatever its texts hold."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_RISKY)


def _part(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
