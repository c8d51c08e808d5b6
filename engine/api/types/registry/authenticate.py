"""The answer to a login.

Go: api/types/registry/authenticate.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(slots=True, kw_only=True)
class AuthenticateOKBody:
    """A word of success, and a token that stands for the password, if the registry gave one.

    Go: AuthenticateOKBody
    """

    identity_token: str = field(default="", metadata=tag("IdentityToken"))
    status: str = field(default="", metadata=tag("Status"))
