"""Owners of files, and user namespaces' maps between two views of them.

Go: pkg/idtools/idtools.go
"""

from engine.pkg.idtools.idtools import (
    Identity,
    IdentityMapping,
    IDMap,
    current_identity,
    get_root_uid_gid,
    mkdir_all_and_chown,
    mkdir_all_and_chown_new,
    mkdir_and_chown,
)

__all__ = [
    "IDMap",
    "Identity",
    "IdentityMapping",
    "current_identity",
    "get_root_uid_gid",
    "mkdir_all_and_chown",
    "mkdir_all_and_chown_new",
    "mkdir_and_chown",
]
