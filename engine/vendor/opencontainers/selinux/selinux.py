"""Options that speak about labels.

Go: vendor/github.com/opencontainers/selinux/go-selinux/selinux.go
"""

from __future__ import annotations


def disable_sec_opt() -> list[str]:
    """Return the option that turns labels off for a container.

    Go: DisableSecOpt
    """
    return ["disable"]


def dup_sec_opt(source: str) -> list[str] | None:
    """Return the options that give a container the label ``source``; None without a label.

    Go: DupSecOpt
    """
    parts = source.split(":", 3)
    if len(parts) < 3:
        return None
    user, role, kind = parts[:3]
    options = [f"user:{user}", f"role:{role}", f"type:{kind}"]
    return [*options, f"level:{parts[3]}"] if len(parts) > 3 else options
