"""Contexts on disk.

Go: cli/context/store
"""

from cli.context.store.store import ContextDoesNotExist, EndpointMeta, Metadata, Store

__all__ = ["ContextDoesNotExist", "EndpointMeta", "Metadata", "Store"]
