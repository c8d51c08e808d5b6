"""The value of a ``Content-Type`` header, taken apart.

Go: mime/mediatype.go
"""

from __future__ import annotations

import re

from engine.golang.errors import GoError

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_MEDIA_TYPE = re.compile(rf"{_TOKEN}(?:/{_TOKEN})?\Z")
_PARAMETER = re.compile(rf'\s*;\s*({_TOKEN})\s*=\s*({_TOKEN}|"(?:[^"\\]|\\.)*")')


def parse_media_type(text: str) -> str:
    """Return the media type in lower case; its parameters are checked and dropped.

    Raises:
        GoError: empty, no ``type/subtype``, or a parameter that is not ``name=value``.

    Go: ParseMediaType
    """
    base, _, _ = text.partition(";")
    media_type = base.strip().lower()
    if not media_type:
        raise GoError("mime: no media type")
    if _MEDIA_TYPE.match(media_type) is None:
        raise GoError("mime: unexpected content after media subtype")
    rest = text[len(base) :]
    seen: set[str] = set()
    while rest.strip(" \t"):
        match = _PARAMETER.match(rest)
        if match is None:
            if rest.strip() == ";":  # a trailing semicolon is forgiven
                break
            raise GoError("mime: invalid media parameter")
        if match[1].lower() in seen:
            raise GoError("mime: duplicate parameter name")
        seen.add(match[1].lower())
        rest = rest[match.end() :]
    return media_type
