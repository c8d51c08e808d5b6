"""What the engine remembers of volumes across restarts: ``volumes/metadata.db``.

A bucket ``volumes``; a volume's name leads to a line of JSON. dockerd reads the same file.

Go: volume/service/db.go
"""

from __future__ import annotations

import logging
from dataclasses import field

from engine import errdefs
from engine.golang import errors, struct_tags
from engine.golang.struct_tags import tag
from engine.golang.structs import struct
from engine.vendor.bbolt import BoltError, Tx

_log = logging.getLogger(__name__)

VOLUME_BUCKET_NAME = b"volumes"


@struct(slots=True, kw_only=True)
class VolumeMetadata:
    """What is remembered of one volume.

    Go: volumeMetadata
    """

    name: str = field(default="", metadata=tag("Name"))
    driver: str = field(default="", metadata=tag("Driver"))
    labels: dict[str, str] | None = field(default=None, metadata=tag("Labels"))
    options: dict[str, str] | None = field(default=None, metadata=tag("Options"))


def set_meta(tx: Tx, name: str, meta: VolumeMetadata) -> None:
    """Remember a volume, in place of what was remembered of that name.

    Raises:
        GoError: the name is too long for a key.

    Go: setMeta
    """
    bucket = tx.create_bucket_if_not_exists(VOLUME_BUCKET_NAME)
    try:
        bucket.put(_key(name), struct_tags.marshal(meta).encode())
    except BoltError as error:
        raise errors.wrap(error, "error setting volume metadata") from error


def get_meta(tx: Tx, name: str) -> VolumeMetadata:
    """Return what is remembered of a volume; all empty if nothing is.

    Raises:
        NotFound: the file has no bucket for volumes.
        JSONError: the record is damaged.

    Go: getMeta
    """
    bucket = tx.bucket(VOLUME_BUCKET_NAME)
    if bucket is None:
        raise errdefs.NotFound("volume bucket does not exist")
    value = bucket.get(_key(name))
    if not value:
        return VolumeMetadata()
    try:
        return struct_tags.unmarshal(VolumeMetadata, value)
    except struct_tags.JSONError as error:
        raise errors.wrap(error, "error unmarshaling volume metadata") from error


def remove_meta(tx: Tx, name: str) -> None:
    """Forget a volume.

    Go: removeMeta
    """
    bucket = tx.bucket(VOLUME_BUCKET_NAME)
    if bucket is not None:
        bucket.delete(_key(name))


def list_meta(tx: Tx) -> list[VolumeMetadata]:
    """Return what is remembered of all volumes; damaged records are only logged.

    Go: listMeta
    """
    found: list[VolumeMetadata] = []
    bucket = tx.bucket(VOLUME_BUCKET_NAME)
    for key, value in () if bucket is None else bucket.items():
        if not value:
            continue
        try:
            found.append(struct_tags.unmarshal(VolumeMetadata, value))
        except struct_tags.JSONError as error:
            name = key.decode("utf-8", "replace")
            _log.error('Error while reading volume metadata for volume "%s": %s', name, error)
    return found


def _key(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
