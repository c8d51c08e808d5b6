"""The skeleton of an archive as lines of JSON.

Go: vendor/github.com/vbatts/tar-split/tar/storage/packer.go
"""

from __future__ import annotations

import json
import posixpath
import re
from base64 import b64decode
from binascii import b2a_base64
from typing import BinaryIO, Protocol

from engine.golang.errors import GoError
from engine.golang.io import Writable
from engine.golang.struct_tags import marshal
from engine.vendor.vbatts.tar_split.tar.storage.entry import Entry, Type

# What JSON needs no escape for, and Go makes none of.
_PLAIN = re.compile(r"[ !#-%'-;=?-\[\]-~]*")


class DuplicatePath(GoError):
    """An archive has two entries for one path, so it cannot be rebuilt from the files.

    Go: ErrDuplicatePath
    """

    def __init__(self) -> None:
        super().__init__("duplicates of file paths not supported")


class Packer(Protocol):
    """Stores entries.

    Go: Packer
    """

    def add_entry(self, entry: Entry) -> int:
        """Store one more entry and return its position."""


class Unpacker(Protocol):
    """Gives stored entries back.

    Go: Unpacker
    """

    def next(self) -> Entry | None:
        """Return the next entry, None at the end."""


def new_json_packer(stream: Writable) -> Packer:
    """Return a packer that writes one line of JSON per entry.

    Go: NewJSONPacker
    """
    return _JSONPacker(stream)


def new_json_unpacker(stream: BinaryIO) -> Unpacker:
    """Return what reads those lines.

    Go: NewJSONUnpacker
    """
    return _JSONUnpacker(stream)


class _SeenNames:
    """Refuses the second of two equal paths."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def add(self, name: str) -> None:
        clean = posixpath.normpath(name)
        if clean.startswith("//"):
            clean = clean[1:]
        if clean in self._seen:
            raise DuplicatePath
        self._seen.add(clean)


class _JSONPacker:
    def __init__(self, stream: Writable) -> None:
        self._stream = stream
        self._position = 0
        self._seen = _SeenNames()

    def add_entry(self, entry: Entry) -> int:
        """Write one line.

        Raises:
            DuplicatePath: the path was there before.

        Go: jsonPacker.AddEntry
        """
        if entry.type == Type.FILE:
            self._seen.add(entry.name)
        entry.position = self._position
        self._stream.write(_line(entry))
        self._position += 1
        return entry.position


def _line(entry: Entry) -> bytes:
    """Return the entry as Go's encoder writes it, which differs from json.dumps in escapes."""
    parts = [f'{{"type":{int(entry.type)}']
    if entry.name:
        parts.append(_name(entry.name))
    if entry.size:
        parts.append(f'"size":{entry.size}')
    payload = "null" if entry.payload is None else f'"{_base64(entry.payload)}"'
    parts.append(f'"payload":{payload}')
    parts.append(f'"position":{entry.position}}}\n')
    return ",".join(parts).encode()


def _name(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return f'"name":"{name}"'
    try:
        name.encode()
        return f'"name":{marshal(name)}'
    except UnicodeEncodeError:
        return f'"name_raw":"{_base64(name.encode("utf-8", "surrogateescape"))}"'


def _base64(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


class _JSONUnpacker:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._seen = _SeenNames()

    def next(self) -> Entry | None:
        """Return the entry of the next line.

        Raises:
            DuplicatePath: its path was there before.
            GoError: the line is no such entry.

        Go: jsonUnpacker.Next
        """
        line = self._stream.readline()
        if not line:
            return None
        try:
            fields = json.loads(line)
            raw = b64decode(fields.get("name_raw") or "")
            payload = fields.get("payload")
            entry = Entry(
                type=Type(fields["type"]),
                name=raw.decode("utf-8", "surrogateescape") or fields.get("name", ""),
                size=fields.get("size", 0),
                payload=None if payload is None else b64decode(payload),
                position=fields.get("position", 0),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GoError(f"invalid tar-split entry: {error}") from error
        if entry.type == Type.FILE:
            self._seen.add(entry.name)
        return entry
