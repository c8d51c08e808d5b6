"""For users that are not root: go on as root of a user namespace of their own.

Layers need owners and mounts. In a user namespace with a mount namespace the kernel allows
both, for this process alone: outside, nothing changes hands. util-linux's `unshare` makes
the namespaces; the command then starts again inside them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

_MARK = "CONTAINER_WALKTHROUGH_NAMESPACE"


def inside() -> bool:
    """Tell whether this process is root of a user namespace that `become_root` made."""
    return _MARK in os.environ


def become_root(data_root: Path) -> None:
    """Start this command again as root of new namespaces; does not return.

    Exits with a message if the host does not allow it.
    """
    if inside():
        _give_up("The new user namespace gave no root rights.")
    unshare = shutil.which("unshare")
    if unshare is None:
        _give_up("The program `unshare` of util-linux is not there.")
    command = [unshare, *_namespace_options(unshare)]
    environment = {**os.environ, _MARK: "1"}
    os.execve(unshare, [*command, "--", *_this_command(data_root)], environment)


def _namespace_options(unshare: str) -> list[str]:
    """Return the best options that work here: many users if possible, else one."""
    basis = ["--user", "--mount", "--map-root-user"]
    many = [*basis, "--map-auto"]
    candidates = [many, basis] if _has_subordinate_ids() else [basis]
    refusal = ""
    for candidate in candidates:
        probe = subprocess.run(
            [unshare, *candidate, "--", "true"], capture_output=True, text=True, check=False
        )
        if probe.returncode == 0:
            return candidate
        refusal = probe.stderr.strip()
    return _give_up(refusal)


def _has_subordinate_ids() -> bool:
    if shutil.which("newuidmap") is None or shutil.which("newgidmap") is None:
        return False
    try:
        lines = Path("/etc/subuid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    import pwd

    names = {str(os.getuid()), pwd.getpwuid(os.getuid()).pw_name}
    return any(line.split(":")[0] in names for line in lines)


def _this_command(data_root: Path) -> list[str]:
    """Return the words that start this command again, with the user's own data-root.

    Inside, the user is root, so the default would be another one.
    """
    words = sys.argv[1:]
    return [sys.executable, "-m", "walkthrough", "--data-root", str(data_root), *words]


def _give_up(reason: str) -> NoReturn:
    print(
        f"trace needs root, or a user namespace, to make layers and mounts. {reason}\n"
        "Run it with sudo, or allow user namespaces "
        "(sysctl kernel.unprivileged_userns_clone=1;\non Ubuntu 24.04 also "
        "kernel.apparmor_restrict_unprivileged_userns=0), or name an engine with -H.",
        file=sys.stderr,
    )
    raise SystemExit(1)
