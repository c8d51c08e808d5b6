"""Knows the networks of the host.

Nothing is connected here, for no container runs. What is not there yet of the networks that
every daemon has is noted, as dockerd does; no interface, route or firewall rule is made.

Go: vendor/github.com/docker/libnetwork/controller.go
"""

from __future__ import annotations

import logging
import os

from engine.golang import struct_tags, times
from engine.pkg.stringid.stringid import generate_random_id
from engine.vendor.docker.libnetwork.network import GENERIC_DATA, EndpointCount, Network

_log = logging.getLogger(__name__)
_BUCKET = b"libnetwork"
_NETWORKS = b"docker/network/v1.0/network/"
_COUNTS = b"docker/network/v1.0/endpoint_count/"
# Before each value stands its version, a number of eight bytes.
_VERSION_SIZE = 8


class Controller:
    """The networks kept in ``network/files/local-kv.db`` below a daemon's root.

    Go: controller
    """

    def __init__(self, data_dir: str, default_network: str) -> None:
        self._database = os.path.join(data_dir, "network", "files", "local-kv.db")
        self.default_network = default_network
        self._in_memory: list[Network] = []

    def networks(self) -> list[Network]:
        """Return all networks, as they are on disk now, and those that are not kept there.

        Go: controller.Networks
        """
        return [*self._on_disk(), *self._in_memory]

    def add(self, network: Network) -> None:
        """Know a network until the daemon ends."""
        self._in_memory.append(network)

    def create_missing(self, **types_by_name: str) -> None:
        """Note the networks of these names, with their drivers, where there are none.

        An engine starts faster if it need not look: the file is there once they are.

        Go: controller.NewNetwork
        """
        if os.path.exists(self._database):
            return
        from engine.vendor.bbolt.db import open_

        half = f"{self._database}.new"
        database = open_(half, 0o644, timeout=0.1)
        try:
            with database.update() as transaction:
                bucket = transaction.create_bucket_if_not_exists(_BUCKET)
                bucket.put(_COUNTS, _value(1, ""))
                for number, (name, network_type) in enumerate(types_by_name.items()):
                    network = new_network(name, network_type)
                    key = network.id.encode() + b"/"
                    version = 2 + 2 * number
                    bucket.put(_NETWORKS + key, _value(version, struct_tags.marshal(network)))
                    count = struct_tags.marshal(EndpointCount())
                    bucket.put(_COUNTS + key, _value(version + 1, count))
        finally:
            database.close()
        # Whoever is killed before this starts over.
        os.rename(half, self._database)

    def _on_disk(self) -> list[Network]:
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
                    if key.startswith(_NETWORKS) and len(value) > _VERSION_SIZE
                ]
        finally:
            database.close()


def new_network(name: str, network_type: str, options: dict[str, str] | None = None) -> Network:
    """Return a network that was just made, with what its driver is told.

    Go: controller.NewNetwork
    """
    return Network(
        id=generate_random_id(),
        name=name,
        network_type=network_type,
        created=times.now(),
        generic={GENERIC_DATA: options or {}},
    )


def _value(version: int, text: str) -> bytes:
    return version.to_bytes(_VERSION_SIZE, "little") + text.encode()


def new(data_dir: str, default_network: str) -> Controller:
    """Return the controller for the networks kept below ``data_dir``.

    Go: New
    """
    return Controller(data_dir, default_network)
