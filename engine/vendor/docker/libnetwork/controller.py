"""Knows the networks of the host.

Nothing is connected here, for no container runs. What dockerd has made is read, never changed.

Go: vendor/github.com/docker/libnetwork/controller.go
"""

from __future__ import annotations

import logging
import os

from engine.golang import struct_tags
from engine.vendor.docker.libnetwork.network import Network

_log = logging.getLogger(__name__)
_BUCKET = b"libnetwork"
_KEYS = b"docker/network/v1.0/network/"
# Before each value stands its version, a number of eight bytes.
_VERSION_SIZE = 8


class Controller:
    """The networks kept below a daemon's root.

    Go: controller
    """

    def __init__(self, data_dir: str, default_network: str) -> None:
        self._database = os.path.join(data_dir, "network", "files", "local-kv.db")
        self.default_network = default_network

    def networks(self) -> list[Network]:
        """Return all networks, as they are on disk now.

        Go: controller.Networks
        """
        if not os.path.exists(self._database):
            return []
        from engine.vendor.bbolt import errors
        from engine.vendor.bbolt.db import open_

        try:
            database = open_(self._database, 0o644, timeout=0.1)
        except (OSError, errors.BoltError) as error:
            _log.warning("cannot read networks: %s", error)
            return []
        try:
            with database.view() as transaction:
                bucket = transaction.bucket(_BUCKET)
                return [
                    struct_tags.unmarshal(Network, value[_VERSION_SIZE:])
                    for key, value in (bucket.items() if bucket is not None else ())
                    if key.startswith(_KEYS) and len(value) > _VERSION_SIZE
                ]
        finally:
            database.close()


def new(data_dir: str, default_network: str) -> Controller:
    """Return the controller for the networks kept below ``data_dir``.

    Go: New
    """
    return Controller(data_dir, default_network)
