"""What a container may do unless told otherwise.

Go: oci/caps/defaults.go
"""

from __future__ import annotations


def default_capabilities() -> list[str]:
    """Return the fourteen capabilities of a container that asked for nothing.

    Go: DefaultCapabilities
    """
    return [
        "CAP_CHOWN",
        "CAP_DAC_OVERRIDE",
        "CAP_FSETID",
        "CAP_FOWNER",
        "CAP_MKNOD",
        "CAP_NET_RAW",
        "CAP_SETGID",
        "CAP_SETUID",
        "CAP_SETFCAP",
        "CAP_SETPCAP",
        "CAP_NET_BIND_SERVICE",
        "CAP_SYS_CHROOT",
        "CAP_KILL",
        "CAP_AUDIT_WRITE",
    ]
