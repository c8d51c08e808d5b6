"""Passwords kept by another program, ``docker-credential-NAME``.

The program is called with a verb; the registry goes to its standard input, JSON comes back.

Go: cli/config/credentials/native_store.go
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cli.config.credentials.default_store import REMOTE_CREDENTIALS_PREFIX
from cli.config.credentials.file_store import FileStore
from cli.config.types import AuthConfig
from engine.golang import struct_tags
from engine.golang.errors import GoError
from engine.golang.strconv import quote
from engine.golang.struct_tags import tag

TOKEN_USERNAME = "<token>"
_NOT_FOUND = "credentials not found in native keychain"


@dataclass(slots=True, kw_only=True)
class Credentials:
    """What the program answers.

    Go: vendor/github.com/docker/docker-credential-helpers/credentials/credentials.go Credentials
    """

    server_url: str = field(default="", metadata=tag("ServerURL"))
    username: str = field(default="", metadata=tag("Username"))
    secret: str = field(default="", metadata=tag("Secret"))


class NativeStore:
    """Asks the program; what only the file has (an e-mail address) is kept.

    Go: nativeStore
    """

    def __init__(self, file_store: FileStore, helper_suffix: str) -> None:
        self._program = REMOTE_CREDENTIALS_PREFIX + helper_suffix
        self._file_store = file_store

    def get(self, server_address: str) -> AuthConfig:
        """Return the entry for a registry.

        Raises:
            GoError: the program is missing, or failed.

        Go: nativeStore.Get
        """
        auth = self._file_store.get(server_address)
        creds = self._get_credentials_from_store(server_address)
        return replace(
            auth,
            username=creds.username,
            identity_token=creds.identity_token,
            password=creds.password,
        )

    def get_all(self) -> Mapping[str, AuthConfig]:
        """Return the entries of all registries that the program knows.

        Raises:
            GoError: the program is missing, or failed.

        Go: nativeStore.GetAll
        """
        listed = self._run("list", "unused")
        try:
            registries = struct_tags.unmarshal(dict[str, str], listed)
        except struct_tags.JSONError as error:
            raise GoError(str(error)) from error
        return {registry: self.get(registry) for registry in registries}

    def _get_credentials_from_store(self, server_address: str) -> AuthConfig:
        """Return the program's entry, an empty one if it has none.

        Go: nativeStore.getCredentialsFromStore
        """
        try:
            answer = self._run("get", server_address)
        except CredentialsNotFound:
            return AuthConfig()
        try:
            creds = struct_tags.decode(Credentials, answer)
        except struct_tags.JSONError as error:
            raise GoError(str(error)) from error
        if creds.username == TOKEN_USERNAME:
            return AuthConfig(identity_token=creds.secret, server_address=server_address)
        return AuthConfig(
            username=creds.username, password=creds.secret, server_address=server_address
        )

    def _run(self, verb: str, text: str) -> bytes:
        """Return what the program prints.

        Go: vendor/github.com/docker/docker-credential-helpers/client/client.go Get, List
        """
        import subprocess

        what = {"get": "getting", "list": "listing"}[verb]
        try:
            done = subprocess.run(
                [self._program, verb], input=text.encode(), stdout=subprocess.PIPE, check=False
            )
        except OSError as error:
            words = f"exec: {quote(self._program)}: executable file not found in $PATH"
            raise GoError(f"error {what} credentials - err: {words}, out: ``") from error
        said = done.stdout.decode("utf-8", "replace").strip()
        if done.returncode == 0:
            return done.stdout
        if said == _NOT_FOUND:
            raise CredentialsNotFound
        raise GoError(
            f"error {what} credentials - err: exit status {done.returncode}, out: `{said}`"
        )


class CredentialsNotFound(GoError):
    """The program has no entry for the registry.

    Go: vendor/github.com/docker/docker-credential-helpers/credentials/error.go errCredentialsNotFound
    """  # noqa: E501  the path is that long

    def __init__(self) -> None:
        super().__init__(_NOT_FOUND)
