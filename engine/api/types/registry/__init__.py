"""Registries as the API shows them.

Go: api/types/registry
"""

from engine.api.types.registry.registry import (
    IndexInfo,
    IPNetwork,
    ServiceConfig,
    ServiceConfigJSON,
)

__all__ = ["IPNetwork", "IndexInfo", "ServiceConfig", "ServiceConfigJSON"]
