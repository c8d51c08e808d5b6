"""Contexts on disk: a name, and how to reach the daemon that it stands for.

Contexts are only read here. One is two directories, named after the SHA-256 of its name:

    contexts/meta/HASH/meta.json          name and endpoints
    contexts/tls/HASH/ENDPOINT/*.pem      certificates

Go: cli/context/store/store.go, cli/context/store/metadatastore.go, cli/context/store/tlsstore.go
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.golang import errors, struct_tags
from engine.golang.strconv import quote
from engine.golang.struct_tags import tag


class ContextDoesNotExist(errors.GoError):
    """There is no context of that name.

    Go: contextDoesNotExistError
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"context {quote(name)} does not exist")


@dataclass(kw_only=True)
class EndpointMeta:
    """Where a daemon is.

    Go: cli/context/endpoint.go EndpointMetaBase
    """

    host: str = field(default="", metadata=tag("Host", omitempty=True))
    skip_tls_verify: bool = field(default=False, metadata=tag("SkipTLSVerify"))


@dataclass(kw_only=True)
class Metadata:
    """What is known of a context.

    Go: Metadata
    """

    name: str = field(default="", metadata=tag("Name", omitempty=True))
    endpoints: dict[str, EndpointMeta] | None = field(
        default=None, metadata=tag("Endpoints", omitempty=True)
    )


class Store:
    """Reads contexts below one directory.

    Go: store
    """

    def __init__(self, root: str) -> None:
        self._root = Path(root)

    def get_metadata(self, name: str) -> Metadata:
        """Return what is known of a context.

        Raises:
            ContextDoesNotExist: nothing is.
            GoError: its file makes no sense.

        Go: store.GetMetadata
        """
        path = self._root / "meta" / _context_dir(name) / "meta.json"
        try:
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise ContextDoesNotExist(name) from error
        try:
            return struct_tags.unmarshal(Metadata, data)
        except struct_tags.JSONError as error:
            raise errors.GoError(str(error)) from error

    def tls_files(self, name: str, endpoint: str) -> dict[str, bytes]:
        """Return the certificates for one endpoint of a context, by file name.

        Raises:
            OSError: one of them cannot be read.

        Go: store.ListTLSFiles, store.GetTLSData
        """
        folder = self._root / "tls" / _context_dir(name) / endpoint
        if not folder.is_dir():
            return {}
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _context_dir(name: str) -> str:
    """Return the directory that stands for a name.

    Go: contextdirOf
    """
    import hashlib

    return hashlib.sha256(name.encode()).hexdigest()
