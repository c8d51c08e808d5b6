"""Who the user is at a registry.

Go: api/types/auth.go
"""

from __future__ import annotations

from dataclasses import field

from engine.golang.struct_tags import tag
from engine.golang.structs import struct


@struct(kw_only=True)
class AuthConfig:
    """A name and a secret for one registry; ``auth`` is both in base64, as the file has it.

    Go: AuthConfig
    """

    username: str = field(default="", metadata=tag("username", omitempty=True))
    password: str = field(default="", metadata=tag("password", omitempty=True))
    auth: str = field(default="", metadata=tag("auth", omitempty=True))
    # Long gone from the API, still found in old files.
    email: str = field(default="", metadata=tag("email", omitempty=True))
    server_address: str = field(default="", metadata=tag("serveraddress", omitempty=True))
    identity_token: str = field(default="", metadata=tag("identitytoken", omitempty=True))
    registry_token: str = field(default="", metadata=tag("registrytoken", omitempty=True))
