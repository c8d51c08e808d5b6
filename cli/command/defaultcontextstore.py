"""The context ``default``, which is no file: it comes from flags and environment.

Go: cli/command/defaultcontextstore.go
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cli.context.docker import DOCKER_ENDPOINT, Endpoint
from cli.context.store import EndpointMeta, Metadata, Store

DEFAULT_CONTEXT_NAME = "default"


@dataclass(slots=True)
class DefaultContext:
    """What the flags say, in the form of a context.

    Go: DefaultContext
    """

    meta: Metadata
    endpoint: Endpoint


def resolve_default_context(endpoint: Endpoint) -> DefaultContext:
    """Return ``endpoint`` as the context ``default``.

    Go: ResolveDefaultContext
    """
    meta = EndpointMeta(host=endpoint.host, skip_tls_verify=endpoint.skip_tls_verify)
    return DefaultContext(
        Metadata(name=DEFAULT_CONTEXT_NAME, endpoints={DOCKER_ENDPOINT: meta}), endpoint
    )


class ContextStoreWithDefault:
    """The contexts on disk and ``default``, which is only worked out when it is needed.

    Go: ContextStoreWithDefault
    """

    def __init__(self, store: Store, resolver: Callable[[], DefaultContext]) -> None:
        self.store = store
        self.resolver = resolver

    def get_metadata(self, name: str) -> Metadata:
        """Return what is known of a context.

        Raises:
            ContextDoesNotExist: nothing is.
            Exception: the flags make no sense.

        Go: ContextStoreWithDefault.GetMetadata
        """
        if name == DEFAULT_CONTEXT_NAME:
            return self.resolver().meta
        return self.store.get_metadata(name)
