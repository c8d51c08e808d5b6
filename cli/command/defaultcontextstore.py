"""The context ``default``, which is no file: it comes from flags and environment.

Go: cli/command/defaultcontextstore.go
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cli.context.docker import DOCKER_ENDPOINT, Endpoint

if TYPE_CHECKING:
    from cli.context.store import Metadata, Store

DEFAULT_CONTEXT_NAME = "default"


class ContextStoreWithDefault:
    """The contexts below ``root``, and ``default``; each is only looked at when it is needed.

    Go: ContextStoreWithDefault
    """

    def __init__(self, root: str, resolver: Callable[[], Endpoint]) -> None:
        self._root = root
        self.resolver = resolver

    def store(self) -> Store:
        """Return the contexts on disk.

        Go: store.New
        """
        from cli.context.store import Store

        return Store(self._root)

    def get_metadata(self, name: str) -> Metadata:
        """Return what is known of a context.

        Raises:
            ContextDoesNotExist: nothing is.
            Exception: the flags make no sense.

        Go: ContextStoreWithDefault.GetMetadata
        """
        if name == DEFAULT_CONTEXT_NAME:
            return resolve_default_context(self.resolver())
        return self.store().get_metadata(name)


def resolve_default_context(endpoint: Endpoint) -> Metadata:
    """Return ``endpoint`` as the context ``default``.

    Go: ResolveDefaultContext
    """
    from cli.context.store import EndpointMeta, Metadata

    meta = EndpointMeta(host=endpoint.host, skip_tls_verify=endpoint.skip_tls_verify)
    return Metadata(name=DEFAULT_CONTEXT_NAME, endpoints={DOCKER_ENDPOINT: meta})
