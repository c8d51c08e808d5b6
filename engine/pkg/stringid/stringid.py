"""IDs of containers, layers and volumes: 64 hexadecimal digits, shown as 12.

Go: pkg/stringid/stringid.go
"""

from __future__ import annotations

import json
import os
import re

from engine.golang.errors import GoError

SHORT_LEN = 12
_VALID_SHORT_ID = re.compile(r"[a-f0-9]{12}")
_VALID_HEX = re.compile(r"[a-f0-9]{64}")


def is_short_id(text: str) -> bool:
    """Say whether ``text`` looks like the short form of an ID.

    Go: IsShortID
    """
    return _VALID_SHORT_ID.fullmatch(text) is not None


def truncate_id(text: str) -> str:
    """Return the short form, without the algorithm of a digest.

    Go: TruncateID
    """
    _, colon, rest = text.partition(":")
    return (rest if colon else text)[:SHORT_LEN]


def generate_random_id() -> str:
    """Return 64 random hexadecimal digits, the first twelve not all decimal.

    The short form becomes a hostname, and a hostname must not be a number (moby issue 3869).

    Go: GenerateRandomID
    """
    while True:
        random_id = os.urandom(32).hex()
        if not truncate_id(random_id).isdecimal():
            return random_id


def validate_id(text: str) -> None:
    """Check that ``text`` is a full ID.

    Raises:
        GoError: it is not.

    Go: ValidateID
    """
    if _VALID_HEX.fullmatch(text) is None:
        raise GoError(f"image ID {json.dumps(text)} is invalid")
