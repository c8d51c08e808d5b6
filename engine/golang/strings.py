r"""White space as Go knows it; Python's ``strip`` would also take ``\x1c`` to ``\x1f``.

Go: strings
"""

from __future__ import annotations

# unicode.IsSpace
_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)


def trim_space(text: str) -> str:
    """Return ``text`` without white space at both ends.

    Go: TrimSpace
    """
    return text.strip(_SPACE)


def trim_left_space(text: str) -> str:
    """Return ``text`` without white space at its start.

    Go: TrimLeftFunc
    """
    return text.lstrip(_SPACE)
