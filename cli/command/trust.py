"""The flag that turns content trust off.

Go: cli/command/trust.go
"""

from __future__ import annotations

from engine.vendor.spf13.pflag import FlagSet, Ref


def add_trust_verification_flags(flags: FlagSet, target: Ref, trusted: bool) -> None:
    """Define ``--disable-content-trust``; it is on by itself unless ``trusted``.

    Go: AddTrustVerificationFlags
    """
    flags.bool_var(target, "disable-content-trust", not trusted, "Skip image verification")
