"""Who owns what the daemon makes.

With a user namespace, root in a container is somebody else on the host; the maps translate.

Go: pkg/idtools/idtools.go
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from engine.golang.errors import GoError
from engine.pkg.idtools import idtools_unix


class IDMap(NamedTuple):
    """``size`` IDs from ``container_id`` on are the host's from ``host_id`` on.

    Go: IDMap
    """

    container_id: int
    host_id: int
    size: int


class Identity(NamedTuple):
    """An owner on the host.

    Go: Identity
    """

    uid: int
    gid: int


class IdentityMapping:
    """The daemon's maps of user and group IDs; without maps both views are the same.

    Go: IdentityMapping
    """

    def __init__(
        self, uids: Sequence[IDMap] | None = None, gids: Sequence[IDMap] | None = None
    ) -> None:
        self._uids = list(uids or ())
        self._gids = list(gids or ())

    def __repr__(self) -> str:
        return f"IdentityMapping({self._uids}, {self._gids})"

    def root_pair(self) -> Identity:
        """Return the owner on the host that is root in the containers.

        Go: IdentityMapping.RootPair
        """
        return Identity(*get_root_uid_gid(self._uids, self._gids))

    def to_host(self, pair: Identity) -> Identity:
        """Return the host's view of ``pair``; the mapped root itself stays as it is.

        Raises:
            GoError: the maps leave the ID out.

        Go: IdentityMapping.ToHost
        """
        root = self.root_pair()
        return Identity(
            root.uid if pair.uid == root.uid else _to_host(pair.uid, self._uids),
            root.gid if pair.gid == root.gid else _to_host(pair.gid, self._gids),
        )

    def to_container(self, pair: Identity) -> tuple[int, int]:
        """Return user and group as the containers see them.

        Raises:
            GoError: the maps leave the ID out.

        Go: IdentityMapping.ToContainer
        """
        return _to_container(pair.uid, self._uids), _to_container(pair.gid, self._gids)

    def empty(self) -> bool:
        """Say whether there are no maps.

        Go: IdentityMapping.Empty
        """
        return not self._uids and not self._gids

    def uids(self) -> list[IDMap]:
        """Return the user map.

        Go: IdentityMapping.UIDs
        """
        return self._uids

    def gids(self) -> list[IDMap]:
        """Return the group map.

        Go: IdentityMapping.GIDs
        """
        return self._gids


def mkdir_all_and_chown(path: str, mode: int, owner: Identity) -> None:
    """Make a directory and its missing parents, all ``mode`` and ``owner``.

    One that exists gets both, too; its parents do not.

    Raises:
        GoPathError: ``path`` is a file, or the host refused.

    Go: MkdirAllAndChown
    """
    idtools_unix.mkdir_as(path, mode, owner, mk_all=True, chown_existing=True)


def mkdir_and_chown(path: str, mode: int, owner: Identity) -> None:
    """Make one directory; ``mode`` and ``owner`` are enforced on one that exists.

    Raises:
        GoPathError: ``path`` is a file, its parent is missing, or the host refused.

    Go: MkdirAndChown
    """
    idtools_unix.mkdir_as(path, mode, owner, mk_all=False, chown_existing=True)


def mkdir_all_and_chown_new(path: str, mode: int, owner: Identity) -> None:
    """Make a directory and its missing parents; leave alone what exists.

    Raises:
        GoPathError: ``path`` is a file, or the host refused.

    Go: MkdirAllAndChownNew
    """
    idtools_unix.mkdir_as(path, mode, owner, mk_all=True, chown_existing=False)


def get_root_uid_gid(uid_map: Sequence[IDMap], gid_map: Sequence[IDMap]) -> tuple[int, int]:
    """Return the host's user and group IDs of the containers' root.

    Raises:
        GoError: the maps leave out ID 0.

    Go: GetRootUIDGID
    """
    return _to_host(0, uid_map), _to_host(0, gid_map)


def current_identity() -> Identity:
    """Return the owner of what this process makes.

    Go: CurrentIdentity
    """
    return Identity(os.getuid(), os.getegid())


def _to_host(container_id: int, id_map: Sequence[IDMap]) -> int:
    """Translate one ID outwards.

    Go: toHost
    """
    if not id_map:
        return container_id
    for entry in id_map:
        if 0 <= container_id - entry.container_id < entry.size:
            return entry.host_id + container_id - entry.container_id
    raise GoError(f"Container ID {container_id} cannot be mapped to a host ID")


def _to_container(host_id: int, id_map: Sequence[IDMap]) -> int:
    """Translate one ID inwards.

    Go: toContainer
    """
    if not id_map:
        return host_id
    for entry in id_map:
        if 0 <= host_id - entry.host_id < entry.size:
            return entry.container_id + host_id - entry.host_id
    raise GoError(f"Host ID {host_id} cannot be mapped to a container ID")
