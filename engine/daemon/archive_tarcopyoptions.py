"""How a copy into a container is unpacked.

Go: daemon/archive_tarcopyoptions.go, daemon/archive_tarcopyoptions_unix.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.pkg.archive import TarOptions
from engine.pkg.idtools import Identity
from engine.pkg.idtools.lookup import lookup_user

if TYPE_CHECKING:
    from engine.container.container import Container
    from engine.daemon.daemon import Daemon


def default_tar_copy_options(daemon: Daemon, no_overwrite_dir_non_dir: bool) -> TarOptions:
    """Keep the owners that the archive names.

    Go: Daemon.defaultTarCopyOptions
    """
    return TarOptions(
        no_overwrite_dir_non_dir=no_overwrite_dir_non_dir,
        uid_maps=daemon.id_mapping.uids(),
        gid_maps=daemon.id_mapping.gids(),
    )


def tar_copy_options(
    daemon: Daemon, container: Container, no_overwrite_dir_non_dir: bool
) -> TarOptions:
    """Give everything to the container's user, who is looked up on the host, as in Go.

    Raises:
        GoError: the host knows no such user.

    Go: Daemon.tarCopyOptions
    """
    if not container.config.user:
        return default_tar_copy_options(daemon, no_overwrite_dir_non_dir)
    user = lookup_user(container.config.user)
    return TarOptions(
        no_overwrite_dir_non_dir=no_overwrite_dir_non_dir,
        chown_opts=Identity(user.pw_uid, user.pw_gid),
    )
