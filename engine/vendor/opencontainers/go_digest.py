"""Content digests: ``sha256:`` and 64 hex characters, kept as plain text.

Go has a string type with methods. A digest is a plain ``str`` here, so that it can be a key, a
path and JSON without conversion, and Go's methods are functions.

Go: vendor/github.com/opencontainers/go-digest/digest.go
"""

from __future__ import annotations

import re
from typing import IO

from engine.golang.errors import GoError

SHA256 = "sha256"
SHA384 = "sha384"
SHA512 = "sha512"
CANONICAL = SHA256

_HEX_DIGITS = {SHA256: 64, SHA384: 96, SHA512: 128}
_DIGEST = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+")
_LOWER_HEX = re.compile(r"[a-f0-9]*")


class DigestError(GoError):
    """The text is no digest that could name content."""


class DigestInvalidFormat(DigestError):
    """The text is not ``algorithm:hex``.

    Go: ErrDigestInvalidFormat
    """

    def __init__(self) -> None:
        super().__init__("invalid checksum digest format")


class DigestInvalidLength(DigestError):
    """The hash has too few or too many characters for its algorithm.

    Go: ErrDigestInvalidLength
    """

    def __init__(self) -> None:
        super().__init__("invalid checksum digest length")


class DigestUnsupported(DigestError):
    """Nobody here can compute that algorithm.

    Go: ErrDigestUnsupported
    """

    def __init__(self) -> None:
        super().__init__("unsupported digest algorithm")


def parse(text: str) -> str:
    """Return ``text`` if it is a digest.

    Raises:
        DigestError: it is none; the class says what is wrong.

    Go: Parse
    """
    validate(text)
    return text


def validate(digest: str) -> None:
    """Check that ``digest`` has a known algorithm and a hash of the right length.

    Raises:
        DigestInvalidFormat: no ``algorithm:hash``, or the hash is not lower-case hex.
        DigestInvalidLength: the hash is too short or too long.
        DigestUnsupported: well formed, with an algorithm nobody here knows.

    Go: Digest.Validate
    """
    name, colon, encoded = digest.partition(":")
    if not (name and colon and encoded):
        raise DigestInvalidFormat
    if name not in _HEX_DIGITS:
        raise DigestUnsupported if _DIGEST.fullmatch(digest) else DigestInvalidFormat
    if len(encoded.encode("utf-8", "surrogateescape")) != _HEX_DIGITS[name]:
        raise DigestInvalidLength
    if not _LOWER_HEX.fullmatch(encoded):
        raise DigestInvalidFormat


def from_bytes(data: bytes) -> str:
    """Return the sha256 digest of ``data``.

    Go: FromBytes
    """
    import hashlib  # a client that only checks how digests look need not load OpenSSL

    return new_digest_from_encoded(CANONICAL, hashlib.sha256(data).hexdigest())


def from_string(text: str) -> str:
    """Return the sha256 digest of ``text`` in UTF-8.

    Go: FromString
    """
    return from_bytes(text.encode())


def from_reader(stream: IO[bytes]) -> str:
    """Return the sha256 digest of all that ``stream`` still has to give.

    Go: FromReader
    """
    import hashlib

    hasher = hashlib.sha256()
    while block := stream.read(1 << 16):
        hasher.update(block)
    return new_digest_from_encoded(CANONICAL, hasher.hexdigest())


def new_digest_from_encoded(algorithm: str, encoded: str) -> str:
    """Return the digest made of its two parts; nothing is checked.

    Go: NewDigestFromEncoded
    """
    return f"{algorithm}:{encoded}"


def algorithm(digest: str) -> str:
    """Return the part before the colon.

    Go: Digest.Algorithm
    """
    return digest.partition(":")[0]


def encoded(digest: str) -> str:
    """Return the part behind the colon.

    Go: Digest.Encoded
    """
    return digest.partition(":")[2]
