"""The root file system of a container: a directory, and paths that cannot leave it.

Go: pkg/containerfs/containerfs.go
"""

from __future__ import annotations

from engine.golang import filepath
from engine.vendor.moby.sys import symlink


class Local(str):
    """A root on this host; it is its own path, so that ``os.path`` takes it as it is.

    Go's driver interface, which could also speak to another machine's files, is left out: on
    Linux nothing but this one implements it.

    Go: local
    """

    __slots__ = ()

    def path(self) -> str:
        """Return the path of the root.

        Go: local.Path
        """
        return str(self)

    def resolve_scoped_path(self, path: str, raw_path: bool) -> str:
        """Return the host's path for ``path`` inside the root, links followed in scope.

        Unless ``raw_path``, the path is first made absolute and clean. Missing parts are kept.

        Raises:
            GoError: too many links.
            GoPathError: a component cannot be looked at.

        Go: local.ResolveScopedPath
        """
        cleaned = path if raw_path else _clean_scoped_path(path)
        return symlink.follow_symlink_in_scope(filepath.join(self, cleaned), self)


def new_local_container_fs(path: str) -> Local:
    """Return the root file system at ``path``.

    Go: NewLocalContainerFS
    """
    return Local(path)


def _clean_scoped_path(path: str) -> str:
    """Return ``path`` absolute and without dots.

    Go: containerfs_unix.go cleanScopedPath
    """
    return filepath.join("/", path)
