"""What callers of the volumes service may add to a request.

Go: volume/service/opts/opts.go
"""

from engine.volume.service.opts.opts import (
    CreateConfig,
    CreateOption,
    GetConfig,
    GetOption,
    RemoveConfig,
    RemoveOption,
    with_create_labels,
    with_create_options,
    with_create_reference,
    with_get_driver,
    with_get_reference,
    with_get_resolve_status,
    with_purge_on_error,
)

__all__ = [
    "CreateConfig",
    "CreateOption",
    "GetConfig",
    "GetOption",
    "RemoveConfig",
    "RemoveOption",
    "with_create_labels",
    "with_create_options",
    "with_create_reference",
    "with_get_driver",
    "with_get_reference",
    "with_get_resolve_status",
    "with_purge_on_error",
]
