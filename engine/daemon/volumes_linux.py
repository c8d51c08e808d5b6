"""Binds of the daemon's own directories.

Go: daemon/volumes_linux.go
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import errdefs
from engine.api.types.mount import mount
from engine.golang import strconv

if TYPE_CHECKING:
    from engine.daemon.daemon import Daemon


def validate_bind_daemon_root(daemon: Daemon, m: mount.Mount) -> bool:
    """Say whether a bind needs ``rslave`` because it shows what the daemon itself mounts.

    A container that kept such mounts to itself would keep the daemon from removing them. The
    texts are compared, not the directories: ``/var/lib/docker2`` counts as within
    ``/var/lib/docker``.

    Raises:
        InvalidParameter: the user asks for a propagation that would keep them.

    Go: Daemon.validateBindDaemonRoot
    """
    if m.type != mount.TYPE_BIND:
        return False
    if not m.source.startswith(daemon.root) and not daemon.root.startswith(m.source):
        return False
    if m.bind_options is None or not m.bind_options.propagation:
        return True
    propagation = m.bind_options.propagation
    if propagation in (mount.PROPAGATION_RSLAVE, mount.PROPAGATION_RSHARED):
        return False
    raise errdefs.InvalidParameter(
        'invalid mount config: must use either propagation mode "rslave" or "rshared" when mount '
        f"source is within the daemon root, daemon root: {strconv.quote(daemon.root)}, bind mount "
        f"source: {strconv.quote(m.source)}, propagation: {strconv.quote(propagation)}"
    )
