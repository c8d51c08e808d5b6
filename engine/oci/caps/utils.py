"""Checks the names of Linux capabilities.

Go: oci/caps/utils.go
"""

from __future__ import annotations

from collections.abc import Iterable

from engine import errdefs
from engine.golang import strconv

ALL_CAPABILITIES = "ALL"

# In the kernel's order. It ends at CAP_AUDIT_READ on purpose: the runc of that time does not know
# the three that Linux 5.8 brought, and would refuse a container that has them.
_KNOWN = (
    "CAP_CHOWN",
    "CAP_DAC_OVERRIDE",
    "CAP_DAC_READ_SEARCH",
    "CAP_FOWNER",
    "CAP_FSETID",
    "CAP_KILL",
    "CAP_SETGID",
    "CAP_SETUID",
    "CAP_SETPCAP",
    "CAP_LINUX_IMMUTABLE",
    "CAP_NET_BIND_SERVICE",
    "CAP_NET_BROADCAST",
    "CAP_NET_ADMIN",
    "CAP_NET_RAW",
    "CAP_IPC_LOCK",
    "CAP_IPC_OWNER",
    "CAP_SYS_MODULE",
    "CAP_SYS_RAWIO",
    "CAP_SYS_CHROOT",
    "CAP_SYS_PTRACE",
    "CAP_SYS_PACCT",
    "CAP_SYS_ADMIN",
    "CAP_SYS_BOOT",
    "CAP_SYS_NICE",
    "CAP_SYS_RESOURCE",
    "CAP_SYS_TIME",
    "CAP_SYS_TTY_CONFIG",
    "CAP_MKNOD",
    "CAP_LEASE",
    "CAP_AUDIT_WRITE",
    "CAP_AUDIT_CONTROL",
    "CAP_SETFCAP",
    "CAP_MAC_OVERRIDE",
    "CAP_MAC_ADMIN",
    "CAP_SYSLOG",
    "CAP_WAKE_ALARM",
    "CAP_BLOCK_SUSPEND",
    "CAP_AUDIT_READ",
)


def get_all_capabilities() -> list[str]:
    """Return every capability that a container can be given.

    Go: GetAllCapabilities
    """
    return list(_KNOWN)


def normalize_legacy_capabilities(caps: Iterable[str] | None) -> list[str]:
    """Return the names in upper case and with ``CAP_``; ``ALL`` stays as it is.

    Raises:
        InvalidParameter: there is no such capability.

    Go: NormalizeLegacyCapabilities
    """
    normalized = []
    for given in caps or ():
        name = given.upper()
        if name != ALL_CAPABILITIES:
            if not name.startswith("CAP_"):
                name = f"CAP_{name}"
            _check(name)
        normalized.append(name)
    return normalized


def validate_capabilities(caps: Iterable[str]) -> None:
    """Check full names.

    Raises:
        InvalidParameter: there is no such capability.

    Go: ValidateCapabilities
    """
    for name in caps:
        _check(name)


def _check(name: str) -> None:
    if name not in _KNOWN:
        raise errdefs.InvalidParameter(f"unknown capability: {strconv.quote(name)}")
