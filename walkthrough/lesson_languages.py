"""The languages that lessons can be asked for, and those that they are told in.

A further language is a table of titles and reasons by the lesson's id.
"""

from __future__ import annotations

LANGUAGES = ("en", "zh")
TRANSLATED = ("en",)


def choose(wanted: str) -> tuple[str, str]:
    """Return the language to tell in, and what to say to who wanted another one."""
    if wanted in TRANSLATED:
        return wanted, ""
    return "en", f"The lessons are not translated to {wanted!r} yet; they are told in English."
