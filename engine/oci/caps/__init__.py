"""Linux capabilities by name.

Go: oci/caps/utils.go
"""

from engine.oci.caps.defaults import default_capabilities
from engine.oci.caps.utils import (
    ALL_CAPABILITIES,
    get_all_capabilities,
    normalize_legacy_capabilities,
    validate_capabilities,
)

__all__ = [
    "ALL_CAPABILITIES",
    "default_capabilities",
    "get_all_capabilities",
    "normalize_legacy_capabilities",
    "validate_capabilities",
]
