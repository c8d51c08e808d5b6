"""The grammar of an image reference, as regular expressions.

The pieces are put together in the order of the grammar; the names are Go's.

Go: vendor/github.com/docker/distribution/reference/regexp.go
"""

from __future__ import annotations

import re

_ALPHA_NUMERIC = "[a-z0-9]+"
# One period, one or two underscores, or any number of dashes. Go also lets nothing at all be a
# separator; that allows no other names, and Python's matcher would take exponential time.
_SEPARATOR = "(?:[._]|__|-+)"
_NAME_COMPONENT = f"{_ALPHA_NUMERIC}(?:{_SEPARATOR}{_ALPHA_NUMERIC})*"
_NAME_PATH = f"{_NAME_COMPONENT}(?:/{_NAME_COMPONENT})*"
_DOMAIN_COMPONENT = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"

DOMAIN = rf"{_DOMAIN_COMPONENT}(?:\.{_DOMAIN_COMPONENT})*(?::[0-9]+)?"
TAG = r"[\w][\w.-]{0,127}"
DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9A-Fa-f]{32,}"
NAME = f"(?:{DOMAIN}/)?{_NAME_PATH}"

# re.ASCII: Go's \w knows no other letters. All of these are for fullmatch.
TAG_REGEXP = re.compile(TAG, re.ASCII)
DIGEST_REGEXP = re.compile(DIGEST)
ANCHORED_NAME_REGEXP = re.compile(f"(?:({DOMAIN})/)?({_NAME_PATH})")
REFERENCE_REGEXP = re.compile(f"({NAME})(?::({TAG}))?(?:@({DIGEST}))?", re.ASCII)
IDENTIFIER_REGEXP = re.compile("[a-f0-9]{64}")
